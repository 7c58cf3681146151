extension BoundExpression {
  /// The expression with each operand and each query right below it replaced.
  package func mapped(
    _ onExpression: (BoundExpression) -> BoundExpression,
    _ onQuery: (BoundQuery) -> BoundQuery
  ) -> BoundExpression {
    var result = self
    result.kind = mappedKind(onExpression, onQuery)
    return result
  }

  /// The expression with every expression of it replaced, innermost first, those of its
  /// subqueries included.
  package func mappedDeep(
    _ transform: (BoundExpression) -> BoundExpression
  ) -> BoundExpression {
    transform(mapped({ $0.mappedDeep(transform) }, { $0.mappedDeep(transform) }))
  }

  /// The operands right below it, without those of subqueries.
  package var children: [BoundExpression] {
    var found: [BoundExpression] = []
    _ = mapped(
      {
        found.append($0)
        return $0
      },
      { $0 }
    )
    return found
  }

  /// The queries right below it.
  package var subqueries: [BoundQuery] {
    var found: [BoundQuery] = []
    _ = mapped(
      { $0 },
      {
        found.append($0)
        return $0
      }
    )
    return found
  }

  /// Whether it or an operand of it meets a condition; subqueries are not entered.
  package func contains(_ condition: (BoundExpression) -> Bool) -> Bool {
    condition(self) || children.contains { $0.contains(condition) }
  }

  /// Every column that it reads, those of its subqueries included.
  package var columnsRead: [BoundColumn] {
    var found: [BoundColumn] = []
    _ = mappedDeep {
      if case .column(let column) = $0.kind { found.append(column) }
      return $0
    }
    return found
  }

  private func mappedKind(
    _ each: (BoundExpression) -> BoundExpression,
    _ query: (BoundQuery) -> BoundQuery
  ) -> Kind {
    switch kind {
    case .constant, .column: kind
    case .negate(let operand): .negate(each(operand))
    case .not(let operand): .not(each(operand))
    case .arithmetic(let symbol, let left, let right): .arithmetic(symbol, each(left), each(right))
    case .concatenate(let left, let right): .concatenate(each(left), each(right))
    case .comparison(let symbol, let left, let right, let rule):
      .comparison(symbol, each(left), each(right), rule)
    case .distinct(let left, let right, let isNegated, let rule):
      .distinct(each(left), each(right), isNegated: isNegated, rule)
    case .and(let operands): .and(operands.map(each))
    case .or(let operands): .or(operands.map(each))
    case .isNull(let operand, let isNegated): .isNull(each(operand), isNegated: isNegated)
    case .isTruth(let operand, let truth, let isNegated):
      .isTruth(each(operand), truth, isNegated: isNegated)
    case .inList(let operand, let list, let isNegated, let rule):
      .inList(each(operand), list.map(each), isNegated: isNegated, rule)
    case .between(let operand, let low, let high, let isNegated, let rule):
      .between(each(operand), low: each(low), high: each(high), isNegated: isNegated, rule)
    case .like(let operand, let pattern, let escape, let isNegated, let rule):
      .like(
        each(operand),
        pattern: each(pattern),
        escape: escape.map(each),
        isNegated: isNegated,
        rule
      )
    case .matches(let operand, let pattern, let ignoresCase, let isNegated):
      .matches(
        each(operand),
        pattern: each(pattern),
        ignoresCase: ignoresCase,
        isNegated: isNegated
      )
    case .cases(let branches, let otherwise):
      .cases(
        branches.map { BoundCase(condition: each($0.condition), result: each($0.result)) },
        otherwise: otherwise.map(each)
      )
    case .cast(let operand): .cast(each(operand))
    case .function(let function, let arguments): .function(function, arguments.map(each))
    case .aggregate(let aggregate): .aggregate(aggregate.mapped(each))
    case .window(let window): .window(window.mapped(each))
    case .scalarSubquery(let nested): .scalarSubquery(query(nested))
    case .exists(let nested, let isNegated): .exists(query(nested), isNegated: isNegated)
    case .inQuery(let operand, let nested, let isNegated, let rule):
      .inQuery(each(operand), query(nested), isNegated: isNegated, rule)
    case .quantified(let operand, let symbol, let isAll, let nested, let rule):
      .quantified(each(operand), symbol, isAll: isAll, query(nested), rule)
    }
  }
}

extension BoundAggregate {
  func mapped(_ each: (BoundExpression) -> BoundExpression) -> BoundAggregate {
    BoundAggregate(
      function,
      arguments.map(each),
      isDistinct: isDistinct,
      filter: filter.map(each),
      orderBy: orderBy.map { $0.mapped(each) }
    )
  }
}

extension BoundWindow {
  func mapped(_ each: (BoundExpression) -> BoundExpression) -> BoundWindow {
    var result = self
    switch function {
    case .aggregate(let aggregate): result.function = .aggregate(aggregate.mapped(each))
    case .ranking(let ranking, let arguments):
      result.function = .ranking(ranking, arguments.map(each))
    }
    result.partitionBy = partitionBy.map(each)
    result.orderBy = orderBy.map { $0.mapped(each) }
    return result
  }
}

extension BoundOrdering {
  func mapped(_ each: (BoundExpression) -> BoundExpression) -> BoundOrdering {
    var result = self
    if case .expression(let expression) = key { result.key = .expression(each(expression)) }
    return result
  }
}
