import DSQLPlan
import DSQLTypes

/// Tells whether expressions mind how the texts of some columns are spelt.
///
/// Groups by a text have no spelling of their own: `Foo` and `fOO` are one group, of which either may
/// be shown. So an expression may be computed of groups in place of records only where it says the
/// same of all their spellings.
///
/// - Source: `language.md` §3, "Text comparison".
struct TextSpellings {
  private let relation: RelationID
  private let columns: Set<Int>

  init(of columns: Set<Int>, in relation: RelationID) {
    self.relation = relation
    self.columns = columns
  }

  /// Whether values that differ in the spelling of texts alone make values that are equal.
  func areEqual(_ expression: BoundExpression) -> Bool {
    if !isReading(expression) { return true }
    switch expression.kind {
    case .column: return true
    case .concatenate: return expression.children.allSatisfy(areEqual)
    case .cases(let branches, let otherwise):
      return branches.allSatisfy { areSame($0.condition) && areEqual($0.result) }
        && (otherwise.map(areEqual) ?? true)
    case .cast(let operand):
      return expression.type == .text && operand.type == .text && areEqual(operand)
    case .function(let function, let arguments):
      if Self.keepingEquality.contains(function) { return arguments.allSatisfy(areEqual) }
      guard Self.keepingEqualityOfFirst.contains(function), let first = arguments.first else {
        return areSame(expression)
      }
      return areEqual(first) && arguments.dropFirst().allSatisfy(areSame)
    case .aggregate(let aggregate):
      return (aggregate.filter.map(areSame) ?? true) && aggregate.arguments.allSatisfy(areEqual)
        && aggregate.orderBy.allSatisfy(isEqualOrder)
    case .constant, .negate, .not, .arithmetic, .comparison, .distinct, .and, .or, .isNull,
      .isTruth, .inList, .between, .like, .matches, .window, .scalarSubquery, .exists, .inQuery,
      .quantified:
      return areSame(expression)
    }
  }

  /// Likewise for what is ordered by.
  func isEqualOrder(_ ordering: BoundOrdering) -> Bool {
    guard case .expression(let key) = ordering.key else { return true }
    return ordering.textRule == .folded ? areEqual(key) : areSame(key)
  }

  /// Whether values that differ in the spelling of texts alone make one and the same value.
  func areSame(_ expression: BoundExpression) -> Bool {
    if !isReading(expression) { return true }
    let operands = expression.children
    switch expression.kind {
    case .constant: return true
    case .comparison(_, _, _, .folded), .distinct(_, _, _, .folded), .inList(_, _, _, .folded),
      .between(_, _, _, _, .folded), .isNull:
      return operands.allSatisfy(areEqual)
    case .like(let operand, let pattern, let escape, _, .folded):
      return areEqual(operand) && areSame(pattern) && (escape.map(areSame) ?? true)
    case .inQuery(let operand, let query, _, .folded),
      .quantified(let operand, _, _, let query, .folded):
      return areEqual(operand) && answersSame(query)
    case .function(.length, _): return operands.allSatisfy(areEqual)
    case .function(.nullif, _):
      return operands.first.map(areSame) ?? true && operands.dropFirst().allSatisfy(areEqual)
    case .aggregate(let aggregate):
      return aggregate.function == .count
        ? areEqual(expression) : areEqual(expression) && operands.allSatisfy(areSame)
    case .negate, .not, .arithmetic, .concatenate, .comparison, .distinct, .and, .or, .isTruth,
      .inList, .between, .like, .matches, .cases, .cast, .function:
      return operands.allSatisfy(areSame)
    case .scalarSubquery(let query), .exists(let query, _): return answersSame(query)
    case .column, .window, .inQuery, .quantified: return false
    }
  }

  /// Whether a query within answers the same rows.
  private func answersSame(_ query: BoundQuery) -> Bool {
    var result = true
    func visit(_ query: BoundQuery) -> BoundQuery {
      query.mapped(
        { expression in
          if !areSame(expression) { result = false }
          return expression
        },
        { visit($0) }
      )
    }
    _ = visit(query)
    return result
  }

  private func isReading(_ expression: BoundExpression) -> Bool {
    expression.columnsRead.contains { $0.relation == relation && columns.contains($0.index) }
  }

  /// The functions that make equal texts of equal ones; they work scalar by scalar, or choose.
  private static let keepingEquality: Set<ScalarFunction> = [
    .lower, .upper, .reverse, .concat, .concatWithSeparator, .coalesce, .nullif, .greatest, .least,
  ]
  /// Likewise, where all but the first argument are the same.
  private static let keepingEqualityOfFirst: Set<ScalarFunction> = [
    .left, .right, .substring, .repeat,
  ]
}
