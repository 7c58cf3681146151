import DSQLAPI

/// Finds the field that a filter's name means, across relationships where it has dots.
///
/// - Source: `data-service-api.md` §3.4, "Related paths".
struct FieldPath {
  let reading: StoreReading
  let entity: StoredEntity
  /// The expansion level of the request, which bounds how far a path may go.
  let level: Int

  private static let mostDots = 2

  func resolve(_ name: String) throws(RequestFailure) -> ResolvedField {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
    guard parts.count > 1 else {
      let field = try reading.field(name, of: entity)
      return ResolvedField(field, table: entity.table, traits: reading.traits)
    }
    let dots = parts.count - 1
    guard dots <= Self.mostDots, level >= dots + 1 else {
      throw .invalid(
        "Field '\(name)' needs expansionLevel \(dots + 1), which is "
          + (dots <= Self.mostDots ? "more than the request has." : "more than there is.")
      )
    }
    var current = entity
    var place = entity.table
    var steps: [RecordPath.Step] = []
    for (index, part) in parts.dropLast().enumerated() {
      let field = try reading.field(part, of: current)
      if field.definition.isSystemField, !reading.behaviour.expandsUsers {
        throw .invalid("Field '\(part)' of entity '\(current.name)' is no relationship.")
      }
      guard field.storage == .reference, let reference = field.definition.reference,
        let target = reading.schema.entity(id: reference.entityID)
      else {
        throw .invalid("Field '\(part)' of entity '\(current.name)' is no relationship.")
      }
      let alias = "p\(index)"
      steps.append(
        RecordPath.Step(
          table: target.table,
          source: try reading.source(of: target, as: alias),
          alias: alias,
          key: SearchedColumn(table: current.table, column: field.column),
          reference: "\(place).\(field.column)"
        )
      )
      place = alias
      current = target
    }
    let last = parts[dots]
    let field = try reading.field(last, of: current)
    guard let first = steps.first else { throw .unknownField(name, entity.name) }
    let path = RecordPath(first, Array(steps.dropFirst()))
    return ResolvedField(field, at: path, traits: reading.traits)
  }
}
