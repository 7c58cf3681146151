package import DSQLAPI

// Calls on the schema.
extension ServiceClient {
  package func entities() async throws(ServiceError) -> Answer<[EntityDefinition]> {
    try await value(.listEntities, SchemaDecoder.entities)
  }

  package func choiceSets() async throws(ServiceError) -> Answer<[ChoiceSetDefinition]> {
    try await value(.listChoiceSets, SchemaDecoder.choiceSets)
  }

  package func choiceValues(
    ofSet id: String
  ) async throws(ServiceError) -> Answer<[ChoiceValue]> {
    try await value(
      .choiceValues(ofSet: id, start: 0, limit: RecordQuery.largestPage),
      SchemaDecoder.choiceValues
    )
  }

  package func createEntity(
    _ draft: EntityDraft
  ) async throws(ServiceError) -> Answer<String> {
    try await value(.createEntity(draft), SchemaDecoder.createdID)
  }

  package func describe(
    entity id: String,
    displayName: String,
    description: String
  ) async throws(ServiceError) -> Answer<Void> {
    try await nothing(.describe(entity: id, displayName: displayName, description: description))
  }

  package func deleteEntity(_ id: String) async throws(ServiceError) -> Answer<Void> {
    try await nothing(.deleteEntity(id))
  }

  package func createChoiceSet(
    name: String,
    displayName: String,
    description: String
  ) async throws(ServiceError) -> Answer<String> {
    try await value(
      .createChoiceSet(
        name: name,
        displayName: displayName,
        description: description,
        folderKey: folderKey
      ),
      SchemaDecoder.createdID
    )
  }

  package func insertChoice(
    name: String,
    label: String,
    intoSet setName: String
  ) async throws(ServiceError) -> Answer<ChoiceValue> {
    try await value(
      .insertChoice(name: name, label: label, intoSet: setName),
      SchemaDecoder.choiceValue
    )
  }

  package func renameChoice(
    _ id: String,
    label: String,
    inSet setName: String
  ) async throws(ServiceError) -> Answer<ChoiceValue> {
    try await value(.renameChoice(id, label: label, inSet: setName), SchemaDecoder.choiceValue)
  }

  package func deleteChoices(
    _ ids: [String],
    fromSet id: String
  ) async throws(ServiceError) -> Answer<Void> {
    try await nothing(.deleteChoices(ids, fromSet: id))
  }

  package func deleteChoiceSet(_ id: String) async throws(ServiceError) -> Answer<Void> {
    try await nothing(.deleteChoiceSet(id))
  }

  private func value<Value: Sendable>(
    _ call: ServiceCall,
    _ decode: ([UInt8]) throws(PageDecoder.Failure) -> Value
  ) async throws(ServiceError) -> Answer<Value> {
    let reply = try await perform(call)
    do {
      return Answer(try decode(reply.answer.body), reply.report)
    } catch {
      throw ServiceError(invalid: error.message, reply)
    }
  }
}
