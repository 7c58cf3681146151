import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

extension SQLitePrinter {
  /// A query, whose columns are `c0`, `c1`, ….
  func sql(_ query: BoundQuery) throws -> String {
    let outer = (depth: depth, hoisted: hoisted)
    (depth, hoisted) = (0, [])
    let text = try unscoped(query)
    let common = try commonTables(query.commonTables)
    (depth, hoisted) = (max(outer.depth, depth + 2), outer.hoisted)
    return common + text
  }

  /// A query without its common tables.
  private func unscoped(_ query: BoundQuery) throws -> String {
    var text = ""
    if case .select(let select) = query.body, case .on(let keys) = select.distinctness {
      text += try distinctOn(select, keys, query.orderBy)
    } else {
      text += try body(query.body, query.schema)
      if !query.orderBy.isEmpty {
        text += " ORDER BY \(try orderings(query.orderBy, of: query))"
      }
    }
    if query.limit != nil || query.offset != nil {
      text += " LIMIT \(try query.limit.map(count) ?? "-1")"
    }
    if let offset = query.offset { text += " OFFSET \(try count(offset))" }
    return text
  }

  /// The keys of an ORDER BY, of a query or of a window.
  func orderings(_ orderings: [BoundOrdering], of query: BoundQuery? = nil) throws -> String {
    try orderings.map { ordering in
      let key =
        switch ordering.key {
        case .expression(let expression): try sortKey(expression, ordering.textRule)
        case .output(let index): try outputKey(index, ordering.textRule, query)
        }
      return key + direction(ordering)
    }.joined(separator: ", ")
  }

  private func direction(_ ordering: BoundOrdering) -> String {
    // NULL is the lowest value to SQLite too.
    let isUsual = ordering.nullsFirst != ordering.isDescending
    return (ordering.isDescending ? " DESC" : "")
      + (isUsual ? "" : ordering.nullsFirst ? " NULLS FIRST" : " NULLS LAST")
  }

  /// A column of a query's result as something to order by.
  private func outputKey(_ index: Int, _ rule: TextRule, _ query: BoundQuery?) throws -> String {
    guard let query, query.schema.columns.indices.contains(index) else { return "c\(index)" }
    if case .select(let select) = query.body, case .none = select.distinctness,
      case .column = select.items[index].expression.kind
    {
      return try sortKey(select.items[index].expression, rule)
    }
    let type = query.schema.columns[index].type
    return Self.collated("c\(index)", type, sortOrder(type, rule))
  }

  private func count(_ expression: BoundExpression) throws -> String {
    call(.limitCount, try sql(expression))
  }

  private func commonTables(_ tables: [BoundCommonTable]) throws -> String {
    if tables.isEmpty, hoisted.isEmpty { return "" }
    let parts =
      try tables.map { table in
        "t\(table.id)(\(names(table.query.schema))) AS (\(try sql(table.query)))"
      } + hoisted
    let word = tables.contains(where: \.isRecursive) ? "WITH RECURSIVE" : "WITH"
    return "\(word) \(parts.joined(separator: ", ")) "
  }

  private func body(_ body: BoundQueryBody, _ schema: RowSchema) throws -> String {
    switch body {
    case .select(let select): return try self.select(select)
    case .values(let rows): return try values(rows, schema)
    case .nested(let query): return "SELECT \(names(schema)) FROM \(try source(query))"
    case .setOperation(let symbol, let isAll, let left, let right):
      if isAll, symbol != .union { return try counted(symbol, left, right, schema) }
      let word = isAll ? "\(symbol.rawValue) ALL" : symbol.rawValue
      return try "\(operand(left, schema, isFirst: true)) \(word) "
        + operand(right, schema, isFirst: false)
    }
  }

  private func names(_ schema: RowSchema) -> String {
    schema.columns.indices.map { "c\($0)" }.joined(separator: ", ")
  }

  /// `c0 COLLATE … AS c0, …`: columns that compare as the language does.
  private func comparedNames(_ schema: RowSchema) -> String {
    schema.columns.enumerated().map { index, column in
      let order = order(column.type, .folded)
      return "\(Self.collated("c\(index)", column.type, order)) AS c\(index)"
    }.joined(separator: ", ")
  }

  /// One side of a set operation; a SELECT stays one, since the recursive part of a common table
  /// may not stand in a derived table.
  private func operand(
    _ body: BoundQueryBody,
    _ schema: RowSchema,
    isFirst: Bool
  ) throws -> String {
    switch body {
    case .select(let select):
      if case .on = select.distinctness { break }
      return try self.select(select)
    case .setOperation(_, let isAll, _, _):
      // Without parentheses SQLite works from the left.
      if isFirst, !isAll { return try self.body(body, schema) }
      if isFirst, case .setOperation(.union, _, _, _) = body {
        return try self.body(body, schema)
      }
    case .values, .nested: break
    }
    let query = BoundQuery(body: body, schema: schema)
    return "SELECT \(comparedNames(schema)) FROM \(try source(query))"
  }

  /// A query to select from.
  ///
  /// It stands in the WITH around, so that set operations in set operations do not nest; one with
  /// common tables of its own stays where it is.
  private func source(_ query: BoundQuery) throws -> String {
    guard query.commonTables.isEmpty else { return "(\(try sql(query)))" }
    let text = try unscoped(query)
    let name = hoistedName()
    hoisted.append("\(name)(\(names(query.schema))) AS (\(text))")
    return name
  }

  /// `INTERSECT ALL` and `EXCEPT ALL`, which SQLite lacks: equal rows are numbered, and the numbers
  /// compared with them.
  private func counted(
    _ symbol: BoundSetOperator,
    _ left: BoundQueryBody,
    _ right: BoundQueryBody,
    _ schema: RowSchema
  ) throws -> String {
    let keys = schema.columns.enumerated().map { index, column in
      Self.collated("c\(index)", column.type, order(column.type, .folded))
    }.joined(separator: ", ")
    let sides = try [left, right].map { side in
      let query = BoundQuery(body: side, schema: schema)
      return """
        SELECT \(comparedNames(schema)), row_number() OVER (PARTITION BY \(keys)) AS n \
        FROM \(try source(query))
        """
    }
    return "SELECT \(names(schema)) FROM (\(sides[0]) \(symbol.rawValue) \(sides[1]))"
  }

  private func values(_ rows: [[BoundExpression]], _ schema: RowSchema) throws -> String {
    let names = schema.columns.indices.map { "column\($0 + 1) AS c\($0)" }
    let list = try rows.map { row in
      "(\(try row.map(sql).joined(separator: ", ")))"
    }
    return "SELECT \(names.joined(separator: ", ")) FROM (VALUES \(list.joined(separator: ", ")))"
  }

  /// `SELECT … FROM … WHERE … GROUP BY … HAVING …`.
  private func select(_ select: BoundSelect) throws -> String {
    var text = "SELECT "
    if case .all = select.distinctness { text += "DISTINCT " }
    text += try select.items.enumerated().map { index, item in
      "\(try compared(item.expression, .folded)) AS c\(index)"
    }.joined(separator: ", ")
    guard select.having != nil, select.groupBy.isEmpty else { return text + (try tail(select)) }
    // SQLite wants an aggregate in the select list before it takes HAVING for one group.
    let names = select.items.indices.map { "c\($0)" }.joined(separator: ", ")
    return "SELECT \(names) FROM (\(text), count(*) AS n\(try tail(select)))"
  }

  private func tail(_ select: BoundSelect) throws -> String {
    var text = ""
    if let from = select.from { text += " FROM \(try relation(from))" }
    if let predicate = select.predicate { text += " WHERE \(try filter(predicate, select))" }
    if !select.groupBy.isEmpty {
      text += " GROUP BY \(try select.groupBy.map(groupKey).joined(separator: ", "))"
    }
    if let having = select.having { text += " HAVING \(try sql(having))" }
    return text
  }

  /// WHERE; over a join what can fail is held only against rows that meet all the rest.
  ///
  /// SQLite decides a condition as soon as the tables that it reads are at hand, whatever stands
  /// before it, and which tables there are depends on what the service was asked.
  private func filter(_ predicate: BoundExpression, _ select: BoundSelect) throws -> String {
    guard case .join = select.from, case .and(let parts) = predicate.kind else {
      return try sql(predicate)
    }
    let failing = parts.filter(\.canFail)
    let safe = parts.filter { part in
      !part.canFail && !part.contains { !$0.subqueries.isEmpty }
    }
    guard !failing.isEmpty, !safe.isEmpty else { return try sql(predicate) }
    let rest = parts.filter { !$0.canFail }
    let (condition, last) = (try sql(all(safe)), try sql(all(failing)))
    return "\(try sql(all(rest))) AND CASE WHEN \(condition) THEN \(last) ELSE 0 END"
  }

  private func all(_ parts: [BoundExpression]) -> BoundExpression {
    parts.count == 1 ? parts[0] : BoundExpression(.and(parts), .boolean)
  }

  /// `SELECT DISTINCT ON (…) … ORDER BY …`: the first row of each group by the query's own order.
  private func distinctOn(
    _ select: BoundSelect,
    _ keys: [BoundExpression],
    _ orderBy: [BoundOrdering]
  ) throws -> String {
    var columns = try select.items.enumerated().map { index, item in
      "\(try compared(item.expression, .folded)) AS c\(index)"
    }
    var orders: [String] = []
    for (index, ordering) in orderBy.enumerated() {
      var plain = ordering
      if case .output(let place) = ordering.key, select.items.indices.contains(place) {
        plain.key = .expression(select.items[place].expression)
      }
      if case .expression(let expression) = plain.key {
        columns.append("\(try sortKey(expression, plain.textRule)) AS o\(index)")
        orders.append(try orderings([plain]))
      }
    }
    let partition = try keys.map(groupKey).joined(separator: ", ")
    let order = orders.isEmpty ? "" : " ORDER BY \(orders.joined(separator: ", "))"
    columns.append("row_number() OVER (PARTITION BY \(partition)\(order)) AS n")
    let names = select.items.indices.map { "c\($0)" }.joined(separator: ", ")
    var text = """
      SELECT \(names) FROM (SELECT \(columns.joined(separator: ", "))\(try tail(select))) \
      WHERE n = 1
      """
    if !orderBy.isEmpty {
      text += " ORDER BY "
      text += orderBy.enumerated().map { index, ordering in
        "o\(index)" + (ordering.isDescending ? " DESC" : "")
          + (ordering.nullsFirst ? " NULLS FIRST" : " NULLS LAST")
      }.joined(separator: ", ")
    }
    return text
  }
}
