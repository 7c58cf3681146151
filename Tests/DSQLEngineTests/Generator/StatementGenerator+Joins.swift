// Joins of two or three tables.
extension StatementGenerator {
  mutating func join() -> SQLTree {
    let (from, scope) = random.chance(12) ? crossed() : joined(tables: random.chance(75) ? 2 : 3)
    let filter = random.chance(35) ? selective(scope) : whereClause(scope, 60)
    if random.chance(15) { return "SELECT count(*) FROM \(from)\(filter)" }
    let items = selectList(scope, least: 2)
    let tail = ordering(scope, ids: scope.map { "\($0.alias).Id" })
    return "SELECT \(items) FROM \(from)\(filter)\(tail)"
  }

  /// A filter that leaves few rows of one table.
  private mutating func selective(_ scope: [Source]) -> SQLTree {
    let source = random.pick(scope)
    let few: SQLTree
    switch random.number(1...3) {
    case 1: few = "\(source.alias).Code = 'k\(random.number(0...12))'"
    case 2: few = "\(source.alias).Code IN ('K1', 'k2', 'K\(random.number(3...12))', 'none')"
    default: few = "\(source.alias).Id = \(literal(.link(source.entity ?? 0)))"
    }
    guard random.chance(40) else { return .optional(" WHERE \(few)") }
    let more = predicate(scope, depth: 0)
    return .optional(" WHERE \(.either("\(few) AND \(more)", instead: [few, more]))")
  }

  /// Two tables with a comma between them or columns of one name that join them.
  private mutating func crossed() -> (from: SQLTree, scope: [Source]) {
    let first = source("a")
    let second = source("b")
    if random.chance(50), let keyless = keyless() { return keyless }
    let one = "\(name(of: first)) a"
    let other = name(of: second)
    switch random.number(1...3) {
    case 1: return ("\(one) JOIN \(other) b USING (Code)", [first, second])
    case 2: return ("\(one) LEFT JOIN \(other) b USING (Num, Code)", [first, second])
    default:
      let few: SQLTree = .marked(.limitsByID, "(SELECT * FROM \(other) ORDER BY Id LIMIT 3)")
      let columns = second.columns.filter { !$0.sql.contains(".Create") }
      return (
        "\(one) CROSS JOIN \(few) b", [first, Source(alias: "b", entity: nil, columns: columns)]
      )
    }
  }

  /// Two tables that no equality joins; nil where their rows would be too many pairs.
  mutating func keyless() -> (from: SQLTree, scope: [Source])? {
    let (first, second) = (source("a"), source("b"))
    let pairs = [first, second].reduce(1) { product, source in
      product * (source.entity.map { tenant.entities[$0].records.count } ?? 0)
    }
    guard pairs <= 3000 else { return nil }
    let tables = (one: "\(name(of: first)) a", other: "\(name(of: second)) b")
    if random.chance(25) {
      return (
        "\(tables.one)\(random.pick([" CROSS JOIN ", ", "]))\(tables.other)", [first, second]
      )
    }
    let condition = random.pick([
      "TRUE", "a.Num < b.Num", "a.Num <> b.Num", "a.Num + 1 >= b.Num", "a.Code <> b.Code",
      "a.Code > b.Code COLLATE BINARY", "a.Num BETWEEN b.Num - 1 AND b.Num + 1",
    ])
    let verb = random.pick(["JOIN", "JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"])
    return ("\(tables.one) \(verb) \(tables.other) ON \(condition)", [first, second])
  }

  /// A FROM clause with joins, and what is in scope behind it.
  mutating func joined(tables count: Int) -> (from: SQLTree, scope: [Source]) {
    let first = source("a")
    var scope = [first]
    var parts: [SQLTree] = ["\(name(of: first)) a"]
    for index in 1..<count {
      let next = nextSource(String(UnicodeScalar(UInt8(97 + index))), after: scope)
      let verb = random.pick(
        weighted: [
          (10, "JOIN"), (8, "LEFT JOIN"), (3, "RIGHT JOIN"), (2, "FULL JOIN"),
        ]
      )
      let condition = self.condition(between: scope, and: next)
      scope.append(next.source)
      let table = "\(name(of: next.source)) \(next.source.alias)"
      parts.append(" \(verb) \(table) ON \(condition)")
    }
    return (.joined(parts), scope)
  }

  /// A table that is joined next, and the relationship that leads to it where there is one.
  private mutating func nextSource(
    _ alias: String,
    after scope: [Source]
  ) -> (source: Source, link: String?) {
    if random.chance(40), let (sql, target) = link(scope) {
      return (source(alias, over: target), sql)
    }
    let others = tenant.entities.indices.filter { index in !scope.contains { $0.entity == index } }
    // The service joins no entity to itself.
    if !others.isEmpty, random.chance(70) { return (source(alias, over: random.pick(others)), nil) }
    return (source(alias), nil)
  }

  private mutating func condition(
    between scope: [Source],
    and next: (source: Source, link: String?)
  ) -> SQLTree {
    let equality = equality(between: scope, and: next)
    guard random.chance(20) else { return equality }
    let more = predicate(scope + [next.source], depth: 0)
    return .either("\(equality) AND \(more)", instead: [equality])
  }

  private mutating func equality(
    between scope: [Source],
    and next: (source: Source, link: String?)
  ) -> SQLTree {
    let alias = next.source.alias
    if let link = next.link {
      return random.chance(50) ? "\(link) = \(alias).Id" : "\(alias).Id = \(link)"
    }
    let outer = random.pick(scope)
    switch random.number(1...10) {
    case 1...2:
      // A relationship of the new table that leads back.
      let back = next.source.columns.filter { $0.kind == .link(outer.entity ?? -1) }
      guard !back.isEmpty else { break }
      return "\(random.pick(back).sql) = \(outer.alias).Id"
    case 3: return "\(outer.alias).Code = \(alias).Code"
    case 4: return "\(outer.alias).Mate = \(alias).Code"
    case 5: return "\(alias).Key = \(outer.alias).\(random.pick(["Key", "Near"]))"
    case 6: return "\(alias).Num = \(outer.alias).Num"
    case 7: return "\(alias).Name = \(outer.alias).Name"
    default: break
    }
    guard let column = anyColumn([outer], where: { $0 != .longText && $0 != .choices }) else {
      return "\(alias).Code = \(outer.alias).Code"
    }
    let others = next.source.columns.filter {
      $0.kind == column.kind || ($0.kind.isNumber && column.kind.isNumber)
    }
    guard !others.isEmpty else { return "\(alias).Code = \(outer.alias).Code" }
    return "\(random.pick(others).sql) = \(column.sql)"
  }
}
