import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// Texts that COLLATE BINARY tells apart byte by byte.
//
// The wish belongs to the clause in which it is written: a query's columns carry it only as far as
// DISTINCT, GROUP BY, ORDER BY and the set operations of that query.
extension Binder {
  func textRule(_ operands: [SQLExpression]) -> TextRule {
    for case .collate in operands { return .binary }
    return .folded
  }

  /// How an operand and the one column of a query are compared.
  func textRule(_ operand: SQLExpression, over query: Query) -> TextRule {
    textRule(operand) == .binary || asksForBytes(query.body) ? .binary : .folded
  }

  /// Whether a column of a query is told apart byte by byte.
  func asksForBytes(_ body: QueryBody, column: Int = 0) -> Bool {
    switch body {
    case .select(let select):
      guard select.items.indices.contains(column),
        case .expression(let item) = select.items[column]
      else { return false }
      return textRule(item.expression) == .binary
    case .values(let values):
      return values.rows.contains { row in
        row.elements.indices.contains(column) && textRule(row.elements[column]) == .binary
      }
    case .nested(let query): return asksForBytes(query.body, column: column)
    case .setOperation(let operation):
      return asksForBytes(operation.left, column: column)
        || asksForBytes(operation.right, column: column)
    }
  }

  /// Binds an expression whose value is grouped, made distinct or aggregated.
  func bindKey(_ expression: SQLExpression, in scope: Scope) -> BoundExpression? {
    bind(expression, in: scope).map { textRule(expression) == .binary ? $0.exact : $0 }
  }

  /// SELECT DISTINCT with a column that is told apart byte by byte, as DISTINCT ON all columns.
  func exactlyDistinct(
    _ distinctness: BoundSelect.Distinctness,
    _ items: [BoundItem]
  ) -> BoundSelect.Distinctness? {
    guard case .all = distinctness, let exact = items.first(where: { $0.expression.isExact })
    else { return distinctness }
    let hasWindow = items.contains { item in
      item.expression.contains { if case .window = $0.kind { true } else { false } }
    }
    if hasWindow {
      return fail(
        .featureNotSupported,
        "DISTINCT cannot go by COLLATE BINARY beside a window function",
        at: exact.expression.span,
        hint: "Put the query with the window function in FROM ( … )."
      )
    }
    return .on(items.map { settled($0.expression) })
  }

  /// Which columns of a query's body are told apart byte by byte.
  func exactColumns(_ body: BoundQueryBody) -> Set<Int> {
    switch body {
    case .select(let select):
      Set(select.items.indices.filter { select.items[$0].expression.isExact })
    case .values: []
    case .setOperation(_, _, let left, let right):
      exactColumns(left).union(exactColumns(right))
    case .nested(let query): exactColumns(query.body)
    }
  }

  /// The body with columns that are nothing but their values.
  func withoutExactness(_ body: BoundQueryBody) -> BoundQueryBody {
    switch body {
    case .select(var select):
      for index in select.items.indices {
        select.items[index].expression = select.items[index].expression.withoutExactness
      }
      return .select(select)
    case .values: return body
    case .setOperation(let symbol, let isAll, let left, let right):
      return .setOperation(
        symbol,
        isAll: isAll,
        withoutExactness(left),
        withoutExactness(right)
      )
    case .nested(var query):
      query.body = withoutExactness(query.body)
      return .nested(query)
    }
  }

  /// A set operation some of whose columns are told apart byte by byte: DISTINCT ON over UNION ALL.
  func exactSetOperation(
    _ symbol: BoundSetOperator,
    _ left: BoundQueryBody,
    _ right: BoundQueryBody,
    _ exact: Set<Int>,
    _ schema: RowSchema,
    at span: SourceSpan
  ) -> BoundQueryBody? {
    guard symbol == .union else {
      return fail(
        .featureNotSupported,
        "\(symbol.rawValue) cannot go by COLLATE BINARY",
        at: span,
        hint: "Use \(symbol == .except ? "NOT EXISTS" : "EXISTS") with a condition such as"
          + " a = b COLLATE BINARY."
      )
    }
    let types = schema.columns.map { $0.type == .unknown ? DataType.text : $0.type }
    let all = BoundQueryBody.setOperation(
      .union,
      isAll: true,
      withoutExactness(left),
      withoutExactness(right)
    )
    guard let typed = coerced(all, to: types) else { return nil }
    let columns = RowSchema(zip(schema.columns, types).map { SchemaColumn($0.name, $1) })
    let relation = nextRelation(named: "")
    let items = columns.columns.enumerated().map { index, column in
      let value = BoundExpression(
        .column(BoundColumn(relation: relation, index: index, name: column.name)),
        column.type
      )
      return BoundItem(exact.contains(index) ? value.exact : value, name: column.name)
    }
    return .select(
      BoundSelect(
        distinctness: .on(items.map(\.expression)),
        items: items,
        from: .derived(relation, BoundQuery(body: typed, schema: columns))
      )
    )
  }
}
