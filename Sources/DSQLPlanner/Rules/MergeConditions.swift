import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Makes several conditions on one field one, and finds those that no value meets.
///
/// `a > 3 AND a > 5` is `a > 5`; `a = 1 OR a = 2` is `a IN (1, 2)`; `a = 1 AND a = 2`, `a > 5 AND
/// a < 3` and `a IS NULL AND a = 1` keep no row. In WHERE a condition that is NULL is as good as one
/// that is false, so that the rows stay the same.
enum MergeConditions: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    draft.query = draft.query.mappedSelects { select in
      guard let predicate = select.predicate else { return select }
      let never = neverNull(select.from)
      var result = select
      let collation = planner.environment.settings.collation
      let merged = merged(predicate) { column in
        guard case .column(let bound) = column.kind, let table = never[bound.relation] else {
          return FieldBounds(column, isNeverNull: false, collation)
        }
        let isNeverNull = table.columns[bound.index].isNeverNull
        return FieldBounds(column, isNeverNull: isNeverNull, collation)
      }
      result.predicate = merged.kind == .constant(.boolean(true)) ? nil : merged
      return result
    }
  }

  /// The entities of a FROM that have a row in each of its rows.
  private static func neverNull(_ relation: BoundRelation?) -> [RelationID: Table] {
    switch relation {
    case .table(let id, let table): return [id: table]
    case .join(let join):
      let (left, right) = (neverNull(join.left), neverNull(join.right))
      return switch join.kind {
      case .inner, .cross: left.merging(right) { first, _ in first }
      case .left: left
      case .right: right
      case .full: [:]
      }
    case nil, .derived, .commonTable, .series, .lastResult: return [:]
    }
  }

  private static func merged(
    _ predicate: BoundExpression,
    _ bounded: (BoundExpression) -> FieldBounds
  ) -> BoundExpression {
    switch predicate.kind {
    case .and(let operands):
      return all(operands.map { merged($0, bounded) }, predicate, bounded)
    case .or(let operands):
      return any(operands.map { merged($0, bounded) }, predicate)
    case .constant, .column, .negate, .not, .arithmetic, .concatenate, .comparison, .distinct,
      .isNull, .isTruth, .inList, .between, .like, .matches, .cases, .cast, .function, .aggregate,
      .window, .scalarSubquery, .exists, .inQuery, .quantified:
      return all([predicate], predicate, bounded)
    }
  }

  private static func constant(_ flag: Bool) -> BoundExpression {
    BoundExpression(.constant(.boolean(flag)), .boolean)
  }

  private static func all(
    _ operands: [BoundExpression],
    _ original: BoundExpression,
    _ bounded: (BoundExpression) -> FieldBounds
  ) -> BoundExpression {
    var conjuncts: [BoundExpression] = []
    for operand in operands {
      if SkipContradictions.isNever(operand) { return constant(false) }
      conjuncts += Normaliser.conjuncts(operand)
    }
    var bounds: [BoundExpression: FieldBounds] = [:]
    for conjunct in conjuncts {
      guard let column = FieldBounds.column(conjunct) else { continue }
      bounds[column, default: bounded(column)].add(conjunct)
    }
    var said: [BoundExpression: [BoundExpression]] = [:]
    for (column, found) in bounds {
      var found = found
      guard let conditions = found.conditions() else { continue }
      if conditions.isEmpty { return constant(false) }
      if found.count > 1, conditions.count < found.count { said[column] = conditions }
    }
    var kept: [BoundExpression] = []
    var done: Set<BoundExpression> = []
    for conjunct in conjuncts {
      guard let column = FieldBounds.column(conjunct), let conditions = said[column] else {
        kept.append(conjunct)
        continue
      }
      if done.insert(column).inserted { kept += conditions }
    }
    return Normaliser.conjunction(kept) ?? constant(true)
  }

  private static func any(
    _ operands: [BoundExpression],
    _ original: BoundExpression
  ) -> BoundExpression {
    var branches: [BoundExpression] = []
    for operand in operands where !SkipContradictions.isNever(operand) {
      if operand.kind == .constant(.boolean(true)) { return operand }
      if case .or(let inner) = operand.kind { branches += inner } else { branches.append(operand) }
    }
    var kept: [BoundExpression] = []
    var places: [BoundExpression: Int] = [:]
    for branch in branches {
      guard let (column, values) = equalities(branch) else {
        kept.append(branch)
        continue
      }
      guard let place = places[column], let (_, known) = equalities(kept[place]) else {
        places[column] = kept.count
        kept.append(branch)
        continue
      }
      let list = known + values.filter { !known.contains($0) }
      kept[place] = BoundExpression(.inList(column, list, isNegated: false, .folded), .boolean)
    }
    if kept.isEmpty { return constant(false) }
    return kept.count == 1
      ? kept[0] : BoundExpression(.or(kept), .boolean, span: original.span)
  }

  /// The field and the values of `=` and IN.
  private static func equalities(
    _ condition: BoundExpression
  ) -> (column: BoundExpression, values: [BoundExpression])? {
    guard let column = FieldBounds.column(condition) else { return nil }
    switch condition.kind {
    case .comparison(.equal, let left, let right, _):
      return (column, [left == column ? right : left])
    case .inList(_, let list, isNegated: false, _): return (column, list)
    case .constant, .column, .negate, .not, .arithmetic, .concatenate, .comparison, .distinct,
      .and, .or, .isNull, .isTruth, .inList, .between, .like, .matches, .cases, .cast, .function,
      .aggregate, .window, .scalarSubquery, .exists, .inQuery, .quantified:
      return nil
    }
  }
}
