import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Makes joins along relationships columns of the record that points: `i.Supplier.Name` comes in the
/// page of invoices that holds it, without a read of suppliers.
///
/// A link to a record that is gone answers an object with its `Id` alone. A join gives NULL there, so
/// an `Id` reached through a link is NULL where the record's time of creation is.
///
/// - Source: `data-service-api.md` §3.8.
enum ExpandRelationships: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    guard planner.environment.settings.pushDown != .off,
      planner.environment.catalog.traits.has(.expansion) != false
    else { return }
    var folding = RelationshipFolding(draft.query, planner)
    let query = draft.query.mappedSelects { folding.fold($0) }
    if folding.folds.isEmpty { return }
    var placement = RelationshipPlacement(folding, draft.query.tables)
    draft.query = placement.placed(query)
  }
}

/// Counts along relationships by the total of one page, before the service is asked for groups.
enum ExpandCounts: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    guard case .select(let select) = draft.query.body, case .join = select.from,
      select.groupBy.isEmpty, select.items.count == 1,
      case .aggregate(let aggregate) = select.items[0].expression.kind,
      aggregate.function == .count, aggregate.arguments.isEmpty, aggregate.filter == nil
    else { return }
    var attempt = draft
    ExpandRelationships.apply(to: &attempt, planner)
    PushFilter.apply(to: &attempt, planner)
    CountByTotal.apply(to: &attempt, planner)
    if attempt.node != nil, attempt.errors.isEmpty { draft = attempt }
  }
}

/// Puts the columns of relations that were folded beside those of the entity whose records hold
/// them.
private struct RelationshipPlacement {
  private let folding: RelationshipFolding
  private var tables: [RelationID: Table]
  private var places: [BoundColumn: BoundColumn] = [:]

  init(_ folding: RelationshipFolding, _ tables: [(relation: RelationID, table: Table)]) {
    self.folding = folding
    self.tables = Dictionary(
      tables.map { ($0.relation, $0.table) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  mutating func placed(_ query: BoundQuery) -> BoundQuery {
    let rewritten = query.mappedDeep { expression in
      guard case .column(let column) = expression.kind else { return expression }
      var result = self.expression(column, expression.type)
      result.span = expression.span
      return result
    }
    return rewritten.mappedSelects { select in
      var result = select
      result.from = select.from.map(relation)
      return result
    }
  }

  private func relation(_ relation: BoundRelation) -> BoundRelation {
    switch relation {
    case .table(let id, let table): return .table(id, tables[id] ?? table)
    case .join(var join):
      join.left = self.relation(join.left)
      join.right = self.relation(join.right)
      return .join(join)
    case .derived, .commonTable, .series, .lastResult: return relation
    }
  }

  /// What a column is now: of a record that an outer join asks more of, NULL where that does not
  /// hold.
  private mutating func expression(_ column: BoundColumn, _ type: DataType) -> BoundExpression {
    conditional(value(of: column, type), column.relation)
  }

  /// A value of a relation's record where the conditions of the joins on the way to it hold.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - relation: Whose record it is of.
  ///   - joined: A relation whose record is there: the conditions on the way to it do not count.
  /// - Returns: The value, or a CASE that gives it or NULL.
  private mutating func conditional(
    _ value: BoundExpression,
    _ relation: RelationID,
    from joined: RelationID? = nil
  ) -> BoundExpression {
    guard relation != joined, let fold = folding.folds[relation] else { return value }
    guard let condition = fold.condition else {
      return conditional(value, fold.link.relation, from: joined)
    }
    var copy = self
    // A join's condition is asked of its record, and of what is joined to that.
    let decided = condition.mappedDeep { part in
      guard case .column(let column) = part.kind else { return part }
      return copy.conditional(
        copy.value(of: column, part.type),
        column.relation,
        from: relation
      )
    }
    self = copy
    let kept = BoundExpression(
      .cases([BoundCase(condition: decided, result: value)], otherwise: nil),
      value.type
    )
    return conditional(kept, fold.link.relation, from: joined)
  }

  /// What the service's expansion gives for a column.
  private mutating func value(of column: BoundColumn, _ type: DataType) -> BoundExpression {
    guard let fold = folding.folds[column.relation] else {
      return BoundExpression(.column(column), type)
    }
    if column.index == fold.table.keyIndex {
      let link = value(of: fold.link, type)
      if fold.isInner { return link }
      guard let presence = RelationshipFolding.presence(of: column.relation, fold.table) else {
        return link
      }
      let isThere = BoundExpression(
        .isNull(value(of: presence, .timestamp), isNegated: true),
        .boolean
      )
      return BoundExpression(
        .cases([BoundCase(condition: isThere, result: link)], otherwise: nil),
        type
      )
    }
    return BoundExpression(.column(place(column, fold)), type)
  }

  private mutating func place(
    _ column: BoundColumn,
    _ fold: RelationshipFolding.Fold
  ) -> BoundColumn {
    let key = BoundColumn(relation: column.relation, index: column.index, name: "")
    if let known = places[key] { return known }
    let path = path(to: column.relation) + fold.table.columns[column.index].path
    let name = path.joined(separator: ".")
    guard let base = folding.base(of: column.relation), let table = tables[base] else {
      return column
    }
    // A relationship that two joins follow is one place.
    let found = table.columns.firstIndex { $0.path == path }
    if found == nil {
      let placed = fold.table.columns[column.index].placed(as: name, path: path)
      tables[base] = table.with(columns: table.columns + [placed], recordCount: table.recordCount)
    }
    let place = BoundColumn(relation: base, index: found ?? table.columns.count, name: name)
    places[key] = place
    return place
  }

  /// The relationships from the base's record down to a relation's.
  private func path(to relation: RelationID) -> [String] {
    guard let fold = folding.folds[relation] else { return [] }
    let owner = folding.folds[fold.link.relation]?.table ?? tables[fold.link.relation]
    let column = owner?.columns[fold.link.index]
    return path(to: fold.link.relation) + (column?.path ?? [])
  }
}
