import DSQLAPI
import DSQLDiagnostics
package import DSQLPlan
import DSQLTypes

extension Executor {
  /// Runs a change of the schema.
  ///
  /// A choice set's choices are created one after another, since their numbers follow the order.
  ///
  /// Calls: 1, for a choice set one more for each choice, for an entity that refers to itself two
  /// more, for a change of an entity one more.
  package func change(_ change: SchemaChange) async throws {
    switch change {
    case .createEntity(let draft):
      try await create(draft)
    case .alterEntity(let id, let name, let edit):
      try await alter(id, name, edit)
    case .addChoice(let choice, let setName):
      try await insert(choice, into: setName)
    case .renameChoice(let id, let label, let setName):
      _ = try await monitor.call { () throws(ServiceError) in
        try await service.renameChoice(id, label: label, inSet: setName)
      }
    case .dropChoices(let ids, let setID, _):
      _ = try await monitor.call { () throws(ServiceError) in
        try await service.deleteChoices(ids, fromSet: setID)
      }
    case .dropEntity(let id, _):
      _ = try await monitor.call { () throws(ServiceError) in
        try await service.deleteEntity(id)
      }
    case .createChoiceSet(let name, let displayName, _, let choices):
      try await createChoiceSet(name, displayName, choices)
    case .dropChoiceSet(let id, _):
      _ = try await monitor.call { () throws(ServiceError) in
        try await service.deleteChoiceSet(id)
      }
    case .none:
      break
    }
  }

  private func insert(_ choice: ChoiceDraft, into setName: String) async throws {
    _ = try await monitor.call { () throws(ServiceError) in
      try await service.insertChoice(name: choice.name, label: choice.label, intoSet: setName)
    }
  }

  private func createChoiceSet(
    _ name: String,
    _ displayName: String,
    _ choices: [ChoiceDraft]
  ) async throws {
    try monitor.checkRequests(toCome: choices.count + 1)
    _ = try await monitor.call { () throws(ServiceError) in
      try await service.createChoiceSet(name: name, displayName: displayName, description: "")
    }
    for (made, choice) in choices.enumerated() {
      do {
        try Task.checkCancellation()
        try await insert(choice, into: name)
      } catch {
        throw PartialChange.diagnostic(
          "choice set \"\(name)\" was created with \(made) of its \(choices.count) choices",
          because: error,
          hint:
            "ALTER CHOICE SET \(name) ADD gives it the others, DROP CHOICE SET \(name) removes it."
        )
      }
    }
  }

  /// Creates an entity; fields that refer to it are added once it has an id to refer to.
  ///
  /// - Source: `data-service-api.md` §2.10: a change sends the whole field list.
  private func create(_ draft: EntityDraft) async throws {
    let later = draft.fields.filter { $0.reference?.entityID.isEmpty == true }
    var first = draft
    first.fields.removeAll { $0.reference?.entityID.isEmpty == true }
    try monitor.checkRequests(toCome: later.isEmpty ? 1 : 3)
    let id = try await monitor.call { () throws(ServiceError) in
      try await service.createEntity(first)
    }.value
    if later.isEmpty { return }
    do {
      try await add(later, toNew: id, named: draft.name)
    } catch {
      throw PartialChange.diagnostic(
        "entity \"\(draft.name)\" was created without its references to itself",
        because: error,
        hint: "ALTER ENTITY \(draft.name) ADD gives it the fields"
          + " \(later.map { "\"\($0.name)\"" }.joined(separator: ", "))."
      )
    }
  }

  private func add(_ later: [EntityField], toNew id: String, named name: String) async throws {
    let created = try await listed(id, name)
    let added = later.map { field in
      var field = field
      let display = field.reference?.fieldName ?? "Id"
      field.reference = EntityReference(
        entityID: id,
        entityName: name,
        fieldID: created.fields.first { $0.name == display }?.id,
        fieldName: display,
        folderID: created.folderID == EntityAddress.tenantFolder ? nil : created.folderID
      )
      return field
    }
    let replacement = EntityDraft(replacing: created, fields: created.ownFields + added)
    _ = try await monitor.call { () throws(ServiceError) in
      try await service.createEntity(replacement)
    }
  }

  /// The entity as the service lists it now.
  ///
  /// Calls: 1.
  private func listed(_ id: String, _ name: String) async throws -> EntityDefinition {
    let entities = try await monitor.call { () throws(ServiceError) in
      try await service.entities()
    }.value
    guard var entity = entities.first(where: { TextComparison.areEqual($0.id, id) }) else {
      throw Diagnostic(
        .undefinedEntity,
        "entity \"\(name)\" is not listed by the service",
        hint: "\\refresh reads the schema again."
      )
    }
    // A reference that tells only the name of its entity is sent by the id.
    for index in entity.fields.indices where entity.fields[index].reference?.entityID == "" {
      let target = entities.first { $0.name == entity.fields[index].reference?.entityName }
      entity.fields[index].reference?.entityID = target?.id ?? ""
    }
    return entity
  }

  /// Changes one thing of an entity as it is now.
  ///
  /// - Source: `data-service-api.md` §2.10.
  private func alter(_ id: String, _ name: String, _ edit: EntityEdit) async throws {
    try monitor.checkRequests(toCome: 2)
    let entity = try await listed(id, name)
    switch edit {
    case .setDisplayName(let text):
      try await describe(entity, displayName: text, description: entity.description)
    case .setDescription(let text):
      try await describe(entity, displayName: entity.displayName, description: text)
    case .addField, .dropField, .setFieldDisplayName:
      let draft = try EntityRevision(entity).draft(after: edit)
      _ = try await monitor.call { () throws(ServiceError) in
        try await service.createEntity(draft)
      }
    }
  }

  private func describe(
    _ entity: EntityDefinition,
    displayName: String,
    description: String
  ) async throws {
    _ = try await monitor.call { () throws(ServiceError) in
      try await service.describe(
        entity: entity.id,
        displayName: displayName,
        description: description
      )
    }
  }
}
