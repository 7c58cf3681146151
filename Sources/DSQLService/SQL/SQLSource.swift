import DSQLAPI
import DSQLSyntax

/// The entities of FROM and how their records meet.
///
/// - Source: `data-service-api.md` §3.7.
struct SQLSource {
  private(set) var scope: SQLScope
  /// What stands after FROM.
  private(set) var sql = ""

  init(_ scope: SQLScope, _ from: [TableReference]) throws(RequestFailure) {
    self.scope = scope
    guard from.count == 1, let table = from.first else { throw .unsupportedSQL("A cross join") }
    try add(table)
  }

  private mutating func add(_ table: TableReference) throws(RequestFailure) {
    switch table {
    case .entity(let node):
      let source = try scope.add(node)
      sql = try scope.reading.source(of: source.entity, as: source.alias)
    case .join(let node): try add(node)
    case .derived: throw .sql(.subquery, "Subqueries are not allowed.")
    case .function(let node): throw .unsupportedSQL("The function '\(node.name.text)' in FROM")
    case .lastResult: throw .sql(.unknownEntity, "Entity '_' does not exist.")
    }
  }

  private mutating func add(_ join: JoinClause) throws(RequestFailure) {
    try add(join.left)
    guard case .entity(let node) = join.right else {
      throw .unsupportedSQL("A join with anything but an entity")
    }
    let words: String
    switch join.kind {
    case .inner: words = "JOIN"
    case .left: words = "LEFT JOIN"
    case .right: throw .unsupportedSQL("RIGHT JOIN")
    case .full: throw .unsupportedSQL("FULL JOIN")
    case .cross: throw .unsupportedSQL("CROSS JOIN")
    }
    let joined = try scope.add(node)
    let condition: SQLExpression
    switch join.constraint {
    case .on(let expression): condition = expression
    case .using: throw .unsupportedSQL("USING")
    case nil: throw .unsupportedSQL("A join without ON")
    }
    let pairs = try pairs(condition, joined)
    if join.kind == .left {
      guard pairs.count == 1, let pair = pairs.first, isRelationship(pair, joined) else {
        throw .unsupportedSQL(
          "A LEFT JOIN that does not lead from a relationship to its target's Id"
        )
      }
    }
    let translator = SQLTranslator(scope: scope)
    let tests = try pairs.map { (pair) throws(RequestFailure) in
      try translator.comparison("=", translator.term(of: pair.0), translator.term(of: pair.1)).sql
    }
    let table = try scope.reading.source(of: joined.entity, as: joined.alias)
    sql += " \(words) \(table) ON \(tests.joined(separator: " AND "))"
  }

  /// The pairs of fields whose values must be equal, that of the joined entity second.
  private func pairs(
    _ condition: SQLExpression,
    _ joined: SQLScope.Source
  ) throws(RequestFailure) -> [(SQLScope.Column, SQLScope.Column)] {
    if case .logical(let node) = condition, node.connective == .and {
      var pairs: [(SQLScope.Column, SQLScope.Column)] = []
      for operand in node.operands { pairs += try self.pairs(operand, joined) }
      return pairs
    }
    guard case .binary(let node) = condition, node.operator == .equal,
      case .column(let left) = node.left, case .column(let right) = node.right
    else { throw .unsupportedSQL("A join on anything but fields that are equal") }
    let (first, second) = (try scope.column(left), try scope.column(right))
    let pair = first.alias == joined.alias ? (second, first) : (first, second)
    guard pair.1.alias == joined.alias, pair.0.alias != joined.alias else {
      throw .unsupportedSQL("A join on fields of other entities than those that it joins")
    }
    for column in [pair.0, pair.1] {
      let isJoinable =
        switch column.field.storage {
        case .choice, .choices, .file, .longText: false
        case .text, .scaled, .wide, .real, .boolean, .date, .instant, .guid, .reference: true
        }
      guard isJoinable, !column.field.definition.isEncrypted else {
        throw .unsupportedSQL("A join on field '\(column.field.name)'")
      }
    }
    return [pair]
  }

  private func isRelationship(
    _ pair: (SQLScope.Column, SQLScope.Column),
    _ joined: SQLScope.Source
  ) -> Bool {
    pair.0.field.storage == .reference
      && pair.0.field.definition.reference?.entityID == joined.entity.id
      && pair.1.field.number == StoredField.System.id.rawValue
  }
}
