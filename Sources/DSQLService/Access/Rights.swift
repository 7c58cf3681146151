import DSQLAPI

/// What the sender of a request may do: what the token's scopes and the user's roles both allow.
///
/// It is made once a request, when the store is opened for it, and goes with what is read and
/// written: there is no other way to a record.
///
/// - Source: `data-service-api.md` §6.
struct Rights: Sendable {
  /// The user's id, which audit fields hold.
  let user: String
  /// What the token allows.
  private let scopes: Set<Permission>
  /// What the standard roles allow in the whole tenant.
  private let permissions: Set<Permission>
  /// What custom roles allow together, by the entity's name.
  private var grants: [String: EntityGrant] = [:]
  /// What custom roles allow with fields that the standard roles do not reach, by `Entity.Field`.
  private var fieldGrants: [String: Set<FieldAction>] = [:]
  private var hasCustomRole = false
  /// Whether the service itself acts, which nothing holds back.
  private let isService: Bool

  init(_ caller: TokenAuthority.Caller, _ book: RoleBook) {
    user = caller.user.id
    scopes = Set(Permission.allCases.filter { caller.hasScope(for: $0) })
    let roles = book.roles(of: caller.user)
    permissions = roles.standard.reduce(into: []) { $0.formUnion($1.permissions) }
    isService = false
    for role in roles.custom {
      hasCustomRole = true
      grants.merge(role.entities) { $0.adding($1) }
      fieldGrants.merge(role.fields) { $0.union($1) }
    }
  }

  /// The rights of the service itself, in the name of a user.
  init(ofServiceAs user: String) {
    self.user = user
    (scopes, permissions, isService) = ([], [], true)
  }

  /// Whether a kind of call is allowed at all, with whichever entity.
  ///
  /// A custom role lets its users see the schema, as every role does that reaches data.
  func allows(_ permission: Permission) -> Bool {
    if isService { return true }
    guard scopes.contains(permission) else { return false }
    return hasRole(for: permission)
  }

  /// Whether the roles allow a kind of call, whatever the token says.
  func hasRole(for permission: Permission) -> Bool {
    if permissions.contains(permission) { return true }
    return switch permission {
    case .readSchema: hasCustomRole
    case .readData: grants.values.contains { $0.read != .none }
    case .writeData: grants.values.contains(where: \.writes)
    case .writeSchema, .writeChoices: false
    }
  }

  /// Whose records of an entity an action may touch.
  func reach(of action: DataAction, in entity: StoredEntity) -> Reach {
    if isService { return .all }
    guard scopes.contains(action.permission) else { return .none }
    if entity.kind == .systemEntity { return action == .read && allows(.readData) ? .all : .none }
    if permissions.contains(action.permission) { return .all }
    return entity.isRbacEnabled ? grants[entity.name]?.reach(of: action) ?? .none : .none
  }

  /// Whether an action may touch a record of an owner.
  func reaches(_ entity: StoredEntity, _ action: DataAction, owner: String) -> Bool {
    switch reach(of: action, in: entity) {
    case .none: false
    case .own: owner == user
    case .all: true
    }
  }

  func mayRead(_ entity: StoredEntity) -> Bool { reach(of: .read, in: entity) != .none }

  func mayRead(_ field: StoredField, of entity: StoredEntity) -> Bool {
    mayRead(entity) && reaches(field, of: entity, .read)
  }

  /// Whether a value may be given to a field, in a record that may be written.
  func mayEdit(_ field: StoredField, of entity: StoredEntity) -> Bool {
    reaches(field, of: entity, .edit)
  }

  /// The fields that an answer shows.
  func readableFields(of entity: StoredEntity) -> [StoredField] {
    mayRead(entity) ? entity.fields.filter { reaches($0, of: entity, .read) } : []
  }

  private func reaches(
    _ field: StoredField,
    of entity: StoredEntity,
    _ action: FieldAction
  ) -> Bool {
    if isService || !field.isRbacEnabled || field.definition.isSystemField { return true }
    return fieldGrants["\(entity.name).\(field.name)"]?.contains(action) ?? false
  }
}

extension TokenAuthority.Caller {
  /// Whether the token has the scope of a permission, in either family of names.
  ///
  /// An application that acts for itself has none of them: its role alone decides.
  func hasScope(for permission: Permission) -> Bool {
    isApplication || !scopes.isDisjoint(with: [permission.scope, permission.suiteScope])
  }
}
