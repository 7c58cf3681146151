import DSQLAPI
import DSQLClient
import DSQLTypes

/// Writes a generated tenant to a service.
struct TenantLoader {
  private static let id = [PageColumn(["Id"], .uuid)]

  let service: ServiceClient

  /// - Returns: The id of each record, by its name in statements.
  func load(_ tenant: GeneratedTenant) async throws -> [String: String] {
    let set = try await service.createChoiceSet(
      name: "State",
      displayName: "State",
      description: ""
    )
    .value
    for (number, label) in tenant.labels.enumerated() {
      _ = try await service.insertChoice(name: "Value\(number)", label: label, intoSet: "State")
    }
    let entities = try await create(tenant, choiceSet: set)
    var ids: [String: String] = [:]
    for (entity, address) in zip(tenant.entities, entities) {
      try await insert(entity, into: address, &ids)
    }
    for (entity, address) in zip(tenant.entities, entities) {
      try await link(entity, in: address, tenant, ids)
    }
    for (entity, address) in zip(tenant.entities, entities) {
      let doomed = entity.records.filter(\.isDoomed).compactMap { ids[Self.name(entity, $0.key)] }
      if !doomed.isEmpty { _ = try await service.deleteBatch(doomed, from: address) }
    }
    return ids
  }

  /// What statements call a record.
  static func name(_ entity: GeneratedEntity, _ key: Int) -> String { "{\(entity.name)#\(key)}" }

  /// Creates the entities, then gives them the relationships, which may lead round in a circle.
  private func create(
    _ tenant: GeneratedTenant,
    choiceSet: String
  ) async throws -> [EntityAddress] {
    var addresses: [EntityAddress] = []
    for entity in tenant.entities {
      let draft = EntityDraft(
        name: entity.name,
        displayName: entity.name,
        fields: entity.fields.filter { !$0.kind.isLink }.map { field($0, choiceSet) }
      )
      let id = try await service.createEntity(draft).value
      addresses.append(EntityAddress(id: id, name: entity.name))
    }
    let known = try await service.entities().value
    for (entity, address) in zip(tenant.entities, addresses) {
      let links = entity.fields.compactMap { field -> EntityField? in
        guard case .link(let target) = field.kind else { return nil }
        let name = tenant.entities[target].name
        let display = known.first { $0.name == name }?.fields.first { $0.name == "Name" }
        return EntityField(
          id: "",
          name: field.name,
          type: .relationship,
          reference: EntityReference(
            entityID: addresses[target].id,
            entityName: name,
            fieldID: display?.id
          )
        )
      }
      let old = known.first { $0.name == entity.name }?.fields ?? []
      let draft = EntityDraft(
        id: address.id,
        name: entity.name,
        displayName: entity.name,
        fields: old.filter { !$0.isSystemField && !$0.isPrimaryKey } + links
      )
      _ = try await service.createEntity(draft)
    }
    return addresses
  }

  private func field(_ field: GeneratedField, _ choiceSet: String) -> EntityField {
    EntityField(
      id: "",
      name: field.name,
      type: field.kind.fieldType,
      isRequired: field.isRequired,
      isUnique: field.isUnique,
      choiceSetID: field.kind == .choice || field.kind == .choices ? choiceSet : nil
    )
  }

  private func insert(
    _ entity: GeneratedEntity,
    into address: EntityAddress,
    _ ids: inout [String: String]
  ) async throws {
    for start in stride(from: 0, to: entity.records.count, by: 1000) {
      let part = entity.records[start..<min(start + 1000, entity.records.count)]
      let values = part.map { record in
        RecordValues(
          entity.fields.compactMap { field in
            record.values[field.name].map { RecordField(field.name, $0) }
          }
        )
      }
      let answer = try await service.insertBatch(values, into: address, columns: Self.id).value
      guard answer.succeeded.rowCount == part.count else {
        throw LoadFault(message: "\(entity.name): \(answer.failures.first?.message ?? "?")")
      }
      for (row, record) in part.enumerated() {
        if case .uuid(let id) = answer.succeeded.value(row: row, column: 0) {
          ids[Self.name(entity, record.key)] = id
        }
      }
    }
  }

  private func link(
    _ entity: GeneratedEntity,
    in address: EntityAddress,
    _ tenant: GeneratedTenant,
    _ ids: [String: String]
  ) async throws {
    var updates: [RecordUpdate] = []
    for record in entity.records where !record.links.isEmpty {
      guard let id = ids[Self.name(entity, record.key)] else { continue }
      var fields: [RecordField] = []
      for field in entity.fields {
        guard case .link(let target) = field.kind, let key = record.links[field.name],
          let other = ids[Self.name(tenant.entities[target], key)]
        else { continue }
        fields.append(RecordField(field.name, .text(other)))
      }
      if !fields.isEmpty { updates.append(RecordUpdate(id: id, values: RecordValues(fields))) }
    }
    for start in stride(from: 0, to: updates.count, by: 1000) {
      let part = Array(updates[start..<min(start + 1000, updates.count)])
      let answer = try await service.updateBatch(part, in: address, columns: Self.id).value
      if let failure = answer.failures.first {
        throw LoadFault(message: "\(entity.name): \(failure.message)")
      }
    }
  }
}

/// Why a tenant could not be written.
struct LoadFault: Error { let message: String }
