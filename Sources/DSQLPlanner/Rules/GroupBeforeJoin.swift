import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Lets the service group the records of the many side of a join before they are joined here.
///
/// `SELECT s.Name, sum(i.Amount) FROM Invoice i JOIN Supplier s ON i.Supplier = s.Id GROUP BY s.Name`
/// reads one group for each supplier in place of every invoice, and adds the groups up by name. It is
/// right for every kind of join, since the records of a group have in common all that the join reads.
/// Whether it is the cheaper way, `GroupedJoinChoice` decides.
enum GroupBeforeJoin: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    if planner.environment.settings.pushDown == .off { return }
    var state = draft
    let query = draft.query.mappedSelects { select, orderBy in
      grouped(select, &orderBy, &state, planner)
    }
    draft = state
    draft.query = query
  }

  private static func grouped(
    _ select: BoundSelect,
    _ orderBy: inout [BoundOrdering],
    _ draft: inout QueryDraft,
    _ planner: QueryPlanner
  ) -> BoundSelect {
    guard select.isAggregate, let from = select.from, case .join = from else { return select }
    for (relation, table) in candidates(from) where draft.scans[relation]?.grouping == nil {
      var attempt = QueryDraft(query: draft.query)
      guard let (scan, rest) = ownFilter(select, relation, table, planner) else { continue }
      let pushability = planner.pushability(of: table, relation)
      var partial = PartialGroups(
        rest,
        orderBy,
        pushability,
        isOptional: !required(from).contains(relation)
      )
      let (result, ordered, translation) = partial.rewritten(rest, orderBy)
      // Without keys there is one group even of no records, and the join would have a row.
      if translation.groups.keys.isEmpty { continue }
      let groups = PushGroups.place(translation, scan, in: &attempt, pushability)
      if !attempt.questions.isEmpty {
        draft.questions.formUnion(attempt.questions)
        return select
      }
      guard let groups, let joined = result.from else { continue }
      draft.scans[relation] = attempt.scans[relation]
      draft.joinedGroups.insert(relation)
      var final = result
      final.from = replaced(joined, relation, groups)
      orderBy = ordered
      return final
    }
    return select
  }

  /// The entities of a FROM of which more than one page is expected, the largest first.
  private static func candidates(
    _ from: BoundRelation
  ) -> [(relation: RelationID, table: Table)] {
    var found: [(relation: RelationID, table: Table)] = []
    for case .table(let relation, let table) in from.leaves {
      if (table.recordCount ?? .max) > RecordQuery.largestPage { found.append((relation, table)) }
    }
    return found.sorted { ($0.table.recordCount ?? .max) > ($1.table.recordCount ?? .max) }
  }

  /// The conditions of WHERE that the service decides exactly for a relation, as its read, and the
  /// select without them; nil where nothing can be true.
  private static func ownFilter(
    _ select: BoundSelect,
    _ relation: RelationID,
    _ table: Table,
    _ planner: QueryPlanner
  ) -> (ScanDraft, BoundSelect)? {
    var scan = ScanDraft()
    var rest = select
    guard let from = select.from, required(from).contains(relation) else { return (scan, select) }
    let pushability = planner.pushability(of: table, relation)
    var kept: [BoundExpression] = []
    for conjunct in Normaliser.conjuncts(select.predicate) {
      guard Set(conjunct.columnsRead.map(\.relation)) == [relation],
        !conjunct.contains({ !$0.subqueries.isEmpty }),
        case .exact(let part) = pushability.answer(conjunct),
        case .exact(let whole) = pushability.all([.exact(scan.filter), .exact(part)]),
        whole.isWithinLimits
      else {
        kept.append(conjunct)
        continue
      }
      if whole == .never { return nil }
      scan.filter = whole
      scan.predicates.append(
        PredicateNote(text: conjunct.sqlText(zone: pushability.zone), place: .pushed)
      )
    }
    rest.predicate = Normaliser.conjunction(kept)
    return (scan, rest)
  }

  /// The relations that have a row in every row of a FROM.
  private static func required(_ relation: BoundRelation) -> Set<RelationID> {
    guard case .join(let join) = relation else { return Set(relation.relation.map { [$0] } ?? []) }
    return switch join.kind {
    case .inner, .cross: required(join.left).union(required(join.right))
    case .left: required(join.left)
    case .right: required(join.right)
    case .full: []
    }
  }

  private static func replaced(
    _ relation: BoundRelation,
    _ id: RelationID,
    _ table: Table
  ) -> BoundRelation {
    switch relation {
    case .table(let other, _): return other == id ? .table(id, table) : relation
    case .join(var join):
      join.left = replaced(join.left, id, table)
      join.right = replaced(join.right, id, table)
      return .join(join)
    case .derived, .commonTable, .series, .lastResult: return relation
    }
  }
}

extension Pushability.FilterPart {
  /// Whether the service takes a filter so large.
  ///
  /// - Source: `data-service-api.md` §3.3.
  var isWithinLimits: Bool {
    guard case .group(let group) = self else { return true }
    return group.depth <= FilterGroup.deepestNesting
      && group.conditionCount <= FilterGroup.mostConditions
  }
}
