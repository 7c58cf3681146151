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
      _ = try await monitor.call { () throws(ServiceError) in
        try await service.insertChoice(name: choice.name, label: choice.label, intoSet: setName)
      }
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
    case .createChoiceSet(let name, let displayName, let choices):
      try monitor.checkRequests(toCome: choices.count + 1)
      _ = try await monitor.call { () throws(ServiceError) in
        try await service.createChoiceSet(name: name, displayName: displayName, description: "")
      }
      for choice in choices {
        try Task.checkCancellation()
        _ = try await monitor.call { () throws(ServiceError) in
          try await service.insertChoice(name: choice.name, label: choice.label, intoSet: name)
        }
      }
    case .dropChoiceSet(let id, _):
      _ = try await monitor.call { () throws(ServiceError) in
        try await service.deleteChoiceSet(id)
      }
    case .none:
      break
    }
  }

  /// Creates an entity; fields that refer to it are added once it has an id to refer to.
  ///
  /// - Source: `data-service-api.md` §2.10: a change sends the whole field list.
  private func create(_ draft: EntityDraft) async throws {
    let later = draft.fields.filter { $0.reference?.entityID.isEmpty == true }
    var first = draft
    first.fields.removeAll { $0.reference?.entityID.isEmpty == true }
    let id = try await monitor.call { () throws(ServiceError) in
      try await service.createEntity(first)
    }.value
    if later.isEmpty { return }
    let entities = try await monitor.call { () throws(ServiceError) in
      try await service.entities()
    }.value
    guard let created = entities.first(where: { TextComparison.areEqual($0.id, id) }) else {
      throw Diagnostic(
        .serviceAnswerInvalid,
        "the new entity \"\(draft.name)\" is not listed by the service",
        detail: "It was created without its references to itself."
      )
    }
    var whole = draft
    whole.id = id
    whole.fields = created.fields.filter { !$0.isSystemField && !$0.isPrimaryKey }
    for var field in later {
      let display = field.reference?.fieldName ?? "Id"
      field.reference = EntityReference(
        entityID: id,
        entityName: draft.name,
        fieldID: created.fields.first { $0.name == display }?.id,
        fieldName: display
      )
      whole.fields.append(field)
    }
    let replacement = whole
    _ = try await monitor.call { () throws(ServiceError) in
      try await service.createEntity(replacement)
    }
  }

  /// Changes one thing of an entity as it is now.
  ///
  /// - Source: `data-service-api.md` §2.10.
  private func alter(_ id: String, _ name: String, _ edit: EntityEdit) async throws {
    let entities = try await monitor.call { () throws(ServiceError) in
      try await service.entities()
    }.value
    guard let entity = entities.first(where: { TextComparison.areEqual($0.id, id) }) else {
      throw Diagnostic(
        .undefinedEntity,
        "entity \"\(name)\" is no longer listed by the service",
        hint: "\\refresh reads the schema again."
      )
    }
    switch edit {
    case .setDisplayName(let text):
      try await describe(entity, displayName: text, description: entity.description)
    case .setDescription(let text):
      try await describe(entity, displayName: entity.displayName, description: text)
    case .addField(let field):
      try await replace(entity) { $0.append(field) }
    case .dropField(let field):
      try await replace(entity) { fields in fields.removeAll { $0.name == field } }
    case .setFieldDisplayName(let text, let field):
      try await replace(entity) { fields in
        for index in fields.indices where fields[index].name == field {
          fields[index].displayName = text
        }
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

  private func replace(
    _ entity: EntityDefinition,
    _ edit: (inout [EntityField]) -> Void
  ) async throws {
    var fields = entity.fields.filter { !$0.isSystemField && !$0.isPrimaryKey }
    edit(&fields)
    let draft = EntityDraft(
      id: entity.id,
      name: entity.name,
      displayName: entity.displayName,
      description: entity.description,
      fields: fields
    )
    _ = try await monitor.call { () throws(ServiceError) in
      try await service.createEntity(draft)
    }
  }
}
