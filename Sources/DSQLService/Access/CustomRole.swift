/// A role that an administrator made: rights on single entities and fields.
///
/// It adds to what other roles give, and only where the entity has role-based access on.
///
/// - Source: `data-service-api.md` §6.1 and §6.2.
package struct CustomRole: Hashable, Sendable {
  /// What the role allows with the records of an entity, by the entity's name.
  package var entities: [String: EntityGrant]
  /// What it allows with fields that have role-based access on, by `Entity.Field`.
  package var fields: [String: Set<FieldAction>]

  package init(entities: [String: EntityGrant] = [:], fields: [String: Set<FieldAction>] = [:]) {
    self.entities = entities
    self.fields = fields
  }
}

/// What may be done with a field's values.
package enum FieldAction: String, CaseIterable, Codable, Hashable, Sendable {
  case read
  case edit
}

/// What may be done with records.
enum DataAction: Hashable, Sendable {
  case read
  case create
  case edit
  case delete

  /// What a caller needs for it in the whole tenant.
  var permission: Permission {
    switch self {
    case .read: .readData
    case .create, .edit, .delete: .writeData
    }
  }
}

/// Whose records a right reaches.
package enum Reach: String, CaseIterable, Codable, Hashable, Sendable {
  case none
  /// Those that the caller owns, by `RecordOwner`.
  case own
  case all

  /// The wider of two: rights add up.
  func adding(_ other: Reach) -> Reach {
    self == .all || other == .all ? .all : self == .own || other == .own ? .own : .none
  }
}

/// What a role allows with the records of an entity.
package struct EntityGrant: Hashable, Sendable {
  package var read: Reach
  package var create: Bool
  package var edit: Reach
  package var delete: Reach

  package init(
    read: Reach = .none,
    create: Bool = false,
    edit: Reach = .none,
    delete: Reach = .none
  ) {
    self.read = read
    self.create = create
    self.edit = edit
    self.delete = delete
  }

  /// Whether it allows any change.
  var writes: Bool { create || edit != .none || delete != .none }

  func reach(of action: DataAction) -> Reach {
    switch action {
    case .read: read
    case .create: create ? .all : .none
    case .edit: edit
    case .delete: delete
    }
  }

  func adding(_ other: EntityGrant) -> EntityGrant {
    EntityGrant(
      read: read.adding(other.read),
      create: create || other.create,
      edit: edit.adding(other.edit),
      delete: delete.adding(other.delete)
    )
  }
}
