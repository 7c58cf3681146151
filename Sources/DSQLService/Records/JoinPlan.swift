import DSQLAPI

/// The entities of a joined query and how their records meet.
///
/// - Source: `data-service-api.md` §3.5.
struct JoinPlan {
  /// The entities in the order in which they are joined, the queried one first.
  private(set) var entities: [StoredEntity]
  /// What stands after FROM.
  private(set) var source: String

  private let traits: EmbeddedTraits

  private static let mostJoins = 3

  init(
    schema: TenantSchema,
    root: StoredEntity,
    joins: [QueryBody.Join],
    traits: EmbeddedTraits
  ) throws(RequestFailure) {
    guard joins.count <= Self.mostJoins else {
      throw .invalid("A query has at most \(Self.mostJoins) joins.")
    }
    self.traits = traits
    entities = [root]
    source = root.table
    guard let kind = joins.first?.type, kind == "LEFT" || kind == "INNER" else {
      throw .invalid("The type of a join must be LEFT or INNER.")
    }
    for join in joins {
      guard join.type == kind else { throw .invalid("All joins must be of the same type.") }
      guard let name = join.entity, let condition = join.on else {
        throw .invalid("A join needs an entity and the fields it is on.")
      }
      guard let target = schema.entity(name: name, folder: EntityAddress.tenantFolder),
        target.kind == .entity
      else { throw .entityNotFound }
      guard !entities.contains(where: { $0.id == target.id }) else {
        throw .invalid("Entity '\(name)' is joined twice.")
      }
      guard root.folderID == EntityAddress.tenantFolder else {
        throw .invalid("Joins are not supported for entities in folders.")
      }
      let left = try side(condition.left, among: entities)
      let right = try side(condition.right, among: [target])
      let comparison = try comparison(left, right)
      source += " \(kind) JOIN \(target.table) ON \(comparison)"
      entities.append(target)
    }
  }

  /// The field that a qualified name means, or a bare one that only one entity has.
  func resolve(_ name: String) throws(RequestFailure) -> (field: ResolvedField, key: String) {
    if let found = try? side(name, among: entities) {
      return (ResolvedField(found.field, table: found.entity.table, traits: traits), name)
    }
    let owners = entities.filter { $0.field(name) != nil }
    guard let owner = owners.first, let field = owner.field(name) else {
      throw .unknownField(name, entities.first?.name ?? "")
    }
    guard owners.count == 1 else {
      throw .invalid("Field '\(name)' is ambiguous: write it with its entity's name.")
    }
    return (ResolvedField(field, table: owner.table, traits: traits), "\(owner.name).\(name)")
  }

  private func side(
    _ name: String,
    among entities: [StoredEntity]
  ) throws(RequestFailure) -> (entity: StoredEntity, field: StoredField) {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw .invalid("'\(name)' must be written with its entity's name.")
    }
    guard let entity = entities.first(where: { $0.name == parts[0] }) else {
      throw .invalid("'\(name)' names an entity that is not joined.")
    }
    guard let field = entity.field(String(parts[1])) else {
      throw .unknownField(String(parts[1]), entity.name)
    }
    return (entity, field)
  }

  private func comparison(
    _ left: (entity: StoredEntity, field: StoredField),
    _ right: (entity: StoredEntity, field: StoredField)
  ) throws(RequestFailure) -> String {
    for side in [left, right] {
      let field = side.field
      let isJoinable =
        switch field.storage {
        case .choice, .choices, .reference, .file, .longText: false
        case .text, .scaled, .wide, .real, .boolean, .date, .instant, .guid: true
        }
      guard isJoinable, !field.definition.isSystemField, !field.definition.isEncrypted else {
        throw .invalid("A join on field '\(side.entity.name).\(field.name)' is not supported.")
      }
    }
    let names = [left, right].map {
      ResolvedField($0.field, table: $0.entity.table, traits: traits).equality
    }
    switch (left.field.storage, right.field.storage) {
    case (.scaled(let first), .scaled(let second)) where first != second:
      let factor = "1" + String(repeating: "0", count: abs(first - second))
      // The right side stands alone, so that SQLite can look its values up.
      return first < second
        ? "\(names[0]) * \(factor) = \(names[1])"
        : "\(names[0]) % \(factor) = 0 AND \(names[0]) / \(factor) = \(names[1])"
    case (.real, .real): return "\(names[0]) = \(names[1])"
    case (let first, let second) where first == second:
      return "\(names[0]) = \(names[1])"
    default:
      throw .invalid(
        "Fields '\(left.entity.name).\(left.field.name)' and "
          + "'\(right.entity.name).\(right.field.name)' cannot be compared."
      )
    }
  }
}
