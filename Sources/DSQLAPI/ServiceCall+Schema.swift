// Calls on the schema.
//
// - Source: `data-service-api.md` §2.1, §2.10 and §2.11.
extension ServiceCall {
  package static let listEntities = ServiceCall(.get, "/Entity", effect: .read)

  package static let listChoiceSets = ServiceCall(.get, "/Entity/choiceset", effect: .read)

  /// Reads a page of a choice set's values.
  package static func choiceValues(ofSet id: String, start: Int, limit: Int) -> ServiceCall {
    ServiceCall(
      .post,
      "/EntityService/entity/\(segment(id))/query_expansion?start=\(start)&limit=\(limit)",
      body: "{}",
      effect: .read
    )
  }

  /// Creates an entity.
  package static func createEntity(_ draft: EntityDraft) -> ServiceCall {
    ServiceCall(
      .post,
      "/Entity",
      body: draft.body,
      folderKey: draft.folderKey,
      effect: .write
    )
  }

  /// Gives an entity or a choice set another display name and description.
  ///
  /// Both travel always: without the one the service refuses, without the other a choice set fails.
  package static func describe(
    entity id: String,
    displayName: String,
    description: String,
    folderKey: String? = nil
  )
    -> ServiceCall
  {
    var json = JSONText()
    json.beginObject()
    json.key("displayName")
    json.string(displayName)
    json.key("description")
    json.string(description)
    json.endObject()
    return ServiceCall(
      .patch,
      "/Entity/\(segment(id))/metadata",
      body: json.text,
      effect: .write
    )
  }

  /// Deletes an entity and its records.
  package static func deleteEntity(_ id: String) -> ServiceCall {
    ServiceCall(.delete, "/Entity/\(segment(id))", effect: .write)
  }

  /// Creates an empty choice set.
  package static func createChoiceSet(
    name: String,
    displayName: String,
    description: String,
    folderKey: String? = nil
  )
    -> ServiceCall
  {
    var json = JSONText()
    json.beginObject()
    json.key("displayName")
    json.string(displayName)
    json.key("description")
    json.string(description)
    json.key("entityDefinition")
    json.beginObject()
    json.key("name")
    json.string(name)
    json.key("fields")
    json.array([String]()) { $0.string($1) }
    json.key("folderId")
    json.string(folderKey ?? EntityAddress.tenantFolder)
    json.endObject()
    json.endObject()
    return ServiceCall(
      .post,
      "/Entity/choiceset",
      body: json.text,
      folderKey: folderKey,
      effect: .write
    )
  }

  /// Deletes a choice set.
  package static func deleteChoiceSet(_ id: String) -> ServiceCall {
    ServiceCall(.post, "/Entity/\(segment(id))/delete", body: "{}", effect: .write)
  }

  /// Adds a value to a choice set; its number is the service's to give.
  package static func insertChoice(
    name: String,
    label: String,
    intoSet setName: String,
    folderKey: String? = nil
  )
    -> ServiceCall
  {
    var json = JSONText()
    json.beginObject()
    json.key("Name")
    json.string(name)
    json.key("DisplayName")
    json.string(label)
    json.endObject()
    return ServiceCall(
      .post,
      "/EntityService/\(segment(setName))/choiceset/insert",
      body: json.text,
      folderKey: folderKey,
      effect: .write
    )
  }

  /// Gives a value of a choice set another label; its number stays.
  package static func renameChoice(
    _ id: String,
    label: String,
    inSet setName: String
  )
    -> ServiceCall
  {
    var json = JSONText()
    json.beginObject()
    json.key("DisplayName")
    json.string(label)
    json.endObject()
    return ServiceCall(
      .post,
      "/EntityService/\(segment(setName))/choiceset/\(segment(id))/update",
      body: json.text,
      effect: .write
    )
  }

  /// Deletes values of a choice set.
  package static func deleteChoices(_ ids: [String], fromSet id: String) -> ServiceCall {
    var json = JSONText()
    json.array(ids) { $0.string($1) }
    return ServiceCall(
      .post,
      "/EntityService/entity/\(segment(id))/choiceset/delete",
      body: json.text,
      effect: .write
    )
  }
}
