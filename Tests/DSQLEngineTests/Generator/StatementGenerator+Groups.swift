// Groups, aggregates and DISTINCT.
extension StatementGenerator {
  mutating func grouped() -> SQLTree {
    let (from, scope) = groupedFrom()
    let filter = whereClause(scope, 50)
    let keys = random.chance(25) ? [] : groupKeys(scope)
    let aggregates = (0..<random.number((keys.isEmpty ? 1 : 0)...4)).map { _ in aggregate(scope) }
    var items = keys.map { SQLTree.text($0.sql) }
    items += aggregates
    let list = SQLTree.list(items.isEmpty ? ["count(*)"] : items, separator: ", ", least: 1)
    let groupBy: SQLTree =
      keys.isEmpty ? "" : " GROUP BY \(keys.map(\.sql).joined(separator: ", "))"
    let having: SQLTree = random.chance(40) ? .optional(" HAVING \(self.having(scope))") : ""
    return .marked(
      .freeSpelling,
      "SELECT \(list) FROM \(from)\(filter)\(groupBy)\(having)\(groupOrder(keys))"
    )
  }

  mutating func distinct() -> SQLTree {
    let source = source("t")
    let columns = (0..<random.number(1...3)).compactMap { _ in groupable([source]) }
    let items = SQLTree.list(columns.map { .text($0.sql) }, separator: ", ", least: 1)
    let from = "FROM \(name(of: source)) t"
    let filter = whereClause([source], 50)
    if columns.count == 1, random.chance(30) {
      return .marked(.freeSpelling, "SELECT count(DISTINCT \(columns[0].sql)) \(from)\(filter)")
    }
    let order: SQLTree = random.chance(50) ? ordinals(columns) : ""
    return .marked(.freeSpelling, "SELECT DISTINCT \(items) \(from)\(filter)\(order)")
  }

  private mutating func groupedFrom() -> (from: SQLTree, scope: [Source]) {
    if random.chance(6), let keyless = keyless() { return keyless }
    if random.chance(25) { return joined(tables: 2) }
    let source = source("t")
    return ("\(name(of: source)) t", [source])
  }

  private mutating func groupKeys(_ scope: [Source]) -> [Column] {
    var keys: [Column] = []
    for _ in 0..<random.number(1...(random.chance(10) ? 6 : 3)) {
      guard let key = groupable(scope), !keys.contains(where: { $0.sql == key.sql }) else {
        continue
      }
      keys.append(key)
    }
    return keys
  }

  private mutating func groupable(_ scope: [Source]) -> Column? {
    let column = anyColumn(scope) { kind in
      if case .link = kind { return true }
      return kind != .longText && kind != .choices && kind != .autoNumber
    }
    return column.map { exact($0, 8) }
  }

  private mutating func aggregate(_ scope: [Source]) -> SQLTree {
    let filter: SQLTree =
      random.chance(15)
      ? .optional(" FILTER (WHERE \(predicate(scope, depth: random.number(0...1))))") : ""
    let distinct = random.chance(15) ? "DISTINCT " : ""
    switch random.number(1...10) {
    case 1...3: return "count(*)\(filter)"
    case 4:
      guard let column = groupable(scope) else { return "count(*)" }
      return "count(\(distinct)\(column.sql))\(filter)"
    case 5...7:
      guard let column = anyColumn(scope, where: \.isNumber) else { return "count(*)" }
      let function = random.pick(["sum", "avg"])
      let made: SQLTree =
        random.chance(15)
        ? "\(function)(\(numberExpression(scope)))\(filter)"
        : "\(function)(\(distinct)\(column.sql))\(filter)"
      return .marked(.addsDoubles, made)
    default:
      let fits: (GeneratedField.Kind) -> Bool = {
        $0.isNumber || $0.isText || $0 == .date || $0.isInstant || $0 == .choice
      }
      guard let column = anyColumn(scope, where: fits) else { return "count(*)" }
      return "\(random.pick(["min", "max"]))(\(column.sql))\(filter)"
    }
  }

  private mutating func having(_ scope: [Source]) -> SQLTree {
    let symbol = random.pick([">", "=", "<=", "<>", ">="])
    let first: SQLTree
    switch random.number(1...4) {
    case 1...2: first = "count(*) \(symbol) \(random.number(0...6))"
    case 3:
      let number = anyColumn(scope, where: \.isWhole)?.sql ?? "1"
      first = "sum(\(number)) \(symbol) \(random.number(-5...50))"
    default:
      let number = anyColumn(scope, where: \.isNumber)?.sql ?? "1"
      first = "max(\(number)) \(symbol) \(literal(.integer))"
    }
    guard random.chance(25) else { return first }
    let second: SQLTree = "count(*) < \(random.number(1...20))"
    return .either("\(first) \(random.pick(["AND", "OR"])) \(second)", instead: [first, second])
  }

  /// The groups in the order of their keys, which is total, or in none.
  private mutating func groupOrder(_ keys: [Column]) -> SQLTree {
    guard !keys.isEmpty, random.chance(50) else { return "" }
    let order = SQLTree.list(
      keys.map { "\(sorted($0))\(random.pick(["", " DESC"]))" },
      separator: ", ",
      least: keys.count
    )
    let total = SQLTree.marked(.ordered, " ORDER BY \(order)")
    guard random.chance(40) else { return .optional(total) }
    return .optional("\(total)\(.optional(.marked(.limited, " LIMIT \(random.number(1...6))")))")
  }

  private mutating func ordinals(_ columns: [Column]) -> SQLTree {
    let order = columns.indices.map { "\($0 + 1)\(random.pick(["", " DESC"]))" }
    let few = SQLTree.marked(.limited, " LIMIT \(random.number(1...6))")
    let limit: SQLTree = random.chance(40) ? .optional(few) : ""
    let marks = columns.reduce(into: Set<SQLTree.Mark>()) { $0.formUnion(sorted($1).marks) }
    // An ordinal must not outlive its item, hence the order goes as a whole.
    let whole: SQLTree = marks.reduce(" ORDER BY \(order.joined(separator: ", "))\(limit)") {
      SQLTree.marked($1, $0)
    }
    return .optional(.marked(.ordered, whole))
  }
}
