import DSQLAPI
import DSQLTypes
import Foundation

/// Reads the answers of the calls on the schema.
///
/// - Source: `data-service-api.md` §2.2, §2.3, §2.4 and §2.11.
enum SchemaDecoder {
  /// The entities of a listing, choice sets left out.
  static func entities(_ body: [UInt8]) throws(PageDecoder.Failure) -> [EntityDefinition] {
    try list(body).map { object throws(PageDecoder.Failure) in
      try entity(object)
    }
    .filter { $0.kind != .choiceSet }
  }

  /// The sets of a listing of choice sets.
  static func choiceSets(_ body: [UInt8]) throws(PageDecoder.Failure) -> [ChoiceSetDefinition] {
    try list(body).map { object throws(PageDecoder.Failure) in
      ChoiceSetDefinition(
        id: try required("id", of: object),
        name: try required("name", of: object),
        displayName: object.text("displayName") ?? "",
        description: object.text("description") ?? "",
        folderID: folder(of: object)
      )
    }
  }

  /// The values of a choice set; their list may stand in a string.
  static func choiceValues(_ body: [UInt8]) throws(PageDecoder.Failure) -> [ChoiceValue] {
    var objects: [LooseObject]?
    if let envelope = try? JSONDecoder().decode(LooseObject.self, from: Data(body)) {
      objects = envelope.objects("jsonValue", "value")
      if objects == nil, let json = envelope.text("jsonValue") {
        objects = try? JSONDecoder().decode([LooseObject].self, from: Data(json.utf8))
      }
    } else {
      objects = try? JSONDecoder().decode([LooseObject].self, from: Data(body))
    }
    guard let objects else {
      throw PageDecoder.Failure(message: "the answer is no list of choice values")
    }
    return try objects.map { object throws(PageDecoder.Failure) in try choiceValue(object) }
  }

  /// One value of a choice set, as adding it answers.
  static func choiceValue(_ body: [UInt8]) throws(PageDecoder.Failure) -> ChoiceValue {
    guard let object = try? JSONDecoder().decode(LooseObject.self, from: Data(body)) else {
      throw PageDecoder.Failure(message: "the answer is no choice value")
    }
    return try choiceValue(object)
  }

  /// The id that creating something answers: a JSON string, an object with it, or bare text.
  static func createdID(_ body: [UInt8]) throws(PageDecoder.Failure) -> String {
    let data = Data(body)
    var id = try? JSONDecoder().decode(String.self, from: data)
    if id == nil, let object = try? JSONDecoder().decode(LooseObject.self, from: data) {
      id = object.text("id", "entityId")
    }
    let bare = String(decoding: body, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    if id == nil, UUID(uuidString: bare) != nil { id = bare }
    guard let id, !id.isEmpty else {
      throw PageDecoder.Failure(message: "the answer holds no id of what was created")
    }
    return id
  }

  private static func list(_ body: [UInt8]) throws(PageDecoder.Failure) -> [LooseObject] {
    let data = Data(body)
    if let objects = try? JSONDecoder().decode([LooseObject].self, from: data) { return objects }
    if let envelope = try? JSONDecoder().decode(LooseObject.self, from: data),
      let objects = envelope.objects("value")
    {
      return objects
    }
    throw PageDecoder.Failure(message: "the answer is no list of entities")
  }

  private static func required(
    _ key: String,
    of object: LooseObject
  ) throws(PageDecoder.Failure) -> String {
    guard let text = object.text(key), !text.isEmpty else {
      throw PageDecoder.Failure(message: "the answer has an entry without \"\(key)\"")
    }
    return text
  }

  private static func folder(of object: LooseObject) -> String {
    guard let folder = object.text("folderId"), !folder.isEmpty else {
      return EntityAddress.tenantFolder
    }
    return folder
  }

  private static func choiceValue(
    _ object: LooseObject
  ) throws(PageDecoder.Failure) -> ChoiceValue {
    guard let number = object.integer("numberId") else {
      throw PageDecoder.Failure(message: "the answer has a choice value without \"NumberId\"")
    }
    let name = try required("name", of: object)
    return ChoiceValue(
      id: object.text("id") ?? "",
      name: name,
      displayName: object.text("displayName") ?? name,
      number: number
    )
  }

  private static func entity(
    _ object: LooseObject
  ) throws(PageDecoder.Failure) -> EntityDefinition {
    EntityDefinition(
      id: try required("id", of: object),
      name: try required("name", of: object),
      displayName: object.text("displayName") ?? "",
      description: object.text("description") ?? "",
      kind: kind(of: object),
      folderID: folder(of: object),
      fields: try (object.objects("fields") ?? []).map { field throws(PageDecoder.Failure) in
        try self.field(field)
      },
      recordCount: object.integer("recordCount").map { Int($0) },
      hasExternalFields: !(object.objects("externalFields") ?? []).isEmpty,
      isRbacEnabled: object.flag("isRbacEnabled"),
      isInsightsEnabled: object.flag("isInsightsEnabled")
    )
  }

  private static func kind(of object: LooseObject) -> EntityDefinition.Kind {
    guard let name = object.text("entityType") else {
      return object.integer("entityTypeId") == 1 ? .choiceSet : .entity
    }
    return EntityDefinition.Kind(rawValue: name) ?? .other
  }

  private static func field(_ object: LooseObject) throws(PageDecoder.Failure) -> EntityField {
    let type = WireType(field: object).type
    let choiceSet = object.object("referenceChoiceSet", "referenceChoiceset")
    return EntityField(
      id: object.text("id") ?? "",
      name: try required("name", of: object),
      displayName: object.text("displayName") ?? "",
      description: object.text("description") ?? "",
      type: type,
      isPrimaryKey: object.flag("isPrimaryKey"),
      isSystemField: object.flag("isSystemField"),
      isRequired: object.flag("isRequired"),
      isUnique: object.flag("isUnique"),
      isEncrypted: object.flag("isEncrypted"),
      isHidden: object.flag("isHiddenField"),
      isRbacEnabled: object.flag("isRbacEnabled"),
      defaultValue: object.text("defaultValue"),
      choiceSetID: object.text("choiceSetId", "choicesetId") ?? choiceSet?.text("id"),
      choiceSet: choiceSet.flatMap(folderedSet),
      reference: type == .relationship ? reference(of: object) : nil
    )
  }

  private static func reference(of field: LooseObject) -> EntityReference? {
    let entity = field.object("referenceEntity")
    let name = entity?.text("name") ?? field.text("referenceName", "referenceEntityName")
    guard let id = entity?.text("id") ?? name.map({ _ in "" }) else { return nil }
    let target = field.object("referenceField")
    return EntityReference(
      entityID: id,
      entityName: name ?? "",
      fieldID: target?.text("id"),
      fieldName: target?.object("definition")?.text("name") ?? target?.text("name"),
      folderID: entity.flatMap(foreignFolder)
    )
  }

  private static func folderedSet(_ set: LooseObject) -> FolderedChoiceSet? {
    guard let name = set.text("name"), let folderID = foreignFolder(of: set) else { return nil }
    return FolderedChoiceSet(name: name, folderID: folderID)
  }

  /// The folder of something that does not lie at tenant level.
  private static func foreignFolder(of object: LooseObject) -> String? {
    let folder = folder(of: object)
    return folder == EntityAddress.tenantFolder ? nil : folder
  }
}
