package import DSQLCatalog
package import DSQLTypes

extension BoundQuery {
  /// The query with each expression and each query right below it replaced: in its own clauses, in
  /// the sides of a set operation, in FROM.
  package func mapped(
    _ onExpression: (BoundExpression) -> BoundExpression,
    _ onQuery: (BoundQuery) -> BoundQuery
  ) -> BoundQuery {
    var result = self
    result.commonTables = commonTables.map {
      var table = $0
      table.query = onQuery(table.query)
      return table
    }
    result.body = body.mapped(onExpression, onQuery)
    result.orderBy = orderBy.map { $0.mapped(onExpression) }
    result.limit = limit.map(onExpression)
    result.offset = offset.map(onExpression)
    return result
  }

  /// The query with every expression of it replaced, innermost first, nested queries included.
  package func mappedDeep(_ transform: (BoundExpression) -> BoundExpression) -> BoundQuery {
    mapped({ $0.mappedDeep(transform) }, { $0.mappedDeep(transform) })
  }

  /// The query with every select of it replaced, innermost first, nested queries included.
  package func mappedSelects(_ transform: (BoundSelect) -> BoundSelect) -> BoundQuery {
    func inside(_ expression: BoundExpression) -> BoundExpression {
      expression.mapped({ inside($0) }, { $0.mappedSelects(transform) })
    }
    var result = mapped({ inside($0) }, { $0.mappedSelects(transform) })
    result.body = result.body.mappedSelects(transform)
    return result
  }

  /// Every column that it reads, nested queries included.
  package var columnsRead: [BoundColumn] {
    var found: [BoundColumn] = []
    _ = mappedDeep {
      if case .column(let column) = $0.kind { found.append(column) }
      return $0
    }
    return found
  }

  /// Every entity in a FROM of it, in the order written, nested queries included.
  package var tables: [(relation: RelationID, table: Table)] {
    var found: [(relation: RelationID, table: Table)] = []
    _ = mappedSelects { select in
      if let from = select.from {
        for leaf in from.leaves {
          if case .table(let relation, let table) = leaf { found.append((relation, table)) }
        }
      }
      return select
    }
    return found.sorted { $0.relation < $1.relation }
  }

  /// Every place where it reads the last result of the session, nested queries included.
  package var lastResults: [(relation: RelationID, schema: RowSchema)] {
    var found: [(relation: RelationID, schema: RowSchema)] = []
    _ = mappedSelects { select in
      for case .lastResult(let relation, let schema) in select.from?.leaves ?? [] {
        found.append((relation, schema))
      }
      return select
    }
    return found.sorted { $0.relation < $1.relation }
  }
}

extension BoundQueryBody {
  func mapped(
    _ onExpression: (BoundExpression) -> BoundExpression,
    _ onQuery: (BoundQuery) -> BoundQuery
  ) -> BoundQueryBody {
    switch self {
    case .select(let select): .select(select.mapped(onExpression, onQuery))
    case .values(let rows): .values(rows.map { $0.map(onExpression) })
    case .setOperation(let symbol, let isAll, let left, let right):
      .setOperation(
        symbol,
        isAll: isAll,
        left.mapped(onExpression, onQuery),
        right.mapped(onExpression, onQuery)
      )
    case .nested(let query): .nested(onQuery(query))
    }
  }

  func mappedSelects(_ transform: (BoundSelect) -> BoundSelect) -> BoundQueryBody {
    switch self {
    case .select(let select): .select(transform(select))
    case .values, .nested: self
    case .setOperation(let symbol, let isAll, let left, let right):
      .setOperation(
        symbol,
        isAll: isAll,
        left.mappedSelects(transform),
        right.mappedSelects(transform)
      )
    }
  }
}

extension BoundSelect {
  func mapped(
    _ onExpression: (BoundExpression) -> BoundExpression,
    _ onQuery: (BoundQuery) -> BoundQuery
  ) -> BoundSelect {
    var result = self
    switch distinctness {
    case .none, .all: break
    case .on(let keys): result.distinctness = .on(keys.map(onExpression))
    }
    result.items = items.map { BoundItem(onExpression($0.expression), name: $0.name) }
    result.from = from.map { $0.mapped(onExpression, onQuery) }
    result.predicate = predicate.map(onExpression)
    result.groupBy = groupBy.map(onExpression)
    result.having = having.map(onExpression)
    return result
  }
}

extension BoundRelation {
  /// The relation with the conditions of its joins, its queries and its series' bounds replaced.
  package func mapped(
    _ onExpression: (BoundExpression) -> BoundExpression,
    _ onQuery: (BoundQuery) -> BoundQuery
  ) -> BoundRelation {
    switch self {
    case .table, .commonTable, .lastResult: self
    case .derived(let relation, let query): .derived(relation, onQuery(query))
    case .series(let relation, let first, let last, let step, let schema):
      .series(
        relation,
        first: onExpression(first),
        last: onExpression(last),
        step: step.map(onExpression),
        schema
      )
    case .join(let join):
      .join(
        BoundJoin(
          kind: join.kind,
          left: join.left.mapped(onExpression, onQuery),
          right: join.right.mapped(onExpression, onQuery),
          condition: join.condition.map(onExpression)
        )
      )
    }
  }

  /// What is joined, in the order written; the relation itself where nothing is.
  package var leaves: [BoundRelation] {
    switch self {
    case .table, .derived, .commonTable, .series, .lastResult: [self]
    case .join(let join): join.left.leaves + join.right.leaves
    }
  }

  /// Its number; nil for a join.
  package var relation: RelationID? {
    switch self {
    case .table(let id, _), .derived(let id, _), .commonTable(let id, _, _, _),
      .series(let id, _, _, _, _), .lastResult(let id, _):
      id
    case .join: nil
    }
  }
}
