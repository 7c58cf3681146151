import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

/// Plans one bound query by the rules, in their order.
struct QueryPlanner {
  let environment: PlannerEnvironment
  let relationNames: [RelationID: String]
  private let report: (Diagnostic) -> Void
  private let ask: (QueryDraft) -> Void
  private let count: ([Scan]) -> Void

  init(_ binder: Binder) {
    environment = binder.environment
    relationNames = binder.relationNames
    report = binder.report
    ask = { draft in
      binder.questions.formUnion(draft.questions)
      if draft.mindsLetterCase { binder.mindsLetterCase = true }
    }
    count = { binder.wantedCounts += $0 }
  }

  /// The plan's node; nil where an error was reported.
  func plan(_ query: BoundQuery) -> PlanNode? {
    guard let draft = draft(of: query), let node = draft.node else { return nil }
    ask(draft)
    if draft.joinedGroups.isEmpty { return node }
    switch GroupedJoinChoice(node, draft.joinedGroups, self).decision({
      self.draft(of: query, without: GroupBeforeJoin.self)?.node
    }) {
    case .groups: return node
    case .rows(let other): return other
    case .unknown(let reads):
      count(reads)
      return node
    }
  }

  /// The query after the rules, all or all but one; nil, and reported, where it has a fault.
  private func draft(
    of query: BoundQuery,
    without omitted: (any PlannerRule.Type)? = nil
  ) -> QueryDraft? {
    var draft = QueryDraft(query: query)
    for rule in environment.rules.inOrder where draft.node == nil {
      if let omitted, rule == omitted { continue }
      rule.apply(to: &draft, self)
      if !draft.errors.isEmpty {
        for error in draft.errors { report(error) }
        return nil
      }
    }
    return draft
  }

  func pushability(of table: Table, _ relation: RelationID) -> Pushability {
    Pushability(
      table: table,
      relation: relation,
      traits: environment.catalog.traits,
      pushDown: environment.settings.pushDown,
      zone: environment.settings.zone,
      collation: environment.settings.collation
    )
  }

  /// The predicate as EXPLAIN shows it; names are qualified where there are several relations.
  func text(_ predicate: BoundExpression, _ draft: QueryDraft) -> String {
    let relations = Set(predicate.columnsRead.map(\.relation))
    return predicate.sqlText(
      qualifiedBy: relations.count < 2 ? [:] : relationNames.filter { !$0.value.isEmpty },
      zone: environment.settings.zone
    )
  }

  /// What a scan reads: `Id`, then in the entity's order what the query needs.
  func scan(
    _ draft: QueryDraft,
    _ relation: RelationID,
    _ table: Table,
    reading columns: [BoundColumn]
  ) -> Scan {
    var indices = Set(columns.filter { $0.relation == relation }.map(\.index))
    if let key = table.keyIndex { indices.insert(key) }
    // A joined row has at least the key of the entity that is asked for.
    if let name = draft.scans[relation]?.keys.first,
      let key = table.columns.firstIndex(where: { $0.name == name })
    {
      indices.insert(key)
    }
    var scan = Scan(
      relation: relation,
      table: table,
      columns: indices.sorted().map { ScanColumn(index: $0, type: table.columns[$0].type) },
      pageSize: min(max(environment.settings.pageSize, 1), RecordQuery.largestPage)
    )
    let drafted = draft.scans[relation]
    if let drafted {
      if case .group(let group) = drafted.filter { scan.filter = group }
      scan.predicates = drafted.predicates
      scan.joins = drafted.joins
      scan.grouping = drafted.grouping
      scan.remarks = drafted.remarks
    }
    if scan.grouping != nil, scan.columns.isEmpty, let last = table.columns.indices.last {
      scan.columns = [ScanColumn(index: last, type: table.columns[last].type)]
    }
    scan.expansionLevel = expansionLevel(of: scan)
    return scan
  }

  /// How deep the answer must be filled in for what a scan reads and filters by.
  ///
  /// - Source: `data-service-api.md` §3.4 and §3.8.
  func expansionLevel(of scan: Scan) -> Int {
    let read = scan.columns.map { scan.table.columns[$0.index] }
    let filtered = scan.joins.isEmpty ? scan.filter?.fields ?? [] : []
    let levels =
      read.map { $0.isRelated ? $0.path.count : $0.type == .file ? 1 : 0 }
      + filtered.map { $0.contains(".") ? $0.split(separator: ".").count : 0 }
    return min(levels.max() ?? 0, 3)
  }

  /// The sort of a paged read: what is asked for, then what tells any two of its rows apart.
  ///
  /// Records are told apart by their key, groups by all of theirs, joined rows by those of all
  /// entities.
  func pagingSort(
    after sort: [SortOption] = [],
    _ draft: QueryDraft,
    _ relation: RelationID,
    _ table: Table
  ) -> [SortOption] {
    let scan = draft.scans[relation]
    let own = table.keyIndex.map { [table.columns[$0].name] } ?? []
    let last = scan?.grouping?.keys ?? own + (scan?.keys ?? [])
    return sort
      + last.filter { name in !sort.contains { $0.field == name } }.map { SortOption(field: $0) }
  }
}

/// A step from a bound query to a plan.
protocol PlannerRule: Sendable {
  /// Changes the draft, or leaves it as it is; sets `node` when the plan is found.
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner)
}

/// A query on its way to a plan.
struct QueryDraft {
  /// What is still to be computed; what was pushed is gone from it.
  var query: BoundQuery
  /// What was pushed, by relation.
  var scans: [RelationID: ScanDraft] = [:]
  /// The pushed sort; nil where the order must be made here.
  var sort: PushedSort?
  /// A sort by the first keys of ORDER BY alone, where the others must be made here.
  var sortedRuns: PushedSort?
  /// The pushed limit and offset.
  var bounds: (limit: Int?, offset: Int)?
  /// Why something is computed here, one clause for each cause.
  var reasons: [String] = []
  /// What is not known of the service and could make the plan cheaper.
  var questions: Set<ServiceQuestion> = []
  /// Whether conditions on texts stay here only because the service minds letter case.
  var mindsLetterCase = false
  /// The reads that answer groups where a join would have read records.
  var joinedGroups: Set<RelationID> = []
  var errors: [Diagnostic] = []
  var node: PlanNode?

  init(query: BoundQuery) { self.query = query }

  /// The select of a query over one entity alone; nil for any other.
  var singleTable: (select: BoundSelect, relation: RelationID, table: Table)? {
    guard query.commonTables.isEmpty, case .select(let select) = query.body,
      case .table(let relation, let table) = select.from
    else { return nil }
    return (select, relation, table)
  }

  mutating func explain(_ reason: String) {
    if !reasons.contains(reason) { reasons.append(reason) }
  }
}

/// A sort that the service makes.
struct PushedSort {
  var options: [SortOption] = []
  /// How many keys of ORDER BY it stands for.
  var keyCount = 0
  /// What EXPLAIN says beside it.
  var remarks: [String] = []
}

/// What was pushed to one read.
struct ScanDraft {
  var filter: Pushability.FilterPart = .always
  var predicates: [PredicateNote] = []
  /// What the service joins; the relation's table is then one of joined rows.
  var joins: [RecordJoin] = []
  /// The keys of all entities that are joined, by their names in the table.
  var keys: [String] = []
  /// The columns that a joined row may lack.
  var optional: Set<Int> = []
  /// What the service makes of the records; the relation's table is then one of groups.
  var grouping: Grouping?
  /// What EXPLAIN says beside the sort.
  var remarks: [String] = []
}

extension FilterGroup {
  /// The fields that it filters by, those of its groups included.
  fileprivate var fields: [String] { filters.map(\.field) + groups.flatMap(\.fields) }
}
