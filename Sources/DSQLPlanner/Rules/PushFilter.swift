import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Gives each read the conditions of WHERE and ON that the service can answer.
///
/// What is answered exactly is gone from the query; what is answered by a superset, or not at all,
/// stays in it. Below an outer join a condition goes down only to the side where it cannot change
/// which rows have no partner.
enum PushFilter: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    let isSingle = draft.singleTable != nil
    var state = draft
    let query = draft.query.mappedSelects { select in
      var result = select
      let targets = select.from.map { whereTargets($0) } ?? [:]
      result.predicate = pushed(select.predicate, to: targets, isSingle, &state, planner)
      result.from = select.from.map { pushed(into: $0, &state, planner) }
      return result
    }
    draft = state
    draft.query = query
    let impossible = Set(draft.scans.filter { $0.value.filter == .never }.keys)
    if impossible.isEmpty { return }
    if let single = draft.singleTable, impossible.contains(single.relation),
      !single.select.isAggregate
    {
      draft.node = .rows(ConstantRows(schema: draft.query.schema, rows: []))
      return
    }
    draft.query = draft.query.mappedSelects { select in
      var result = select
      result.from = select.from.map { SkipContradictions.emptied($0, only: impossible) }
      return result
    }
  }

  /// The entities of a FROM that a condition of WHERE may go down to.
  private static func whereTargets(_ relation: BoundRelation) -> [RelationID: Table] {
    switch relation {
    case .table(let id, let table): return [id: table]
    case .derived, .commonTable, .series, .lastResult: return [:]
    case .join(let join):
      switch join.kind {
      case .inner, .cross:
        return whereTargets(join.left).merging(whereTargets(join.right)) { first, _ in first }
      case .left: return whereTargets(join.left)
      case .right: return whereTargets(join.right)
      case .full: return [:]
      }
    }
  }

  private static func pushed(
    into relation: BoundRelation,
    _ draft: inout QueryDraft,
    _ planner: QueryPlanner
  ) -> BoundRelation {
    guard case .join(var join) = relation else { return relation }
    let targets: [RelationID: Table] =
      switch join.kind {
      case .inner, .cross:
        whereTargets(join.left).merging(whereTargets(join.right)) { first, _ in first }
      case .left: whereTargets(join.right)
      case .right: whereTargets(join.left)
      case .full: [:]
      }
    join.condition =
      join.condition.map { condition in
        pushed(condition, to: targets, false, &draft, planner)
          ?? BoundExpression(.constant(.boolean(true)), .boolean)
      }
    join.left = pushed(into: join.left, &draft, planner)
    join.right = pushed(into: join.right, &draft, planner)
    return .join(join)
  }

  /// Pushes what can be pushed of a predicate.
  ///
  /// - Returns: What stays, the conditions that cannot fail before those that can.
  private static func pushed(
    _ predicate: BoundExpression?,
    to targets: [RelationID: Table],
    _ isSingle: Bool,
    _ draft: inout QueryDraft,
    _ planner: QueryPlanner
  ) -> BoundExpression? {
    var kept: [BoundExpression] = []
    for conjunct in Normaliser.conjuncts(predicate) {
      let relations = Set(conjunct.columnsRead.map(\.relation))
      let hasQuery = conjunct.contains { !$0.subqueries.isEmpty }
      guard relations.count == 1, let relation = relations.first, let table = targets[relation],
        !hasQuery
      else {
        kept.append(conjunct)
        note(conjunct, relations, hasQuery, targets, &draft, planner)
        continue
      }
      if push(conjunct, relation, table, isSingle, &draft, planner) { kept.append(conjunct) }
    }
    return Normaliser.conjunction(kept.filter { !$0.canFail } + kept.filter { $0.canFail })
  }

  /// Pushes a condition on one entity.
  ///
  /// - Returns: Whether it must be decided here as well.
  private static func push(
    _ conjunct: BoundExpression,
    _ relation: RelationID,
    _ table: Table,
    _ isSingle: Bool,
    _ draft: inout QueryDraft,
    _ planner: QueryPlanner
  ) -> Bool {
    var scan = draft.scans[relation] ?? ScanDraft()
    let pushability = planner.pushability(of: table, relation)
    let text = conjunct.sqlText(zone: planner.environment.settings.zone)
    var note = PredicateNote(text: text, place: .local)
    var stays = true
    switch answer(conjunct, pushability, scan.optional) {
    case .unsupported(let reason): note.reason = reason
    case .exact(let part), .inexact(let part, _):
      let merged = pushability.all([.exact(scan.filter), .exact(part)])
      guard case .exact(let filter) = merged, fits(filter) else {
        note.reason = "the filter would be larger than the service takes"
        break
      }
      scan.filter = filter
      note.place = .pushed
      stays = false
      if case .inexact(_, let reason) = answer(conjunct, pushability, scan.optional) {
        note.place = .rechecked
        note.reason = reason
        stays = true
      }
    }
    scan.predicates.append(note)
    draft.scans[relation] = scan
    return stays
  }

  /// How a condition can be asked.
  ///
  /// A service may leave out every record whose link leads nowhere once a filter follows it, so one
  /// that could keep such a record is decided here.
  private static func answer(
    _ conjunct: BoundExpression,
    _ pushability: Pushability,
    _ optional: Set<Int>
  ) -> Pushability.Answer {
    if conjunct.columnsRead.contains(where: { optional.contains($0.index) }) {
      return .unsupported("it is decided after the outer join")
    }
    let columns = pushability.table.columns
    let links = Set(
      conjunct.columnsRead.map { columns[$0.index] }.filter(\.isRelated).map { $0.path.dropLast() }
    )
    let keeps = links.contains { link in
      !conjunct.rejectsNull { column in
        columns[column.index].isRelated && columns[column.index].path.starts(with: link)
      }
    }
    if keeps { return .unsupported("it may be true of a record whose link leads nowhere") }
    return pushability.answer(conjunct)
  }

  private static func fits(_ part: Pushability.FilterPart) -> Bool {
    guard case .group(let group) = part else { return true }
    return group.depth <= FilterGroup.deepestNesting
      && group.conditionCount <= FilterGroup.mostConditions
  }

  /// Tells of a condition that is no entity's own.
  private static func note(
    _ conjunct: BoundExpression,
    _ relations: Set<RelationID>,
    _ hasQuery: Bool,
    _ targets: [RelationID: Table],
    _ draft: inout QueryDraft,
    _ planner: QueryPlanner
  ) {
    let reason: String
    if hasQuery {
      reason = "the service has no subqueries"
    } else if relations.count > 1 {
      reason = "it compares columns of several tables"
    } else if relations.isEmpty {
      reason = "it reads no field"
    } else {
      reason = "it is decided after the outer join"
    }
    let note = PredicateNote(text: planner.text(conjunct, draft), place: .local, reason: reason)
    let known = relations.sorted()
    guard
      let relation = known.first(where: { targets[$0] != nil }) ?? known.first
        ?? draft.singleTable?.relation
    else { return }
    draft.scans[relation, default: ScanDraft()].predicates.append(note)
  }
}
