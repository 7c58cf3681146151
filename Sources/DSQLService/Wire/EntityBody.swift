import DSQLTypes
import FoundationEssentials

/// The body that creates or changes an entity or a choice set.
///
/// - Source: `data-service-api.md` §2.10 and §2.11, `client-wire-log.md` §2.1 and §3.
struct EntityBody: Decodable, Sendable {
  struct Definition: Decodable, Sendable {
    var id: String?
    var name: String?
    var displayName: String?
    var description: String?
    var folderId: String?
    var isRbacEnabled: Bool?
    var fields: [FieldBody]?
    var externalFields: [QueryBody.Anything]?
  }

  var displayName: String?
  var description: String?
  var entityDefinition: Definition

  /// The body with the folder that the call names, where it names none itself.
  ///
  /// - Parameter key: The folder of the headers; nil where there are none.
  /// - Returns: The body.
  /// - Throws: A 400 where both name a folder and not the same.
  func placed(in key: String?) throws(RequestFailure) -> EntityBody {
    guard let key else { return self }
    guard let folder = entityDefinition.folderId, !folder.isEmpty else {
      var body = self
      body.entityDefinition.folderId = key
      return body
    }
    guard folder.lowercased() == key else {
      throw .invalid("The folderId '\(folder)' is not the folder that the headers name.")
    }
    return self
  }
}

/// The body that changes an entity's metadata.
struct MetadataBody: Decodable, Sendable {
  var displayName: String?
  var description: String?
  var isRbacEnabled: Bool?
}

/// The body that adds or renames a value of a choice set.
struct ChoiceBody: Decodable, Sendable {
  var name: String?
  var displayName: String?

  enum CodingKeys: String, CodingKey {
    case name = "Name"
    case displayName = "DisplayName"
  }
}

/// The page of a choice set that a body asks for.
struct ChoicePageBody: Decodable, Sendable {
  var start: Int?
  var limit: Int?
}

/// A field as it is sent; answers are sent back whole, so it takes both spellings of a key.
struct FieldBody: Decodable, Sendable {
  struct Reference: Decodable, Sendable {
    var id: String?
    var name: String?
    var folderId: String?
  }

  var id: String?
  var name: String
  var displayName: String?
  var description: String?
  var type: FieldTypeDescription
  var isRequired = false
  var isUnique = false
  var isEncrypted = false
  var isHidden = false
  /// Nil where the request does not say.
  var isRbacEnabled: Bool?
  var isSystemField = false
  var defaultValue: String?
  var choiceSetID: String?
  var choiceSetName: String?
  /// The folder of a choice set that is told by its name.
  var choiceSetFolder: String?
  var referenceEntity: Reference?
  var referenceEntityName: String?
  var referenceField: Reference?
  var referenceFieldName: String?

  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: WireKey.self)
    func text(_ names: String...) throws -> String? {
      for name in names {
        if let found = try members.decodeIfPresent(String.self, forKey: WireKey(name)) {
          return found
        }
      }
      return nil
    }
    func flag(_ name: String) throws -> Bool {
      try members.decodeIfPresent(Bool.self, forKey: WireKey(name)) ?? false
    }
    func reference(_ names: String...) throws -> Reference? {
      for name in names {
        if let found = try members.decodeIfPresent(Reference.self, forKey: WireKey(name)) {
          return found
        }
      }
      return nil
    }
    id = try text("id")
    name = try members.decode(String.self, forKey: WireKey("name"))
    displayName = try text("displayName")
    description = try text("description")
    let sqlType = try members.decode(SQLTypeBody.self, forKey: WireKey("sqlType"))
    type = FieldTypeDescription(
      displayType: try text("fieldDisplayType") ?? "Basic",
      sqlType: sqlType.name,
      lengthLimit: sqlType.lengthLimit,
      decimals: sqlType.decimals,
      minimum: sqlType.minimum,
      maximum: sqlType.maximum
    )
    isRequired = try flag("isRequired")
    isUnique = try flag("isUnique")
    isEncrypted = try flag("isEncrypted")
    isHidden = try flag("isHiddenField")
    isRbacEnabled = try members.decodeIfPresent(Bool.self, forKey: WireKey("isRbacEnabled"))
    isSystemField = try flag("isSystemField") || flag("isPrimaryKey")
    defaultValue = try text("defaultValue")
    let set = try reference("referenceChoiceSet", "referenceChoiceset")
    choiceSetID = try text("choiceSetId", "choicesetId", "ChoiceSetId") ?? set?.id
    choiceSetName = set?.name
    choiceSetFolder = set?.folderId?.lowercased()
    referenceEntity = try reference("referenceEntity")
    referenceEntityName = try text("referenceEntityName")
    referenceField = try reference("referenceField")
    referenceFieldName = try text("referenceFieldName")
  }
}

/// `sqlType` in either spelling of its keys.
private struct SQLTypeBody: Decodable {
  var name: String
  var lengthLimit: Int?
  var decimals: Int?
  var minimum: ExactDecimal?
  var maximum: ExactDecimal?

  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: WireKey.self)
    func number(_ names: String...) throws -> ExactDecimal? {
      for name in names {
        if let found = try members.decodeIfPresent(Decimal.self, forKey: WireKey(name)) {
          return ExactDecimal(parsing: found.description)
        }
      }
      return nil
    }
    func integer(_ names: String...) throws -> Int? {
      for name in names {
        if let found = try members.decodeIfPresent(Int.self, forKey: WireKey(name)) {
          return found
        }
      }
      return nil
    }
    name = try members.decode(String.self, forKey: WireKey("name"))
    lengthLimit = try integer("lengthLimit", "LengthLimit")
    decimals = try integer("decimalPrecision", "DecimalPrecision")
    minimum = try number("minValue", "MinValue")
    maximum = try number("maxValue", "MaxValue")
  }
}
