import DSQLAPI

/// An entity or a choice set as the store keeps it.
struct StoredEntity: Hashable, Sendable {
  /// The number in the table's name.
  var key: Int
  var id: String
  var name: String
  var displayName: String
  var description: String
  var kind: EntityDefinition.Kind
  var folderID: String
  var isRbacEnabled: Bool
  var audit: AuditTrail
  /// All fields, `Id` first, then those that people made, then the audit fields.
  private(set) var fields: [StoredField]
  private var places: [String: Int]
  private let userCount: Int

  init(
    key: Int,
    id: String,
    name: String,
    displayName: String,
    description: String,
    kind: EntityDefinition.Kind,
    folderID: String,
    isRbacEnabled: Bool,
    audit: AuditTrail,
    userFields: [StoredField]
  ) {
    self.key = key
    self.id = id
    self.name = name
    self.displayName = displayName
    self.description = description
    self.kind = kind
    self.folderID = folderID
    self.isRbacEnabled = isRbacEnabled
    self.audit = audit
    let system = SystemFields.of(
      entityID: id,
      hasOwners: isRbacEnabled && kind == .entity,
      audit: audit
    )
    userCount = userFields.count
    fields = kind == .choiceSet ? [] : [system[0]] + userFields + system[1...]
    places = [:]
    for (index, field) in fields.enumerated() { places[field.name] = index }
  }

  /// Whether its records have owners, who may have rights that others lack.
  var hasOwners: Bool { isRbacEnabled && kind == .entity }

  /// The column that tells whose a record is: who made it, where records have no owners.
  var ownerColumn: String {
    (hasOwners ? StoredField.System.recordOwner : .createdBy).column
  }

  /// Whether people made it, and may change and delete it: what the service brings along stays.
  var isOfPeople: Bool { kind != .systemEntity && id != SystemFields.userTypeChoiceSet }

  /// The table of its records.
  var table: String { "r\(key)" }

  /// The fields that people made.
  var userFields: ArraySlice<StoredField> {
    fields.isEmpty ? [] : fields[1..<(1 + userCount)]
  }

  /// A field by its exact name.
  func field(_ name: String) -> StoredField? { places[name].map { fields[$0] } }
}
