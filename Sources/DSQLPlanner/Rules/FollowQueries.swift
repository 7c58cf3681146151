import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Makes a query for the records that a relationship points at a join along it.
///
/// `Supplier IN (SELECT Id FROM Supplier WHERE Country = 'Norway')` asks for one record at most, as
/// does `EXISTS (… WHERE s.Id = i.Supplier)`, and `(SELECT s.Name FROM Supplier s WHERE s.Id =
/// i.Supplier)` is the value of one or NULL; `ExpandRelationships` then needs no read of its own.
enum FollowQueries: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    guard planner.environment.settings.pushDown != .off,
      planner.environment.catalog.traits.has(.expansion) != false
    else { return }
    let tables = Dictionary(
      draft.query.tables.map { ($0.relation, $0.table) },
      uniquingKeysWith: { first, _ in first }
    )
    draft.query = draft.query.mappedSelects { select in
      guard let from = select.from else { return select }
      let own = Set(from.leaves.compactMap(\.relation))
      var relation = from
      var conditions: [BoundExpression] = []
      for condition in Normaliser.conjuncts(select.predicate) {
        guard let (target, table, inner) = followed(condition, own, tables) else {
          conditions.append(condition)
          continue
        }
        relation = .join(
          BoundJoin(kind: .cross, left: relation, right: .table(target, table), condition: nil)
        )
        conditions += inner
      }
      var result = select
      result.from = relation
      result.predicate = Normaliser.conjunction(conditions)
      if result.isAggregate || !result.groupBy.isEmpty { return result }
      var values = FollowedValues(from: relation)
      result.items = result.items.map { item in
        let value = values.replaced(item.expression) { lookedUp($0, own, tables) }
        return BoundItem(value, name: item.name)
      }
      result.predicate = result.predicate.map { condition in
        values.replaced(condition) { lookedUp($0, own, tables) }
      }
      result.from = values.relation
      return result
    }
  }

  /// A query for a value of the record that a relationship points at.
  private static func lookedUp(
    _ query: BoundQuery,
    _ own: Set<RelationID>,
    _ tables: [RelationID: Table]
  ) -> FollowedValues.Lookup? {
    guard let (target, table, select) = lookup(query), select.items.count == 1,
      let item = select.items.first?.expression, item.isMovable,
      hasLink(select, target, table, own, tables), let keyIndex = table.keyIndex
    else { return nil }
    let key = BoundExpression(
      .column(BoundColumn(relation: target, index: keyIndex, name: table.columns[keyIndex].name)),
      table.columns[keyIndex].type
    )
    return FollowedValues.Lookup(
      target: target,
      table: table,
      key: key,
      value: item,
      condition: select.predicate
    )
  }

  private static func hasLink(
    _ select: BoundSelect,
    _ target: RelationID,
    _ table: Table,
    _ own: Set<RelationID>,
    _ tables: [RelationID: Table]
  ) -> Bool {
    Normaliser.conjuncts(select.predicate).contains { condition in
      guard case .comparison(.equal, let left, let right, _) = condition.kind else { return false }
      return (isKey(left, target, table) && isLink(right, to: table, own, tables))
        || (isKey(right, target, table) && isLink(left, to: table, own, tables))
    }
  }

  /// The entity that a condition looks into by its key, and its conditions with the equality.
  private static func followed(
    _ condition: BoundExpression,
    _ own: Set<RelationID>,
    _ tables: [RelationID: Table]
  ) -> (RelationID, Table, [BoundExpression])? {
    switch condition.kind {
    case .inQuery(let operand, let query, isNegated: false, let rule):
      guard let (target, table, select) = lookup(query), let item = select.items.first,
        select.items.count == 1, isKey(item.expression, target, table),
        isLink(operand, to: table, own, tables)
      else { return nil }
      let equality = BoundExpression(
        .comparison(.equal, operand, item.expression, rule),
        .boolean,
        span: condition.span
      )
      return (target, table, [equality] + Normaliser.conjuncts(select.predicate))
    case .exists(let query, isNegated: false):
      guard let (target, table, select) = lookup(query) else { return nil }
      return hasLink(select, target, table, own, tables)
        ? (target, table, Normaliser.conjuncts(select.predicate)) : nil
    case .constant, .column, .negate, .not, .arithmetic, .concatenate, .comparison, .distinct, .and,
      .or, .isNull, .isTruth, .inList, .between, .like, .matches, .cases, .cast, .function,
      .aggregate, .window, .scalarSubquery, .exists, .inQuery, .quantified:
      return nil
    }
  }

  /// The entity of a query over one, with its select, where the query has a row for each record that
  /// meets the conditions.
  private static func lookup(_ query: BoundQuery) -> (RelationID, Table, BoundSelect)? {
    guard query.commonTables.isEmpty, query.limit == nil, query.offset == nil,
      case .select(let select) = query.body, case .table(let target, let table) = select.from,
      !select.isAggregate, select.groupBy.isEmpty, select.having == nil,
      Normaliser.conjuncts(select.predicate).allSatisfy(\.isMovable)
    else { return nil }
    if case .on = select.distinctness { return nil }
    return (target, table, select)
  }

  private static func isKey(
    _ expression: BoundExpression,
    _ relation: RelationID,
    _ table: Table
  ) -> Bool {
    guard case .column(let column) = expression.kind else { return false }
    return column.relation == relation && column.index == table.keyIndex
  }

  private static func isLink(
    _ expression: BoundExpression,
    to table: Table,
    _ own: Set<RelationID>,
    _ tables: [RelationID: Table]
  ) -> Bool {
    guard case .column(let column) = expression.kind, own.contains(column.relation),
      let reference = tables[column.relation]?.columns[column.index].reference
    else { return false }
    return TextComparison.areEqual(reference.entityID, table.address.id)
  }
}
