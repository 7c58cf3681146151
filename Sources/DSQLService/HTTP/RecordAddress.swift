import DSQLAPI

/// The entity that a path means.
struct RecordAddress: Sendable {
  var form: RouteForm
  /// A name, or an id; the Python client puts names where ids belong.
  var entity: String
  var folderKey: String?

  private var folder: String { folderKey ?? EntityAddress.tenantFolder }

  /// Finds an entity with records.
  func find(in schema: TenantSchema) throws(RequestFailure) -> StoredEntity {
    let found =
      switch form {
      case .name: schema.entity(name: entity, folder: folder)
      case .id: schema.entity(id: entity) ?? schema.entity(name: entity, folder: folder)
      }
    guard let found, found.kind != .choiceSet, found.folderID == folder else {
      throw .entityNotFound
    }
    return found
  }

  /// Finds an entity whose records may be written.
  func findWritable(in schema: TenantSchema) throws(RequestFailure) -> StoredEntity {
    let found = try find(in: schema)
    guard found.kind == .entity else { throw .forbidden }
    return found
  }

  /// Finds a choice set whose values are to be shown.
  ///
  /// Without a folder it is found wherever it lies, and one of the tenant's from every folder: the
  /// list shows the sets of all folders, and the fields of a folder's entities use those of the
  /// tenant.
  func findChoiceSet(in schema: TenantSchema) throws(RequestFailure) -> StoredEntity {
    let found =
      switch form {
      case .name: schema.entity(name: entity, folder: folder)
      case .id: schema.entity(id: entity)
      }
    guard let found, found.kind == .choiceSet,
      folderKey == nil || found.folderID == EntityAddress.tenantFolder || found.folderID == folder
    else { throw .choiceSetNotFound }
    return found
  }

  /// Finds a choice set whose values are to be changed, in the very folder that the call names.
  func findWritableChoiceSet(in schema: TenantSchema) throws(RequestFailure) -> StoredEntity {
    let found = try findChoiceSet(in: schema)
    guard found.folderID == folder else { throw .choiceSetNotFound }
    return found
  }
}
