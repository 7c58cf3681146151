import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Lets the service group and aggregate, where its groups and sums are the language's.
///
/// `SELECT Status, sum(Amount) FROM Invoice GROUP BY Status` becomes a select, row by row, over the
/// table of groups that the service answers; HAVING becomes its WHERE. It works at every level: in
/// derived tables, in WITH, in the sides of set operations, in subqueries. Where it is not known
/// whether the service can, the planner asks.
///
/// - Source: `data-service-api.md` §3.6 and §8.
enum PushGroups: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    if planner.environment.settings.pushDown == .off { return }
    var state = draft
    let query = draft.query.mappedSelects { select, orderBy in
      select.isAggregate
        ? aggregated(select, &orderBy, &state, planner)
        : distinct(select, &orderBy, &state, planner)
    }
    draft = state
    draft.query = query
  }

  /// A select that groups: wholly there, or by more keys there and once more here.
  private static func aggregated(
    _ select: BoundSelect,
    _ orderBy: inout [BoundOrdering],
    _ draft: inout QueryDraft,
    _ planner: QueryPlanner
  ) -> BoundSelect {
    guard case .table(let relation, let table) = select.from,
      draft.scans[relation]?.grouping == nil, draft.scans[relation]?.joins.isEmpty ?? true
    else { return select }
    let pushability = planner.pushability(of: table, relation)
    var attempt = draft
    if let result = wholly(select, &orderBy, &attempt, pushability) {
      draft = attempt
      return result
    }
    if attempt.questions == draft.questions,
      let result = partly(select, &orderBy, &draft, pushability)
    {
      return result
    }
    draft = attempt
    return select
  }

  private static func wholly(
    _ select: BoundSelect,
    _ orderBy: inout [BoundOrdering],
    _ draft: inout QueryDraft,
    _ pushability: Pushability
  ) -> BoundSelect? {
    let (relation, table) = (pushability.relation, pushability.table)
    guard select.predicate == nil, let keys = keys(select, relation, table),
      let scan = filtered(draft.scans[relation] ?? ScanDraft(), select, orderBy, pushability)
    else { return nil }
    var translation = GroupTranslation(pushability, keys: keys)
    var result = select.mappedClauses(withoutFilter)
    result.items = result.items.map {
      BoundItem(translation.translated($0.expression), name: $0.name)
    }
    let having = result.having.map { translation.translated($0) }
    if case .on(let expressions) = result.distinctness {
      result.distinctness = .on(expressions.map { translation.translated($0) })
    }
    let ordered = orderBy.map { ordering in
      ordering.keyed { translation.translated(withoutFilter($0)) }
    }
    result.having = nil
    result.groupBy = []
    result.isAggregate = false
    guard let groups = place(translation, scan, in: &draft, pushability) else { return nil }
    result.from = .table(relation, groups)
    result.predicate = heldHere(having, translation.groups, in: &draft, pushability)
    orderBy = ordered
    return result
  }

  /// What of HAVING the service does not decide.
  private static func heldHere(
    _ having: BoundExpression?,
    _ groups: GroupDraft,
    in draft: inout QueryDraft,
    _ pushability: Pushability
  ) -> BoundExpression? {
    let split = HavingFilter(having, groups)
    guard let filter = split.filter, !groups.keys.isEmpty, pushability.table.kind == .entity else {
      return having
    }
    switch pushability.traits.has(.having) {
    case true:
      draft.scans[pushability.relation]?.grouping?.having = filter
      draft.scans[pushability.relation]?.predicates += split.pushed.map {
        let text = groups.written($0).sqlText(zone: pushability.zone)
        return PredicateNote(text: text, place: .pushed)
      }
      return Normaliser.conjunction(split.rest)
    case false: return having
    case nil:
      draft.questions.insert(.feature(.having))
      return having
    }
  }

  /// `count(DISTINCT Supplier)`, `GROUP BY lower(City)`, aggregates with different FILTERs: the
  /// service groups by the fields that they read, and the rest is done with the groups.
  private static func partly(
    _ select: BoundSelect,
    _ orderBy: inout [BoundOrdering],
    _ draft: inout QueryDraft,
    _ pushability: Pushability
  ) -> BoundSelect? {
    var attempt = draft
    var partial = PartialGroups(select, orderBy, pushability, isOptional: false)
    var (result, ordered, translation) = partial.rewritten(select, orderBy)
    if translation.groups.keys.isEmpty { return nil }
    let scan = draft.scans[pushability.relation] ?? ScanDraft()
    let groups = place(translation, scan, in: &attempt, pushability)
    if attempt.questions != draft.questions { draft = attempt }
    guard let groups else { return nil }
    draft = attempt
    result.from = .table(pushability.relation, groups)
    orderBy = ordered
    return result
  }

  /// `SELECT DISTINCT a, b`: the keys of the groups by them.
  private static func distinct(
    _ select: BoundSelect,
    _ orderBy: inout [BoundOrdering],
    _ draft: inout QueryDraft,
    _ planner: QueryPlanner
  ) -> BoundSelect {
    guard case .all = select.distinctness, case .table(let relation, let table) = select.from,
      draft.scans[relation]?.joins.isEmpty ?? true
    else { return select }
    var result = select
    let columns = select.items.map { column($0.expression, relation) }
    if columns.contains(where: { $0 == table.keyIndex && $0 != nil }) {
      // Records differ by their key.
      result.distinctness = .none
      return result
    }
    guard select.predicate == nil,
      zip(select.items, columns).allSatisfy({ $1 != nil || $0.expression.isConstant })
    else { return select }
    let keys = unique(columns.compactMap(\.self))
    if keys.isEmpty { return select }
    let pushability = planner.pushability(of: table, relation)
    var translation = GroupTranslation(pushability, keys: keys)
    result.items = result.items.map {
      BoundItem(translation.translated($0.expression), name: $0.name)
    }
    let ordered = orderBy.map { ordering in ordering.keyed { translation.translated($0) } }
    guard
      let groups = place(
        translation,
        draft.scans[relation] ?? ScanDraft(),
        in: &draft,
        pushability
      )
    else { return select }
    result.from = .table(relation, groups)
    result.distinctness = .none
    orderBy = ordered
    return result
  }

  /// Gives a relation's read its groups.
  ///
  /// - Parameters:
  ///   - translation: What was found; it is finished here.
  ///   - scan: The read as it is without groups.
  ///   - draft: The draft, which takes the read, the question or the reason.
  ///   - pushability: What is known of the service.
  /// - Returns: The table of the groups; nil where the service makes none.
  static func place(
    _ translation: GroupTranslation,
    _ scan: ScanDraft,
    in draft: inout QueryDraft,
    _ pushability: Pushability
  ) -> Table? {
    var translation = translation
    translation.finish()
    var unknown = translation.unknown
    switch pushability.groups {
    case .exact, .byServiceRule: break
    case .unknown(let question, let reason): unknown[question] = reason
    case .unsupported(let reason):
      draft.explain(reason)
      return nil
    }
    if let refusal = translation.refusal ?? fault(scan.filter) {
      draft.explain("the service does not group: \(refusal)")
      return nil
    }
    if !unknown.isEmpty {
      // In one order, so that EXPLAIN says the same each time.
      for (question, reason) in unknown.sorted(by: { $0.value < $1.value }) {
        draft.questions.insert(question)
        draft.explain(reason)
      }
      return nil
    }
    var scan = scan
    scan.grouping = translation.groups.grouping
    scan.remarks += translation.remarks
    draft.scans[pushability.relation] = scan
    return translation.groups.groups
  }

  /// Why groups cannot be made of what a filter keeps; nil where they can.
  private static func fault(_ filter: Pushability.FilterPart) -> String? {
    switch filter {
    case .always: nil
    case .never: "there is nothing to group"
    case .group(let group):
      group.readsRelated ? "its filter reads fields of other records" : nil
    }
  }

  /// The keys as indices; nil where one of them is no field, or no group would hold two records.
  private static func keys(
    _ select: BoundSelect,
    _ relation: RelationID,
    _ table: Table
  ) -> [Int]? {
    let written = select.groupBy.filter { !$0.isConstant }
    if written.isEmpty, !select.groupBy.isEmpty { return nil }
    let columns = written.compactMap { column($0, relation) }
    guard columns.count == written.count, !columns.contains(where: { $0 == table.keyIndex }) else {
      return nil
    }
    return unique(columns)
  }

  private static func column(_ expression: BoundExpression, _ relation: RelationID) -> Int? {
    guard case .column(let column) = expression.kind, column.relation == relation else {
      return nil
    }
    return column.index
  }

  private static func unique(_ indices: [Int]) -> [Int] {
    var seen: Set<Int> = []
    return indices.filter { seen.insert($0).inserted }
  }

  /// The read narrowed by the FILTER that all aggregates have, where nothing else is shown.
  ///
  /// - Returns: Nil where there is a FILTER that the service cannot take so.
  private static func filtered(
    _ scan: ScanDraft,
    _ select: BoundSelect,
    _ orderBy: [BoundOrdering],
    _ pushability: Pushability
  ) -> ScanDraft? {
    let filters = Set(select.aggregates(orderBy).map(\.filter))
    if filters.isSubset(of: [nil]) { return scan }
    guard filters.count == 1, let first = filters.first, let written = first,
      select.groupBy.isEmpty
    else { return nil }
    let filter = Normaliser.normalised(written)
    guard
      case .exact(let part) = pushability.all([.exact(scan.filter), pushability.answer(filter)]),
      part != .never
    else { return nil }
    var result = scan
    result.filter = part
    result.predicates.append(
      PredicateNote(text: filter.sqlText(zone: pushability.zone), place: .pushed)
    )
    return result
  }

  private static func withoutFilter(_ expression: BoundExpression) -> BoundExpression {
    var result = expression.mapped({ withoutFilter($0) }, { $0 })
    if case .aggregate(var aggregate) = result.kind {
      aggregate.filter = nil
      result.kind = .aggregate(aggregate)
    }
    return result
  }
}

extension FilterGroup {
  /// Whether a condition reads a field of another record.
  fileprivate var readsRelated: Bool {
    filters.contains { $0.field.contains(".") } || groups.contains(where: \.readsRelated)
  }
}
