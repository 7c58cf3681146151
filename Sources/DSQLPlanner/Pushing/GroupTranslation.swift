import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Says expressions over groups in the columns that the service answers of each group.
struct GroupTranslation {
  private let pushability: Pushability
  private(set) var groups: GroupDraft
  /// Why something has no place on the service; nil while all has.
  private(set) var refusal: String?
  /// What would have to be asked first, and why.
  private(set) var unknown: [ServiceQuestion: String] = [:]
  /// What EXPLAIN says beside the groups.
  private(set) var remarks: [String] = []

  init(_ pushability: Pushability, keys: [Int]) {
    self.pushability = pushability
    groups = GroupDraft(relation: pushability.relation, table: pushability.table, keys: keys)
    for key in keys { heed(pushability.groupKey(pushability.table.columns[key])) }
  }

  /// Makes room for the count that shows that the service grouped.
  mutating func finish() {
    if !groups.aggregates.contains(where: { $0.function == .count }),
      groups.recordCount() == nil
    {
      refuse("the entity lists no key")
    }
    if !groups.isWithinLimits {
      refuse(
        "the service takes \(RecordAggregate.most) keys and \(RecordAggregate.most) aggregates"
      )
    }
  }

  mutating func refuse(_ reason: String) { refusal = refusal ?? reason }

  private mutating func heed(_ answer: Pushability.GroupAnswer) {
    switch answer {
    case .exact: break
    case .byServiceRule(let remark): if !remarks.contains(remark) { remarks.append(remark) }
    case .unknown(let question, let reason): unknown[question] = reason
    case .unsupported(let reason): refuse(reason)
    }
  }

  /// The expression over the groups, one row for each; what has none is refused and left.
  mutating func translated(_ expression: BoundExpression) -> BoundExpression {
    switch expression.kind {
    case .aggregate(let aggregate): return value(of: aggregate, expression)
    case .column(let column):
      guard column.relation == groups.relation else { return expression }
      if let key = groups.key(column) { return spanned(key, expression) }
      refuse("it shows a field that is no key")
      return expression
    case .constant, .negate, .not, .arithmetic, .concatenate, .comparison, .distinct, .and, .or,
      .isNull, .isTruth, .inList, .between, .like, .matches, .cases, .cast, .function, .window,
      .scalarSubquery, .exists, .inQuery, .quantified:
      if expression.subqueries.contains(where: { query in
        query.columnsRead.contains { $0.relation == groups.relation }
      }) {
        refuse("a subquery reads a field of the group")
      }
      var copy = self
      let result = expression.mapped({ copy.translated($0) }, { $0 })
      self = copy
      return result
    }
  }

  /// The column of the entity that an aggregate takes; nil where it takes anything else.
  func field(_ aggregate: BoundAggregate) -> Int? {
    guard aggregate.arguments.count == 1,
      case .column(let column) = aggregate.arguments[0].kind,
      column.relation == groups.relation
    else { return nil }
    return column.index
  }

  private mutating func value(
    of aggregate: BoundAggregate,
    _ original: BoundExpression
  ) -> BoundExpression {
    let isExtreme = aggregate.function == .min || aggregate.function == .max
    if aggregate.isDistinct, !isExtreme {
      refuse("the service has no DISTINCT in aggregates")
      return original
    }
    guard let parts = parts(of: aggregate, original.type) else { return original }
    return spanned(parts, original)
  }

  private mutating func parts(
    of aggregate: BoundAggregate,
    _ type: DataType
  ) -> BoundExpression? {
    if aggregate.function == .count, aggregate.arguments.allSatisfy(\.isConstant) {
      if aggregate.arguments.first?.kind == .constant(.null) {
        return BoundExpression(.constant(.integer(0)), .integer)
      }
      return recordCount()
    }
    guard let index = field(aggregate) else {
      refuse("the service aggregates fields, not expressions")
      return nil
    }
    switch aggregate.function {
    case .count:
      heed(pushability.aggregate(.count, groups.table.columns[index]))
      return groups.valueCount(index)
    case .sum: return sum(index).map { $0.type == type ? $0 : BoundExpression(.cast($0), type) }
    case .avg:
      guard let sum = sum(index), let count = groups.valueCount(index) else { return nil }
      let divisor = BoundExpression(.cast(count), .decimal(scale: 0))
      return BoundExpression(.arithmetic(.divide, sum, divisor), type)
    case .min: return extreme(.minimum, index)
    case .max: return extreme(.maximum, index)
    case .stringAgg, .arrayAgg, .boolAnd, .boolOr:
      refuse("the service has no aggregate \(aggregate.function.rawValue)()")
      return nil
    }
  }

  /// The number of records of a group.
  mutating func recordCount() -> BoundExpression? {
    if let count = groups.recordCount() { return count }
    refuse("the entity lists no key")
    return nil
  }

  /// The exact sum; nil, and refused, where the service has none.
  mutating func sum(_ index: Int) -> BoundExpression? {
    heed(pushability.aggregate(.sum, groups.table.columns[index]))
    return refusal == nil ? groups.sum(index) : nil
  }

  mutating func extreme(
    _ function: RecordAggregate.Function,
    _ index: Int
  ) -> BoundExpression? {
    heed(pushability.aggregate(function, groups.table.columns[index]))
    return groups.extreme(function, index)
  }

  /// The number of records of a group that have a value.
  mutating func valueCount(_ index: Int) -> BoundExpression? {
    heed(pushability.aggregate(.count, groups.table.columns[index]))
    return groups.valueCount(index)
  }

  private func spanned(
    _ expression: BoundExpression,
    _ original: BoundExpression
  ) -> BoundExpression {
    var result = expression
    result.span = original.span
    return result
  }
}
