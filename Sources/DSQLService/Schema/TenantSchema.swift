import DSQLAPI

/// All entities and choice sets of the tenant, as they stand at one moment.
struct TenantSchema: Sendable {
  /// Rises with every change, in whichever process it is made.
  let revision: Int64
  /// Entities and choice sets in the order of their making.
  let entities: [StoredEntity]
  /// The values of each choice set, by its id, in the order of their numbers.
  let choices: [String: [StoredChoice]]
  /// The custom roles, and which user has which roles.
  let roles: RoleBook
  private let places: [String: Int]

  static let empty = TenantSchema(revision: -1, entities: [], choices: [:])

  init(
    revision: Int64,
    entities: [StoredEntity],
    choices: [String: [StoredChoice]],
    roles: RoleBook = RoleBook()
  ) {
    self.roles = roles
    self.revision = revision
    self.entities = entities
    self.choices = choices
    var places: [String: Int] = [:]
    for (index, entity) in entities.enumerated() { places[entity.id] = index }
    self.places = places
  }

  /// An entity or choice set by its id, in any letter case.
  func entity(id: String) -> StoredEntity? {
    (places[id] ?? places[id.lowercased()]).map { entities[$0] }
  }

  /// An entity or choice set by its exact name in a folder.
  func entity(name: String, folder: String) -> StoredEntity? {
    entities.first { $0.name == name && $0.folderID == folder }
  }

  func entity(key: Int) -> StoredEntity? { entities.first { $0.key == key } }
}

/// A value of a choice set.
struct StoredChoice: Hashable, Sendable {
  var value: ChoiceValue
  var audit: AuditTrail
}
