import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Answers `SELECT count(*)` by the total of one page of one record.
///
/// A count of a field that is never NULL is the same; of another, NULL is filtered away.
enum CountByTotal: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    guard planner.environment.settings.pushDown != .off,
      let (select, relation, table) = draft.singleTable, select.predicate == nil,
      select.groupBy.isEmpty, select.having == nil, select.items.count == 1,
      case .aggregate(let aggregate) = select.items[0].expression.kind,
      aggregate.function == .count, !aggregate.isDistinct, aggregate.filter == nil,
      let bounds = PushLimit.constantBounds(draft.query), bounds.offset == 0, bounds.limit != 0
    else { return }
    if case .on = select.distinctness { return }
    var scan = planner.scan(draft, relation, table, reading: [])
    if let argument = aggregate.arguments.first, !argument.isConstantValue {
      let pushability = planner.pushability(of: table, relation)
      guard let (column, cast) = pushability.column(argument), cast == nil else { return }
      if !column.isNeverNull {
        // A joined row that lacks the column is told from one that has NULL only in the answer.
        if !(draft.scans[relation]?.optional ?? []).isEmpty { return }
        let test = BoundExpression(.isNull(argument, isNegated: true), .boolean)
        let filter = draft.scans[relation]?.filter ?? .always
        guard
          case .exact(.group(let group)) = pushability.all([
            .exact(filter), pushability.answer(test),
          ])
        else { return }
        scan.filter = group
        scan.predicates.append(PredicateNote(text: test.sqlText(), place: .pushed))
      }
    }
    if draft.scans[relation]?.filter == .never {
      draft.node = .rows(ConstantRows(schema: draft.query.schema, rows: [[.integer(0)]]))
      return
    }
    draft.node = .count(CountRecords(scan: scan))
  }
}

extension BoundExpression {
  /// Whether it is a constant other than NULL.
  fileprivate var isConstantValue: Bool {
    if case .constant(let value) = kind { !value.isNull } else { false }
  }
}
