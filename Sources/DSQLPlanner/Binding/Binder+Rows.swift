import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// Rows: `(a, b) = (1, 2)`, `(a, b) < (1, 2)`, `(a, b) IN (…)`, all bound to comparisons of columns.
//
// A row against the rows of a query is a query for what each comparison comes to, with TRUE looked
// for in it: TRUE where a row meets it, else NULL where one leaves it open, else FALSE.
extension Binder {
  /// A column of a row.
  private struct Element {
    let value: BoundExpression
    let rule: TextRule
  }

  /// A row that was written out.
  private func elements(_ row: RowExpression, in scope: Scope) -> [Element]? {
    all(row.elements) { written in
      bind(written, in: scope).map { Element(value: $0, rule: textRule(written)) }
    }
  }

  // MARK: Row against row

  /// An operator between two expressions of which one may be a row.
  private struct Comparison {
    let symbol: BinaryOperator
    let left: SQLExpression
    let right: SQLExpression
    let operatorSpan: SourceSpan
    let span: SourceSpan
  }

  /// `left symbol right` where a side is a row.
  ///
  /// - Returns: Nil where neither side is; an inner nil where it could not be bound.
  func bindRows(_ node: BinaryExpression, in scope: Scope) -> (expression: BoundExpression?, Void)?
  {
    bind(
      Comparison(
        symbol: node.operator,
        left: node.left,
        right: node.right,
        operatorSpan: node.operatorSpan,
        span: node.span
      ),
      in: scope
    )
  }

  private func bind(
    _ node: Comparison,
    in scope: Scope
  ) -> (expression: BoundExpression?, Void)? {
    let symbol = ComparisonOperator(rawValue: node.symbol.rawValue)
    switch (node.left, node.right) {
    case (.row(let left), .row(let right)):
      return (compare(left, right, symbol, node, in: scope), ())
    case (.row(let row), .subquery(let query)):
      return symbol.map { (bindRow(row, $0, query.query, node, in: scope), ()) }
    case (.subquery(let query), .row(let row)):
      return symbol.map { (bindRow(row, $0.mirrored, query.query, node, in: scope), ()) }
    default: return nil
    }
  }

  private func compare(
    _ left: RowExpression,
    _ right: RowExpression,
    _ symbol: ComparisonOperator?,
    _ node: Comparison,
    in scope: Scope
  ) -> BoundExpression? {
    let one = elements(left, in: scope)
    let other = elements(right, in: scope)
    guard let one, let other else { return nil }
    if let symbol { return compare(one, symbol, other, at: node.operatorSpan, span: node.span) }
    guard node.symbol == .isDistinctFrom || node.symbol == .isNotDistinctFrom else {
      return fail(
        .undefinedFunction,
        "operator does not exist: record \(node.symbol.rawValue) record",
        at: node.operatorSpan
      )
    }
    guard isSameLength(one, other, at: node.operatorSpan) else { return nil }
    let pairs = all(Array(zip(one, other))) { first, second -> BoundExpression? in
      matched(first.value, second.value, "=", at: node.operatorSpan).map {
        BoundExpression(
          .distinct($0, $1, isNegated: false, rule(first, second)),
          .boolean,
          span: node.span
        )
      }
    }
    return pairs.map {
      negated(
        joined($0, isAnd: false, span: node.span),
        node.symbol == .isNotDistinctFrom
      )
    }
  }

  /// Row against row, three-valued as PostgreSQL's.
  ///
  /// `=` asks every pair, `<>` is its negation; an order goes by the first pair that is not equal,
  /// and is NULL where a NULL comes before it.
  private func compare(
    _ left: [Element],
    _ symbol: ComparisonOperator,
    _ right: [Element],
    at operatorSpan: SourceSpan,
    span: SourceSpan
  ) -> BoundExpression? {
    guard isSameLength(left, right, at: operatorSpan) else { return nil }
    func pair(_ index: Int, _ symbol: ComparisonOperator) -> BoundExpression? {
      compare(
        symbol,
        left[index].value,
        right[index].value,
        rule: rule(left[index], right[index]),
        at: operatorSpan,
        span: span
      )
    }
    switch symbol {
    case .equal, .notEqual:
      return all(Array(left.indices)) { pair($0, .equal) }.map {
        negated(joined($0, isAnd: true, span: span), symbol == .notEqual)
      }
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      let strict: ComparisonOperator =
        symbol == .less || symbol == .lessOrEqual ? .less : .greater
      guard let last = left.indices.last, var result = pair(last, symbol) else { return nil }
      for index in left.indices.dropLast().reversed() {
        guard let decided = pair(index, strict), let equal = pair(index, .equal) else { return nil }
        let further = joined([equal, result], isAnd: true, span: span)
        result = joined([decided, further], isAnd: false, span: span)
      }
      return result
    }
  }

  private func isSameLength(_ left: [Element], _ right: [Element], at span: SourceSpan) -> Bool {
    if left.count == right.count { return true }
    let none: Void? = fail(
      .syntaxError,
      "unequal number of entries in row expressions",
      at: span
    )
    return none != nil
  }

  private func rule(_ left: Element, _ right: Element) -> TextRule {
    left.rule == .binary || right.rule == .binary ? .binary : .folded
  }

  private func joined(
    _ parts: [BoundExpression],
    isAnd: Bool,
    span: SourceSpan
  ) -> BoundExpression {
    if parts.count == 1 { return parts[0] }
    if parts.isEmpty { return BoundExpression(.constant(.boolean(isAnd)), .boolean, span: span) }
    return BoundExpression(isAnd ? .and(parts) : .or(parts), .boolean, span: span)
  }

  private func negated(_ expression: BoundExpression, _ isNegated: Bool) -> BoundExpression {
    isNegated ? BoundExpression(.not(expression), .boolean, span: expression.span) : expression
  }

  /// `(a, b) [NOT] BETWEEN (1, 2) AND (3, 4)`.
  func bindRows(_ node: BetweenExpression, in scope: Scope) -> BoundExpression? {
    let bounds = [(BinaryOperator.greaterOrEqual, node.low), (.lessOrEqual, node.high)]
    let sides = all(bounds) { symbol, bound -> BoundExpression? in
      let comparison = Comparison(
        symbol: symbol,
        left: node.operand,
        right: bound,
        operatorSpan: node.span,
        span: node.span
      )
      if let bound = bind(comparison, in: scope) { return bound.expression }
      return fail(.typeMismatch, "a row is compared with a row only", at: bound.span)
    }
    return sides.map { negated(joined($0, isAnd: true, span: node.span), node.isNegated) }
  }

  /// `(a, b) IS [NOT] NULL`: whether all columns are, or none is.
  func bindRow(_ row: RowExpression, _ node: IsTest, in scope: Scope) -> BoundExpression? {
    elements(row, in: scope).map { elements in
      let tests = elements.map {
        BoundExpression(
          .isNull(settled($0.value), isNegated: node.isNegated),
          .boolean,
          span: node.span
        )
      }
      return joined(tests, isAnd: true, span: node.span)
    }
  }

  // MARK: Row in a list

  /// `(a, b) [NOT] IN ((1, 2), (3, 4))`.
  func bindRow(
    _ row: RowExpression,
    in list: [SQLExpression],
    _ node: InExpression,
    _ scope: Scope
  ) -> BoundExpression? {
    let left = elements(row, in: scope)
    let alternatives = all(list) { element -> BoundExpression? in
      guard case .row(let other) = element else {
        return fail(.typeMismatch, "a row is compared with a row only", at: element.span)
      }
      guard let right = elements(other, in: scope), let left else { return nil }
      return compare(left, .equal, right, at: element.span, span: element.span)
    }
    return alternatives.map {
      negated(joined($0, isAnd: false, span: node.span), node.isNegated)
    }
  }

  // MARK: Row against the rows of a query

  /// `(a, b) [NOT] IN (query)`.
  func bindRow(
    _ row: RowExpression,
    in query: Query,
    _ node: InExpression,
    _ scope: Scope
  ) -> BoundExpression? {
    comparisons(row, .equal, query, at: node.span, in: scope) { $0 }.map {
      Self.found(in: $0, isNegated: node.isNegated, span: node.span)
    }
  }

  /// `(a, b) symbol ANY|ALL (query)`.
  func bindRow(
    _ row: RowExpression,
    _ node: QuantifiedComparison,
    in scope: Scope
  ) -> BoundExpression? {
    guard let symbol = ComparisonOperator(rawValue: node.operator.rawValue) else { return nil }
    // Every row meets it where none is found that does not.
    let isAll = node.quantifier == .all
    return comparisons(row, symbol, node.query, at: node.operatorSpan, in: scope) {
      negated($0, isAll)
    }.map { Self.found(in: $0, isNegated: isAll, span: node.span) }
  }

  /// `(a, b) symbol (query)` with a query of one row at most.
  private func bindRow(
    _ row: RowExpression,
    _ symbol: ComparisonOperator,
    _ query: Query,
    _ node: Comparison,
    in scope: Scope
  ) -> BoundExpression? {
    comparisons(row, symbol, query, at: node.operatorSpan, in: scope) { $0 }.map {
      BoundExpression(.scalarSubquery($0), .boolean, span: node.span)
    }
  }

  private static func found(
    in query: BoundQuery,
    isNegated: Bool,
    span: SourceSpan
  ) -> BoundExpression {
    BoundExpression(
      .inQuery(
        BoundExpression(.constant(.boolean(true)), .boolean, span: span),
        query,
        isNegated: isNegated,
        .folded
      ),
      .boolean,
      span: span
    )
  }

  /// The query for what a row's comparison with each row of a query comes to.
  private func comparisons(
    _ row: RowExpression,
    _ symbol: ComparisonOperator,
    _ query: Query,
    at span: SourceSpan,
    in scope: Scope,
    _ result: (BoundExpression) -> BoundExpression
  ) -> BoundQuery? {
    let left = elements(row, in: scope)
    let nested = bindQuery(query, in: scope, settles: false)
    guard let left, let nested else { return nil }
    let columns = nested.schema.columns
    guard columns.count == left.count else {
      return fail(
        .syntaxError,
        "subquery has too \(columns.count < left.count ? "few" : "many") columns",
        at: query.span
      )
    }
    let grouped = left.first { element in
      element.value.contains {
        switch $0.kind {
        case .aggregate, .window: true
        case .constant, .column, .negate, .not, .arithmetic, .concatenate, .comparison, .distinct,
          .and, .or, .isNull, .isTruth, .inList, .between, .like, .matches, .cases, .cast,
          .function, .scalarSubquery, .exists, .inQuery, .quantified:
          false
        }
      }
    }
    if let grouped {
      return fail(
        .featureNotSupported,
        "a row with an aggregate or a window function cannot be compared with a query",
        at: grouped.value.span ?? row.span,
        hint: "Put the query with the aggregate in FROM ( … )."
      )
    }
    let types = zip(columns, left).map { column, element -> DataType in
      if column.type != .unknown { return column.type }
      return element.value.type == .unknown ? .text : element.value.type
    }
    guard let typed = coerced(nested, to: types) else { return nil }
    let relation = nextRelation(named: "")
    let right = typed.schema.columns.enumerated().map { index, column in
      Element(
        value: BoundExpression(
          .column(BoundColumn(relation: relation, index: index, name: column.name)),
          column.type
        ),
        rule: asksForBytes(query.body, column: index) ? .binary : .folded
      )
    }
    guard let compared = compare(left, symbol, right, at: span, span: span) else { return nil }
    return BoundQuery(
      body: .select(
        BoundSelect(
          items: [BoundItem(result(compared), name: "found")],
          from: .derived(relation, typed)
        )
      ),
      schema: RowSchema([SchemaColumn("found", .boolean)])
    )
  }
}
