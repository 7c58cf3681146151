// Set operations, derived tables, common table expressions and windows.
extension StatementGenerator {
  mutating func setOperation() -> SQLTree {
    let kinds: [(GeneratedField.Kind) -> Bool] = [
      { $0.isText }, { $0.isNumber && $0 != .float && $0 != .double }, { $0 == .date },
      { $0 == .choice },
    ]
    let chosen = (0..<random.number(1...2)).map { _ in random.pick(kinds) }
    let branches = (0..<random.number(2...3)).map { _ in branch(chosen) }
    var whole = branches[0]
    for branch in branches.dropFirst() {
      let verb = random.pick([
        "UNION", "UNION ALL", "INTERSECT", "EXCEPT", "INTERSECT ALL", "EXCEPT ALL",
      ])
      whole = .either("\(whole) \(verb) \(branch)", instead: [whole, branch])
    }
    if random.chance(25) { whole = "SELECT count(*) FROM (\(whole)) u" }
    return .marked(.freeSpelling, whole)
  }

  private mutating func branch(_ kinds: [(GeneratedField.Kind) -> Bool]) -> SQLTree {
    let source = source("t")
    let items = kinds.enumerated().map { index, fits in
      "\(anyColumn([source], where: fits)?.sql ?? "NULL") AS c\(index)"
    }
    let list = items.joined(separator: ", ")
    return "SELECT \(list) FROM \(name(of: source)) t\(whereClause([source], 60))"
  }

  /// A query over a derived table or a common table expression.
  mutating func derived() -> SQLTree {
    let inner = source("t")
    var columns = (0..<random.number(2...4)).compactMap { _ in
      anyColumn([inner]) { $0 != .longText && $0 != .choices }
    }
    columns.append(Column(sql: "t.Id", kind: .link(inner.entity ?? 0)))
    let items = columns.enumerated().map { "\($1.sql) AS c\($0)" }.joined(separator: ", ")
    let filter = whereClause([inner], 60)
    let body: SQLTree = "SELECT \(items) FROM \(name(of: inner)) t\(filter)\(innerLimit())"
    let source = Source(
      alias: "d",
      entity: nil,
      columns: columns.enumerated().map { Column(sql: "d.c\($0)", kind: $1.kind) }
    )
    let outer = whereClause([source], 70)
    let key = "d.c\(columns.count - 1)"
    let tail = ordering([source], ids: [key])
    let list: SQLTree =
      random.chance(25) ? "count(*), min(\(source.columns[0].sql))" : selectList([source], least: 2)
    let isAggregate = list.sql.hasPrefix("count(*), min(")
    let rest: SQLTree = isAggregate ? outer : "\(outer)\(tail)"
    let query: SQLTree
    if random.chance(50) {
      query = "SELECT \(list) FROM (\(body)) d\(rest)"
    } else if random.chance(40), !isAggregate {
      query = "WITH d AS (\(body)) SELECT count(*) FROM d JOIN d e ON d.c0 = e.c0\(outer)"
    } else {
      query = "WITH d AS (\(body)) SELECT \(list) FROM d\(rest)"
    }
    return isAggregate ? .marked(.freeSpelling, query) : query
  }

  private mutating func innerLimit() -> SQLTree {
    guard random.chance(25) else { return "" }
    return .optional(.marked(.limitsByID, " ORDER BY t.Id LIMIT \(random.number(1...20))"))
  }

  /// Rows with a window function over a total order.
  mutating func windowed() -> SQLTree {
    let source = source("t")
    let partition = random.chance(60) ? "PARTITION BY \(column([source]).sql) " : ""
    let window = "OVER (\(partition)ORDER BY t.Id)"
    let function = random.pick([
      "row_number()", "count(*)", "lag(t.Num)", "sum(t.Num)", "first_value(t.Code)",
    ])
    let items: SQLTree = "t.Id, \(column([source])), \(function) \(window) AS w"
    let from = "FROM \(name(of: source)) t"
    let filter = whereClause([source], 60)
    let order = SQLTree.optional(.marked(.ordered, .marked(.sortsByID, " ORDER BY t.Id")))
    return .marked(.limitsByID, "SELECT \(items) \(from)\(filter)\(order)")
  }
}
