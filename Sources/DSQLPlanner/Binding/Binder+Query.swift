import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// Queries: WITH, set operations, VALUES, ORDER BY, LIMIT.
extension Binder {
  /// Binds a query.
  ///
  /// - Parameters:
  ///   - query: The query as written.
  ///   - parent: The scope around it, for what is correlated; nil at the top.
  ///   - settles: Whether a column that is a bare text literal becomes text; where not, it keeps
  ///     the type `unknown` for a context to decide.
  ///   - keepsExactness: Whether columns keep their COLLATE for a set operation around.
  /// - Returns: The bound query; nil where something in it was reported.
  func bindQuery(
    _ query: Query,
    in parent: Scope?,
    settles: Bool = true,
    keepsExactness: Bool = false
  ) -> BoundQuery? {
    let scope = Scope(parent: parent)
    let tables = bindCommonTables(query.with, in: scope)
    var parts: (body: BoundQueryBody, orderBy: [BoundOrdering], schema: RowSchema)?
    if case .select(let select) = query.body {
      parts = bindSelect(select, orderBy: query.orderBy, in: scope).map {
        (.select($0.select), $0.orderBy, $0.schema)
      }
    } else if let (body, schema) = bindBody(query.body, in: scope) {
      let orderBy = all(query.orderBy) { outputOrdering($0, body, schema) }
      parts = orderBy.map { (body, $0, schema) }
    }
    let limit = query.limit.map { bindCount($0, clause: "LIMIT") }
    let offset = query.offset.map { bindCount($0, clause: "OFFSET") }
    guard let tables, let parts else { return nil }
    if let limit, limit == nil { return nil }
    if let offset, offset == nil { return nil }
    let bound = BoundQuery(
      commonTables: tables,
      body: keepsExactness ? parts.body : withoutExactness(parts.body),
      orderBy: parts.orderBy,
      limit: limit ?? nil,
      offset: offset ?? nil,
      schema: parts.schema
    )
    return settles ? settled(bound) : bound
  }

  /// Binds a query inside an expression.
  func bindNested(_ query: Query, in scope: Scope, columns: Int?) -> BoundQuery? {
    guard let bound = bindQuery(query, in: scope) else { return nil }
    if let columns, bound.schema.columns.count != columns {
      return fail(.syntaxError, "subquery must return only one column", at: query.span)
    }
    return bound
  }

  private func settled(_ query: BoundQuery) -> BoundQuery? {
    coerced(query, to: query.schema.columns.map { $0.type == .unknown ? .text : $0.type })
  }

  /// The query with its columns converted to types that they convert to.
  func coerced(_ query: BoundQuery, to types: [DataType]) -> BoundQuery? {
    guard let body = coerced(query.body, to: types) else { return nil }
    var result = query
    result.body = body
    result.schema = RowSchema(
      zip(query.schema.columns, types).map { SchemaColumn($0.name, $1) }
    )
    return result
  }

  func coerced(_ body: BoundQueryBody, to types: [DataType]) -> BoundQueryBody? {
    switch body {
    case .select(var select):
      let items = all(Array(zip(select.items, types))) { item, type in
        assigned(item.expression, to: type).map { BoundItem($0, name: item.name) }
      }
      guard let items else { return nil }
      select.items = items
      return .select(select)
    case .values(let rows):
      return all(rows) { row in all(Array(zip(row, types))) { assigned($0, to: $1) } }.map {
        .values($0)
      }
    case .setOperation(let symbol, let isAll, let left, let right):
      let one = coerced(left, to: types)
      let other = coerced(right, to: types)
      guard let one, let other else { return nil }
      return .setOperation(symbol, isAll: isAll, one, other)
    case .nested(let query): return coerced(query, to: types).map { .nested($0) }
    }
  }

  /// The expression in a type that was found for it; a NULL keeps the column's type.
  private func assigned(_ expression: BoundExpression, to type: DataType) -> BoundExpression? {
    literalText(expression) != nil ? converted(expression, to: type) : cast(expression, to: type)
  }

  func bindCommonTables(_ with: WithClause?, in scope: Scope) -> [BoundCommonTable]? {
    guard let with else { return [] }
    var tables: [BoundCommonTable] = []
    for expression in with.expressions {
      if scope.commonTables.contains(where: { expression.name.means($0.name) }) {
        report(
          Diagnostic(
            .duplicateAlias,
            "WITH query name \"\(expression.name.text)\" specified more than once",
            span: expression.name.span
          )
        )
      }
      let id = nextCommonTable()
      let name = expression.name.text
      let query =
        with.isRecursive
        ? recursive(expression, id: id, in: scope) : bindQuery(expression.query, in: scope)
      let named = query.flatMap { renamed($0, expression.columns) }
      scope.commonTables.removeAll { $0.id == id }
      scope.commonTables.append(CommonTableEntry(id: id, name: name, schema: named?.schema))
      if let named {
        wideCommonTables[id] = wideColumns(of: named)
        tables.append(
          BoundCommonTable(id: id, name: name, query: named, isRecursive: with.isRecursive)
        )
      }
    }
    return tables.count == with.expressions.count ? tables : nil
  }

  /// Binds the first part alone to learn the columns, then the second with the name known.
  private func recursive(
    _ expression: CommonTableExpression,
    id: Int,
    in scope: Scope
  ) -> BoundQuery? {
    guard case .setOperation(let operation) = expression.query.body, operation.operator == .union
    else { return bindQuery(expression.query, in: scope) }
    guard let (left, leftSchema) = bindBody(operation.left, in: scope) else { return nil }
    let types = leftSchema.columns.map { $0.type == .unknown ? DataType.text : $0.type }
    var schema = RowSchema(zip(leftSchema.columns, types).map { SchemaColumn($0.name, $1) })
    for (index, column) in expression.columns.enumerated() where index < schema.columns.count {
      schema.columns[index].name = column.text
    }
    scope.commonTables.append(
      CommonTableEntry(id: id, name: expression.name.text, schema: schema)
    )
    guard let (right, rightSchema) = bindBody(operation.right, in: scope) else { return nil }
    guard rightSchema.columns.count == types.count else {
      return columnCountsDiffer(operation)
    }
    for (column, type) in zip(rightSchema.columns, types)
    where !isConvertible(column.type, to: type) {
      return fail(
        .typeMismatch,
        "recursive query column \"\(column.name)\" has type \(type.name) in the first part but"
          + " type \(column.type.name) in the second",
        at: operation.right.span,
        hint: "Cast the column of the first part."
      )
    }
    let one = coerced(left, to: types)
    let other = coerced(right, to: types)
    guard let one, let other else { return nil }
    if operation.quantifier != .all, !exactColumns(one).union(exactColumns(other)).isEmpty {
      return fail(
        .featureNotSupported,
        "the UNION of a recursive query cannot go by COLLATE BINARY",
        at: expression.query.span,
        hint: "Use UNION ALL."
      )
    }
    return BoundQuery(
      body: .setOperation(
        .union,
        isAll: operation.quantifier == .all,
        withoutExactness(one),
        withoutExactness(other)
      ),
      schema: schema
    )
  }

  /// The query with other names for its columns.
  func renamed(_ query: BoundQuery, _ names: [Identifier]) -> BoundQuery? {
    guard names.count <= query.schema.columns.count else {
      return fail(
        .syntaxError,
        "\(query.schema.columns.count) columns are available but \(names.count) are named",
        at: names.last?.span
      )
    }
    var result = query
    for (index, name) in names.enumerated() { result.schema.columns[index].name = name.text }
    return result
  }

  private func bindBody(_ body: QueryBody, in scope: Scope) -> (BoundQueryBody, RowSchema)? {
    switch body {
    case .select(let select):
      return bindSelect(select, orderBy: [], in: scope).map { (.select($0.select), $0.schema) }
    case .values(let values): return bindValues(values, in: scope)
    case .nested(let query):
      return bindQuery(query, in: scope, settles: false, keepsExactness: true).map {
        (.nested($0), $0.schema)
      }
    case .setOperation(let operation):
      let left = bindBody(operation.left, in: scope)
      let right = bindBody(operation.right, in: scope)
      guard let left, let right else { return nil }
      return combine(operation, left, right)
    }
  }

  private func columnCountsDiffer<Bound>(_ operation: SetOperation) -> Bound? {
    fail(
      .syntaxError,
      "each \(word(operation.operator).rawValue) query must have the same number of columns",
      at: operation.right.span
    )
  }

  private func word(_ symbol: SetOperator) -> BoundSetOperator {
    switch symbol {
    case .union: .union
    case .intersect: .intersect
    case .except: .except
    }
  }

  private func combine(
    _ operation: SetOperation,
    _ left: (BoundQueryBody, RowSchema),
    _ right: (BoundQueryBody, RowSchema)
  ) -> (BoundQueryBody, RowSchema)? {
    guard left.1.columns.count == right.1.columns.count else {
      return columnCountsDiffer(operation)
    }
    let symbol = word(operation.operator)
    let types = all(Array(zip(left.1.columns, right.1.columns))) { one, other -> DataType? in
      commonType(one.type, other.type)
        ?? fail(
          .typeMismatch,
          "\(symbol.rawValue) types \(one.type.name) and \(other.type.name) cannot be matched",
          at: operation.right.span,
          hint: "Convert one of them, for instance with CAST(… AS TEXT)."
        )
    }
    guard let types, let one = coerced(left.0, to: types), let other = coerced(right.0, to: types)
    else { return nil }
    let isAll = operation.quantifier == .all
    let schema = RowSchema(zip(left.1.columns, types).map { SchemaColumn($0.name, $1) })
    let exact = exactColumns(one).union(exactColumns(other))
    if exact.isEmpty || (symbol == .union && isAll) {
      return (.setOperation(symbol, isAll: isAll, one, other), schema)
    }
    return exactSetOperation(symbol, one, other, exact, schema, at: operation.right.span).map {
      ($0, schema)
    }
  }

  private func bindValues(
    _ values: ValuesClause,
    in scope: Scope
  ) -> (BoundQueryBody, RowSchema)? {
    let inner = Scope(parent: scope)
    inner.aggregateRefusal = "aggregate functions are not allowed in VALUES"
    inner.windowRefusal = "window functions are not allowed in VALUES"
    let rows = all(values.rows) { row in all(row.elements) { bind($0, in: inner) } }
    guard let rows, let first = rows.first else { return nil }
    for (row, written) in zip(rows, values.rows) where row.count != first.count {
      return fail(.syntaxError, "VALUES lists must all be the same length", at: written.span)
    }
    var columns: [[BoundExpression]] = []
    var schema = RowSchema([])
    for index in first.indices {
      let column = rows.map { $0[index] }
      guard let type = commonType(column, for: "VALUES"),
        let unified = unified(column, for: "VALUES")
      else { return nil }
      columns.append(unified)
      schema.columns.append(SchemaColumn("column\(index + 1)", type))
    }
    let result = rows.indices.map { row in columns.map { $0[row] } }
    return (.values(result), schema)
  }

  /// A key of an ORDER BY that can only name columns of the result.
  private func outputOrdering(
    _ term: OrderingTerm,
    _ body: BoundQueryBody,
    _ schema: RowSchema
  ) -> BoundOrdering? {
    guard let index = output(term.expression, schema.columns.map(\.name)) else {
      if diagnostics.contains(where: { $0.span == term.expression.span }) { return nil }
      return fail(
        .featureNotSupported,
        "ORDER BY after a set operation or VALUES can only name a column of the result",
        at: term.expression.span,
        hint: "Put the query in FROM ( … ) to order by an expression."
      )
    }
    return BoundOrdering(
      key: .output(index),
      isDescending: term.direction == .descending,
      nullsFirst: term.nulls.map { $0 == .first },
      textRule: exactColumns(body).contains(index) ? .binary : .folded
    )
  }

  /// The column of the result that an ordinal or a bare name means.
  func output(_ expression: SQLExpression, _ names: [String]) -> Int? {
    if case .literal(let literal) = expression, literal.kind == .integer {
      if let ordinal = Int(literal.text), ordinal >= 1, ordinal <= names.count {
        return ordinal - 1
      }
      return fail(
        .syntaxError,
        "ORDER BY position \(literal.text) is not in select list",
        at: literal.span
      )
    }
    guard case .column(let reference) = expression, reference.path.count == 1,
      let name = reference.path.first
    else { return nil }
    return names.firstIndex { name.means($0) }
  }

  private func bindCount(_ expression: SQLExpression, clause: String) -> BoundExpression? {
    let scope = Scope(parent: nil)
    scope.aggregateRefusal = "aggregate functions are not allowed in \(clause)"
    scope.windowRefusal = "window functions are not allowed in \(clause)"
    if case .column(let reference) = expression {
      return fail(
        .undefinedField,
        "argument of \(clause) must not contain column \"\(reference.path.first?.text ?? "")\"",
        at: reference.span
      )
    }
    guard let bound = bind(expression, in: scope) else { return nil }
    if literalText(bound) != nil || bound.type == .unknown {
      return converted(bound, to: .integer)
    }
    switch bound.type {
    case .integer: return bound
    case .decimal, .double: return explicitCast(bound, to: .integer, at: expression.span)
    case .unknown, .boolean, .text, .date, .timestamp, .interval, .uuid, .choice, .choices, .file:
      return fail(
        .typeMismatch,
        "argument of \(clause) must be a whole number, not type \(bound.type.name)",
        at: expression.span
      )
    }
  }
}
