/// The form of a role file, which is also the one that the store keeps.
///
/// A member that means nothing is refused: a right that is misspelt must not be lost in silence.
extension RoleBook: Codable {
  package init(from decoder: any Decoder) throws {
    let members = try decoder.members("roles", "users")
    self.init(
      roles: try members.decodeIfPresent([String: CustomRole].self, forKey: "roles") ?? [:],
      users: try members.decodeIfPresent([String: [String]].self, forKey: "users") ?? [:]
    )
  }

  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: WireKey.self)
    try members.encode(roles, forKey: "roles")
    try members.encode(users, forKey: "users")
  }
}

extension CustomRole: Codable {
  package init(from decoder: any Decoder) throws {
    let members = try decoder.members("entities", "fields")
    let entities = try members.decodeIfPresent([String: EntityGrant].self, forKey: "entities")
    let fields = try members.decodeIfPresent([String: Set<FieldAction>].self, forKey: "fields")
    for name in (fields ?? [:]).keys.sorted() {
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts.contains("") else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: members.codingPath + [WireKey("fields")],
            debugDescription: "\"\(name)\" is not written Entity.Field"
          )
        )
      }
    }
    self.init(entities: entities ?? [:], fields: fields ?? [:])
  }

  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: WireKey.self)
    try members.encode(entities, forKey: "entities")
    try members.encode(fields, forKey: "fields")
  }
}

extension EntityGrant: Codable {
  package init(from decoder: any Decoder) throws {
    let members = try decoder.members("read", "create", "edit", "delete")
    func reach(_ name: WireKey) throws -> Reach {
      try members.decodeIfPresent(Reach.self, forKey: name) ?? .none
    }
    self.init(
      read: try reach("read"),
      create: try members.decodeIfPresent(Bool.self, forKey: "create") ?? false,
      edit: try reach("edit"),
      delete: try reach("delete")
    )
  }

  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: WireKey.self)
    try members.encode(read, forKey: "read")
    try members.encode(create, forKey: "create")
    try members.encode(edit, forKey: "edit")
    try members.encode(delete, forKey: "delete")
  }
}

extension WireKey: ExpressibleByStringLiteral {
  init(stringLiteral name: String) { self.init(name) }
}

extension Decoder {
  /// The members of an object that has no others than these.
  fileprivate func members(_ known: String...) throws -> KeyedDecodingContainer<WireKey> {
    let container = try container(keyedBy: WireKey.self)
    let unknown = container.allKeys.map(\.stringValue).filter { !known.contains($0) }.min()
    if let unknown {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: container.codingPath,
          debugDescription: "\"\(unknown)\" means nothing here; there are "
            + known.joined(separator: ", ")
        )
      )
    }
    return container
  }
}
