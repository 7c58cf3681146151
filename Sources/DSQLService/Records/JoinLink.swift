import DSQLAPI

/// How one joined entity meets an entity before it.
struct JoinLink {
  /// The entity that is there already, and its field.
  let left: (entity: StoredEntity, field: StoredField)
  /// The entity that is joined, and its field.
  let right: (entity: StoredEntity, field: StoredField)
  /// The SQL that is true where two records meet.
  let condition: String
  /// The values of both sides where they are compared as they are; nil where one is scaled first.
  let values: (left: String, right: String)?

  /// A link that a service allows.
  ///
  /// - Parameters:
  ///   - left: The side that is there already.
  ///   - right: The side that is joined.
  ///   - traits: What is equal.
  /// - Throws: A 400 for a field that cannot be joined, or two that cannot be compared.
  init(
    left: (entity: StoredEntity, field: StoredField),
    right: (entity: StoredEntity, field: StoredField),
    traits: EmbeddedTraits
  ) throws(RequestFailure) {
    (self.left, self.right) = (left, right)
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
      condition =
        first < second
        ? "\(names[0]) * \(factor) = \(names[1])"
        : "\(names[0]) % \(factor) = 0 AND \(names[0]) / \(factor) = \(names[1])"
      values = nil
    case (.real, .real):
      condition = "\(names[0]) = \(names[1])"
      values = (names[0], names[1])
    case (let first, let second) where first == second:
      condition = "\(names[0]) = \(names[1])"
      values = (names[0], names[1])
    default:
      throw .invalid(
        "Fields '\(left.entity.name).\(left.field.name)' and "
          + "'\(right.entity.name).\(right.field.name)' cannot be compared."
      )
    }
  }
}
