import DSQLAPI

/// The entity or choice set that a call on the schema means.
struct SchemaAddress: Sendable {
  /// An id, or a name where the endpoint takes names.
  var entity: String
  var folderKey: String?

  private var folder: String { folderKey ?? EntityAddress.tenantFolder }

  /// Finds what is to be shown by its id.
  ///
  /// A choice set without the header is found in whichever folder it is, as the list has it; one of
  /// the tenant, and what the service brings along, is seen from every folder.
  func find(in schema: TenantSchema) throws(RequestFailure) -> StoredEntity {
    guard let found = schema.entity(id: entity) else { throw .entityNotFound }
    let isSeen =
      switch found.kind {
      case .choiceSet:
        folderKey == nil || found.folderID == EntityAddress.tenantFolder || found.folderID == folder
      case .systemEntity: true
      case .entity, .internalEntity, .other: found.folderID == folder
      }
    guard isSeen else { throw .entityNotFound }
    return found
  }

  /// Finds what is to be shown by its name.
  func findByName(in schema: TenantSchema) throws(RequestFailure) -> StoredEntity {
    guard let found = schema.entity(name: entity, folder: folder) else { throw .entityNotFound }
    return found
  }

  /// Finds what is to be changed by its id: it lies in the very folder that the call names.
  func findToChange(in schema: TenantSchema) throws(RequestFailure) -> StoredEntity {
    guard let found = schema.entity(id: entity), found.folderID == folder else {
      throw .entityNotFound
    }
    return found
  }
}
