import DSQLPlan

extension BoundQuery {
  /// The query with every select of it replaced together with the ORDER BY that stands behind it,
  /// innermost first, nested queries included.
  func mappedSelects(
    ordered transform: (BoundSelect, inout [BoundOrdering]) -> BoundSelect
  ) -> BoundQuery {
    func inside(_ expression: BoundExpression) -> BoundExpression {
      expression.mapped({ inside($0) }, { $0.mappedSelects(ordered: transform) })
    }
    func inside(_ body: BoundQueryBody, _ orderBy: inout [BoundOrdering]) -> BoundQueryBody {
      switch body {
      case .values, .nested: return body
      case .select(let select): return .select(transform(select, &orderBy))
      case .setOperation(let symbol, let isAll, let left, let right):
        // What stands behind a set operation orders its result, not one of its sides.
        var none: [BoundOrdering] = []
        let first = inside(left, &none)
        return .setOperation(symbol, isAll: isAll, first, inside(right, &none))
      }
    }
    var result = mapped({ inside($0) }, { $0.mappedSelects(ordered: transform) })
    result.body = inside(result.body, &result.orderBy)
    return result
  }
}

extension BoundOrdering {
  /// The ordering by another expression; by a column of the result it stays.
  func keyed(_ transform: (BoundExpression) -> BoundExpression) -> BoundOrdering {
    guard case .expression(let expression) = key else { return self }
    var result = self
    result.key = .expression(transform(expression))
    return result
  }
}

extension BoundSelect {
  /// Every aggregate of it and of the ORDER BY behind it.
  func aggregates(_ orderBy: [BoundOrdering]) -> [BoundAggregate] {
    var found: [BoundAggregate] = []
    func look(_ expression: BoundExpression) {
      if case .aggregate(let aggregate) = expression.kind { found.append(aggregate) }
      for child in expression.children { look(child) }
    }
    for item in items { look(item.expression) }
    if let having { look(having) }
    for case .expression(let key) in orderBy.map(\.key) { look(key) }
    return found
  }

  /// The select with each expression of its own replaced, but not those in FROM.
  func mappedClauses(_ transform: (BoundExpression) -> BoundExpression) -> BoundSelect {
    var result = self
    if case .on(let keys) = distinctness { result.distinctness = .on(keys.map(transform)) }
    result.items = items.map { BoundItem(transform($0.expression), name: $0.name) }
    result.predicate = predicate.map(transform)
    result.groupBy = groupBy.map(transform)
    result.having = having.map(transform)
    return result
  }
}
