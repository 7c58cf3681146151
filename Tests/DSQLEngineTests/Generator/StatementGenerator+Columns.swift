// Columns, paths and expressions.
extension StatementGenerator {
  /// The columns of an entity, its audit fields too, as they are called below a prefix.
  func columns(of entity: Int, below prefix: String) -> [Column] {
    var columns = tenant.entities[entity].fields.map {
      Column(sql: "\(prefix).\($0.name)", kind: $0.kind)
    }
    columns.append(Column(sql: "\(prefix).Id", kind: .link(entity)))
    columns.append(Column(sql: "\(prefix).CreateTime", kind: .instant))
    columns.append(Column(sql: "\(prefix).CreatedBy.Name", kind: .text))
    return columns
  }

  /// A column of a scope, or a path that leads on from one of its relationships.
  mutating func anyColumn(
    _ scope: [Source],
    where fits: (GeneratedField.Kind) -> Bool = { _ in true }
  ) -> Column? {
    let source = random.pick(scope)
    if source.entity != nil, random.chance(pathPercent), let column = path(source.columns, fits) {
      return column
    }
    let candidates = source.columns.filter { fits($0.kind) }
    guard candidates.isEmpty else { return random.pick(candidates) }
    let others = scope.flatMap(\.columns).filter { fits($0.kind) }
    return others.isEmpty ? nil : random.pick(others)
  }

  private mutating func path(
    _ start: [Column],
    _ fits: (GeneratedField.Kind) -> Bool
  ) -> Column? {
    var columns = start
    for _ in 0..<random.number(1...3) {
      let links = columns.filter {
        if case .link = $0.kind { return !$0.sql.hasSuffix(".Id") }
        return false
      }
      guard !links.isEmpty else { return nil }
      let link = random.pick(links)
      guard case .link(let target) = link.kind else { return nil }
      columns = self.columns(of: target, below: link.sql)
    }
    let candidates = columns.filter { fits($0.kind) }
    return candidates.isEmpty ? nil : random.pick(candidates)
  }

  mutating func column(_ scope: [Source]) -> SQLTree {
    .text(anyColumn(scope)?.sql ?? "1")
  }

  /// A column that in so many of a hundred cases is told apart byte by byte, where it is a text.
  mutating func exact(_ column: Column, _ percent: Int) -> Column {
    guard column.kind.isText, random.chance(percent) else { return column }
    return Column(sql: "\(column.sql) COLLATE BINARY", kind: column.kind)
  }

  // MARK: Expressions

  /// An expression of any type.
  mutating func expression(_ scope: [Source]) -> SQLTree {
    switch random.number(1...10) {
    case 1...4: return textExpression(scope)
    case 5...8: return numberExpression(scope)
    default: return timeExpression(scope)
    }
  }

  mutating func textExpression(_ scope: [Source]) -> SQLTree {
    guard let column = anyColumn(scope, where: { $0.isText || $0 == .choice }) else {
      return "'none'"
    }
    let text = column.sql
    let plain = SQLTree.text(text)
    // A choice goes by its label where a function takes a text.
    let label = column.kind == .choice ? "CAST(\(text) AS TEXT)" : text
    let word = ValueGenerator.quoted(random.pick(ValueGenerator.texts))
    let made: SQLTree
    switch random.number(1...12) {
    case 1: made = "lower(\(text))"
    case 2: made = "upper(\(text))"
    case 3: made = "\(text) || \(word)"
    case 4: made = "left(\(label), \(random.number(-1...3)))"
    case 5: made = "coalesce(\(text), 'Open')"
    case 6: made = "trim(\(label))"
    case 7: made = "replace(\(label), 'a', \(word))"
    case 8: made = "CASE WHEN \(predicate(scope, depth: 0)) THEN \(text) ELSE 'Closed' END"
    case 9: made = "substr(\(label), \(random.number(1...3)), 2)"
    case 10: made = "nullif(\(text), 'open')"
    case 11: made = "concat(\(text), '/', \(word))"
    default: made = "CAST(\(anyColumn(scope, where: \.isNumber)?.sql ?? "1") AS TEXT)"
    }
    return .either(made, instead: [plain])
  }

  mutating func numberExpression(_ scope: [Source]) -> SQLTree {
    guard let column = anyColumn(scope, where: \.isNumber) else { return "1" }
    let number = column.sql
    let made: SQLTree
    switch random.number(1...14) {
    case 13: return scalarSubquery(scope) ?? "\(number)"
    case 14: made = "\(number) / \(random.chance(15) ? "(\(number) - 1)" : "7")"
    case 1: made = "\(number) + 1"
    case 2: made = "\(number) * 2"
    case 3: made = "-\(number)"
    case 4: made = "abs(\(number))"
    case 5: made = "round(\(number))"
    case 6:
      guard let text = anyColumn(scope, where: \.isText) else { return "2" }
      return "length(\(text.sql))"
    case 7: made = "coalesce(\(number), 0)"
    case 8: made = column.kind.isWhole ? "\(number) % 3" : "\(number) - 0.25"
    case 9: made = "\(number) / 4"
    case 10:
      guard let day = anyColumn(scope, where: { $0 == .date || $0.isInstant }) else { return "3" }
      return "extract(\(random.pick(["year", "month", "day", "dow"])) FROM \(day.sql))"
    case 11: made = "CASE WHEN \(predicate(scope, depth: 0)) THEN \(number) END"
    default: made = "greatest(\(number), 5)"
    }
    return .either(made, instead: [.text(number)])
  }

  /// An aggregate over the records that point at a row.
  private mutating func scalarSubquery(_ scope: [Source]) -> SQLTree? {
    let inner = source("q\(random.number(1...99))")
    let ids = scope.compactMap { outer -> String? in
      guard let entity = outer.entity else { return nil }
      let back = inner.columns.first { $0.kind == .link(entity) && !$0.sql.hasSuffix(".Id") }
      return back.map { "\($0.sql) = \(outer.alias).Id" }
    }
    guard !ids.isEmpty else { return nil }
    let function = random.pick(["count(*)", "max(\(inner.alias).Num)", "sum(\(inner.alias).Num)"])
    return "(SELECT \(function) FROM \(name(of: inner)) \(inner.alias) WHERE \(random.pick(ids)))"
  }

  private mutating func timeExpression(_ scope: [Source]) -> SQLTree {
    guard let column = anyColumn(scope, where: { $0 == .date || $0.isInstant }) else {
      return "DATE '2024-01-01'"
    }
    let time = column.sql
    let made: SQLTree
    switch random.number(1...4) {
    case 1: made = "date_trunc('\(random.pick(["month", "year", "day", "hour"]))', \(time))"
    case 2: made = "CAST(\(time) AS DATE)"
    case 3: made = "CAST(\(time) AS TEXT)"
    default: made = "coalesce(\(time), DATE '2024-01-31')"
    }
    return .either(made, instead: [.text(time)])
  }

  // MARK: Literals

  /// A literal that a column of a kind can be compared with.
  mutating func literal(_ kind: GeneratedField.Kind) -> String {
    switch kind {
    case .text, .multiline, .longText:
      if random.chance(15) { return "'\(random.pick(["k", "K"]))\(random.number(0...40))'" }
      let text = ValueGenerator.recased(random.pick(ValueGenerator.texts), &random)
      return ValueGenerator.quoted(text)
    case .decimal, .integer, .int, .bigint, .float, .double, .autoNumber:
      switch random.number(1...12) {
      case 1: return random.pick(["1.005", "2.5", "0.333333333333", "-0.00000000001"])
      case 2:
        return random.pick(["1e30", "-99999999999999999999", "9007199254740992", "2147483648"])
      case 3: return String(random.number(0...30))
      default: return ValueGenerator.number(kind, &random)
      }
    case .boolean: return random.pick(["TRUE", "FALSE"])
    case .date:
      let date = ValueGenerator.quoted(random.pick(ValueGenerator.dates))
      if random.chance(10) { return "TIMESTAMP '2024-02-29T12:00:00Z'" }
      return random.chance(50) ? "DATE " + date : date
    case .instant, .instantWithoutOffset:
      if random.chance(15) { return "DATE '\(random.pick(ValueGenerator.dates))'" }
      if random.chance(8) { return "now() - INTERVAL '\(random.number(0...900)) days'" }
      let time = ValueGenerator.quoted(random.pick(ValueGenerator.instants))
      return random.chance(50) ? "TIMESTAMP " + time : time
    case .uuid:
      return ValueGenerator.quoted(
        ValueGenerator.recased(random.pick(ValueGenerator.uuids), &random)
      )
    case .choice:
      return ValueGenerator.quoted(ValueGenerator.recased(random.pick(tenant.labels), &random))
    case .choices:
      let chosen = random.some(of: tenant.labels, 30).map { "\"\($0)\"" }
      return ValueGenerator.quoted("[" + chosen.joined(separator: ",") + "]")
    case .link(let entity):
      let records = tenant.entities[entity].records
      guard !records.isEmpty else { return "'00000000-0000-0000-0000-000000000000'" }
      return "'{\(tenant.entities[entity].name)#\(random.pick(records).key)}'"
    }
  }
}
