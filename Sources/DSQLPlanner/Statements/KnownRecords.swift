import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Finds the records of a WHERE that names them by `Id`, so that a write needs no read.
struct KnownRecords {
  private let target: ScopeRelation
  private let key: Int
  private let environment: PlannerEnvironment

  init(_ target: ScopeRelation, _ key: Int, _ environment: PlannerEnvironment) {
    self.target = target
    self.key = key
    self.environment = environment
  }

  /// A row for each record, of `Id` and the items; nil where something has to be read for them.
  func rows(_ items: [BoundItem], where predicate: BoundExpression) -> ConstantRows? {
    if environment.settings.readsBeforeWriting { return nil }
    let folded = Normaliser.normalised(FoldConstants.deepFolded(predicate, environment))
    guard let ids = ids(in: folded) else { return nil }
    var rows: [[Value]] = []
    for id in ids {
      let values = items.compactMap { value(of: $0.expression, id: id) }
      guard values.count == items.count else { return nil }
      rows.append([id] + values)
    }
    let identity = SchemaColumn(target.columns[key].name, target.columns[key].type)
    return ConstantRows(
      schema: RowSchema([identity] + items.map { SchemaColumn($0.name, $0.expression.type) }),
      rows: rows
    )
  }

  /// The ids that `Id = x` or `Id IN (x, y)` allows; nil for any other predicate.
  private func ids(in predicate: BoundExpression) -> [Value]? {
    if case .comparison(.equal, let left, let right, _) = predicate.kind {
      if isKey(left) { return constants([right]) }
      return isKey(right) ? constants([left]) : nil
    }
    if case .inList(let operand, let list, isNegated: false, _) = predicate.kind, isKey(operand) {
      return constants(list)
    }
    return nil
  }

  private func isKey(_ expression: BoundExpression) -> Bool {
    guard case .column(let column) = expression.kind else { return false }
    return column.relation == target.id && column.index == key
  }

  /// The values other than NULL, which no `Id` equals; nil where one is not known.
  private func constants(_ expressions: [BoundExpression]) -> [Value]? {
    let values = expressions.compactMap { expression -> Value? in
      if case .constant(let value) = expression.kind { value } else { nil }
    }
    return values.count == expressions.count ? values.filter { !$0.isNull } : nil
  }

  private func value(of expression: BoundExpression, id: Value) -> Value? {
    if case .constant(let value) = expression.kind { return value }
    return isKey(expression) ? id : nil
  }
}
