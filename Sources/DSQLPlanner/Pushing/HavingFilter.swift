import DSQLAPI
import DSQLPlan
import DSQLTypes

/// What of HAVING the service decides: numbers held against counts and sums.
///
/// - Source: `data-service-api.md` §3.6.
struct HavingFilter {
  private let groups: GroupDraft
  private(set) var filter: GroupFilter?
  /// What is decided here.
  private(set) var rest: [BoundExpression] = []
  /// What the service decides.
  private(set) var pushed: [BoundExpression] = []

  /// Takes a predicate over groups apart.
  init(_ predicate: BoundExpression?, _ groups: GroupDraft) {
    self.groups = groups
    let conjuncts = Normaliser.conjuncts(predicate)
    if conjuncts.count == 1, case .or(let branches) = conjuncts[0].kind {
      let conditions = branches.map(conditions)
      let single = conditions.compactMap { $0?.count == 1 ? $0?.first : nil }
      if single.count == branches.count, single.count <= GroupFilter.most {
        filter = GroupFilter(.or, single)
        pushed = conjuncts
      } else {
        rest = conjuncts
      }
      return
    }
    var found: [GroupFilter.Condition] = []
    for conjunct in conjuncts {
      if let conditions = conditions(conjunct), found.count + conditions.count <= GroupFilter.most {
        found += conditions
        pushed.append(conjunct)
      } else {
        rest.append(conjunct)
      }
    }
    if !found.isEmpty { filter = GroupFilter(.and, found) }
  }

  /// The conditions that say the same, all of them; nil where there are none.
  private func conditions(_ predicate: BoundExpression) -> [GroupFilter.Condition]? {
    switch predicate.kind {
    case .comparison(let symbol, let left, let right, _):
      if left.isConstant { return condition(symbol.mirrored, right, left).map { [$0] } }
      return condition(symbol, left, right).map { [$0] }
    case .between(let operand, let low, let high, isNegated: false, _):
      guard let above = condition(.greaterOrEqual, operand, low),
        let below = condition(.lessOrEqual, operand, high)
      else { return nil }
      return [above, below]
    case .constant, .column, .negate, .not, .arithmetic, .concatenate, .distinct, .and, .or,
      .isNull, .isTruth, .inList, .between, .like, .matches, .cases, .cast, .function, .aggregate,
      .window, .scalarSubquery, .exists, .inQuery, .quantified:
      return nil
    }
  }

  private func condition(
    _ symbol: ComparisonOperator,
    _ operand: BoundExpression,
    _ other: BoundExpression
  ) -> GroupFilter.Condition? {
    guard case .constant(let value) = other.kind, let aggregate = aggregate(operand),
      let text = text(value, isWhole: aggregate.function == .count)
    else { return nil }
    let comparison: FilterOperator
    switch symbol {
    case .equal: comparison = .equal
    case .notEqual:
      // A count is never NULL; what `!=` makes of a NULL sum is not documented.
      if aggregate.function != .count { return nil }
      comparison = .notEqual
    case .less: comparison = .less
    case .lessOrEqual: comparison = .lessOrEqual
    case .greater: comparison = .greater
    case .greaterOrEqual: comparison = .greaterOrEqual
    }
    return GroupFilter.Condition(aggregate.alias, comparison, text)
  }

  /// The count or sum behind an expression; a conversion between exact numbers keeps its order.
  private func aggregate(_ expression: BoundExpression) -> RecordAggregate? {
    switch expression.kind {
    case .column(let column):
      let place = column.index - groups.keys.count
      guard column.relation == groups.relation, groups.aggregates.indices.contains(place) else {
        return nil
      }
      let aggregate = groups.aggregates[place]
      return aggregate.function == .count || aggregate.function == .sum ? aggregate : nil
    case .cast(let operand):
      switch (operand.type, expression.type) {
      case (.integer, .decimal), (.decimal(scale: 0), .integer), (.decimal, .decimal(scale: nil)):
        return aggregate(operand)
      default: return nil
      }
    case .constant, .negate, .not, .arithmetic, .concatenate, .comparison, .distinct, .and, .or,
      .isNull, .isTruth, .inList, .between, .like, .matches, .cases, .function, .aggregate,
      .window, .scalarSubquery, .exists, .inQuery, .quantified:
      return nil
    }
  }

  private func text(_ value: Value, isWhole: Bool) -> String? {
    switch value {
    case .integer(let number): return String(number)
    case .decimal(let number):
      let text = number.normalized.text(minimumScale: 0)
      return isWhole && number.truncated(toScale: 0) != number ? nil : text
    case .null, .boolean, .double, .text, .date, .timestamp, .interval, .uuid, .choice: return nil
    }
  }
}
