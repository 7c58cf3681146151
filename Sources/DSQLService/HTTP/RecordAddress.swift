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

  /// Finds a choice set.
  func findChoiceSet(in schema: TenantSchema) throws(RequestFailure) -> StoredEntity {
    let found =
      switch form {
      case .name:
        schema.entities.first { $0.kind == .choiceSet && $0.name == entity }
      case .id: schema.entity(id: entity)
      }
    guard let found, found.kind == .choiceSet else {
      throw RequestFailure.choiceSetNotFound
    }
    return found
  }
}
