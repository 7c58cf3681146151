// Conditions.
extension StatementGenerator {
  /// A condition over a scope, at most so many levels of AND, OR and NOT deep.
  mutating func predicate(_ scope: [Source], depth: Int) -> SQLTree {
    guard depth > 0 else { return leaf(scope) }
    let first = predicate(scope, depth: depth - 1)
    switch random.number(1...10) {
    case 1...4:
      let second = predicate(scope, depth: depth - 1)
      return .either("(\(first) AND \(second))", instead: [first, second])
    case 5...7:
      let second = predicate(scope, depth: depth - 1)
      return .either("(\(first) OR \(second))", instead: [first, second])
    case 8...9: return .either("NOT (\(first))", instead: [first])
    default: return first
    }
  }

  private mutating func leaf(_ scope: [Source]) -> SQLTree {
    switch random.number(1...100) {
    case 1...24: return comparison(scope)
    case 25...30: return pair(scope)
    case 31...38: return inList(scope)
    case 39...44: return between(scope)
    case 45...52: return nullTest(scope)
    case 53...66: return like(scope)
    case 67...70: return flag(scope)
    case 71...74: return has(scope)
    case 75...86: return computed(scope)
    case 87...90: return columns(scope)
    case 91...97: return subquery(scope)
    default:
      return .text(random.pick(["TRUE", "FALSE", "NULL", "1 = 1", "1 = 0", "NOT (NULL IS NULL)"]))
    }
  }

  private mutating func comparison(_ scope: [Source]) -> SQLTree {
    guard let found = anyColumn(scope, where: { $0 != .longText }) else { return "TRUE" }
    let column = exact(found, 10)
    let isWhole =
      switch column.kind {
      case .uuid, .choices, .boolean: random.chance(90)
      case .link: random.chance(97)
      case .text, .multiline, .longText, .decimal, .integer, .int, .bigint, .float, .double, .date,
        .instant, .instantWithoutOffset, .choice, .autoNumber:
        false
      }
    let symbols = ["=", "<>", "!=", "<", "<=", ">", ">="]
    let symbol = random.pick(isWhole ? ["=", "<>", "="] : symbols)
    if random.chance(8) {
      let negation = random.chance(50) ? "" : "NOT "
      let other = random.chance(20) ? "NULL" : literal(column.kind)
      return "\(column.sql) IS \(negation)DISTINCT FROM \(other)"
    }
    if random.chance(10) { return "\(literal(column.kind)) \(symbol) \(column.sql)" }
    if random.chance(2) { return "\(column.sql) \(symbol) NULL" }
    return "\(column.sql) \(symbol) \(literal(column.kind))"
  }

  /// Two conditions on one column, which may leave nothing or one value.
  private mutating func pair(_ scope: [Source]) -> SQLTree {
    let fits: (GeneratedField.Kind) -> Bool = {
      $0.isNumber || $0.isText || $0 == .date || $0.isInstant || $0 == .choice
    }
    guard let column = anyColumn(scope, where: fits) else { return "TRUE" }
    let symbols = ["=", "=", "<>", "<", "<=", ">", ">="]
    let first: SQLTree = "\(column.sql) \(random.pick(symbols)) \(literal(column.kind))"
    let second: SQLTree = "\(column.sql) \(random.pick(symbols)) \(literal(column.kind))"
    return .either(
      "(\(first) \(random.pick(["AND", "AND", "OR"])) \(second))",
      instead: [first, second]
    )
  }

  private mutating func inList(_ scope: [Source]) -> SQLTree {
    guard let found = anyColumn(scope, where: { $0 != .longText && $0 != .choices }) else {
      return "TRUE"
    }
    let column = exact(found, 10)
    var items = (0..<random.number(1...5)).map { _ in SQLTree.text(literal(column.kind)) }
    if random.chance(15) { items.append("NULL") }
    let negation = random.chance(30) ? "NOT " : ""
    return "\(column.sql) \(negation)IN (\(.list(items, separator: ", ", least: 1)))"
  }

  private mutating func between(_ scope: [Source]) -> SQLTree {
    let fits: (GeneratedField.Kind) -> Bool = {
      $0.isNumber || $0.isText || $0 == .date || $0.isInstant || $0 == .choice
    }
    guard let found = anyColumn(scope, where: fits) else { return "TRUE" }
    let column = exact(found, 10)
    let negation = random.chance(25) ? "NOT " : ""
    let (low, high) = (literal(column.kind), literal(column.kind))
    return "\(column.sql) \(negation)BETWEEN \(low) AND \(high)"
  }

  private mutating func nullTest(_ scope: [Source]) -> SQLTree {
    guard let column = anyColumn(scope) else { return "TRUE" }
    return "\(column.sql) IS \(random.chance(50) ? "" : "NOT ")NULL"
  }

  private mutating func like(_ scope: [Source]) -> SQLTree {
    let fits: (GeneratedField.Kind) -> Bool = { $0.isText || $0 == .choice }
    guard let found = anyColumn(scope, where: fits) else { return "TRUE" }
    let column = exact(found, 10)
    let word = random.pick([
      "a", "abc", "B", "ß", "i", "K", "é", "0", "%", "_", "\\", " ", "or", "",
    ])
    let escaped = word.replacing("\\", with: "\\\\").replacing("%", with: "\\%")
      .replacing("_", with: "\\_")
    let part = random.chance(70) ? escaped : word
    let other = random.pick(["x", "e", "1", ""])
    let pattern = random.pick([
      part, part + "%", "%" + part, "%" + part + "%", part + "%" + other, part + "_",
      "_" + part + "%", "%" + part + "%" + other + "%", "%", "%%", part + "%%",
    ])
    let verb = random.pick(["LIKE", "LIKE", "ILIKE", "NOT LIKE", "NOT ILIKE"])
    let quoted = ValueGenerator.quoted(pattern)
    if random.chance(15) {
      let other = ValueGenerator.quoted(pattern.replacing("\\", with: "!"))
      return "\(column.sql) \(verb) \(other) ESCAPE '!'"
    }
    return "\(column.sql) \(verb) \(quoted)"
  }

  private mutating func flag(_ scope: [Source]) -> SQLTree {
    guard let column = anyColumn(scope, where: { $0 == .boolean }) else { return comparison(scope) }
    let test = random.pick([
      "", " IS TRUE", " IS NOT TRUE", " IS FALSE", " IS NOT FALSE", " = TRUE",
    ])
    return random.chance(30) ? "NOT \(column.sql)" : "\(column.sql)\(test)"
  }

  private mutating func has(_ scope: [Source]) -> SQLTree {
    guard let column = anyColumn(scope, where: { $0 == .choices }) else { return comparison(scope) }
    return "HAS(\(column.sql), \(literal(.choice)))"
  }

  /// A comparison with something that is computed, which at most a superset can stand for.
  private mutating func computed(_ scope: [Source]) -> SQLTree {
    switch random.number(1...11) {
    case 1...3:
      let symbol = random.pick(["=", "<>", "<", ">"])
      return "\(textExpression(scope)) \(symbol) \(literal(.text))"
    case 4...5: return widened(scope)
    case 6...8:
      let symbol = random.pick(["=", "<>", "<", ">=", ">"])
      return "\(numberExpression(scope)) \(symbol) \(literal(.integer))"
    default:
      guard let column = anyColumn(scope, where: { $0 == .date || $0.isInstant }) else {
        return "TRUE"
      }
      let symbol = random.pick(["=", "<", ">=", "<>", "<=", ">"])
      switch random.number(1...3) {
      case 1:
        let unit = random.pick(["month", "year", "day", "hour"])
        return "date_trunc('\(unit)', \(column.sql)) \(symbol) TIMESTAMP '2024-02-01T00:00:00Z'"
      case 2: return "extract(year FROM \(column.sql)) \(symbol) \(random.pick(["2024", "1969"]))"
      default: return "CAST(\(column.sql) AS DATE) \(symbol) \(literal(.date))"
      }
    }
  }

  /// A function of a text whose value tells something about the text itself.
  private mutating func widened(_ scope: [Source]) -> SQLTree {
    guard let column = anyColumn(scope, where: \.isText) else { return "TRUE" }
    let text = column.sql
    let word = literal(.text)
    switch random.number(1...9) {
    case 1: return "lower(\(text)) = \(word)"
    case 2: return "upper(\(text)) LIKE \(word)"
    case 3: return "left(\(text), \(random.number(0...3))) = \(word)"
    case 4: return "substr(\(text), 1, \(random.number(1...3))) = \(word)"
    case 5: return "coalesce(\(text), \(random.pick(["''", "'a'"]))) = \(word)"
    case 6: return "trim(\(text)) = \(word)"
    case 7: return "starts_with(\(text), \(word))"
    case 8: return "lower(\(text)) IN (\(word), \(literal(.text)), NULL)"
    default: return "position(\(word) IN \(text)) > 0"
    }
  }

  /// A comparison of two columns.
  private mutating func columns(_ scope: [Source]) -> SQLTree {
    guard let found = anyColumn(scope, where: { $0 != .longText && $0 != .choices }) else {
      return "TRUE"
    }
    let one = exact(found, 10)
    let alike: (GeneratedField.Kind) -> Bool = {
      $0 == one.kind || ($0.isNumber && one.kind.isNumber)
    }
    guard let other = anyColumn(scope, where: alike) else { return "TRUE" }
    return "\(one.sql) \(random.pick(["=", "<>", "IS DISTINCT FROM"])) \(other.sql)"
  }

  /// A subquery over another table, with or without a tie to the row.
  private mutating func subquery(_ scope: [Source]) -> SQLTree {
    let inner = source("s\(random.number(1...99))")
    guard let column = anyColumn(scope, where: { $0.isText || $0.isNumber }) else { return "TRUE" }
    let alike: (GeneratedField.Kind) -> Bool = {
      $0 == column.kind || ($0.isNumber && column.kind.isNumber)
    }
    guard let other = inner.columns.filter({ alike($0.kind) }).first else { return "TRUE" }
    let from = "FROM \(name(of: inner)) \(inner.alias)"
    let filter: SQLTree = .optional(" WHERE \(leafWithoutSubquery([inner]))")
    switch random.number(1...6) {
    case 1...2:
      let negation = random.chance(30) ? "NOT " : ""
      return "\(column.sql) \(negation)IN (SELECT \(other.sql) \(from)\(filter))"
    case 3: return "EXISTS (SELECT 1 \(from)\(filter))"
    case 4:
      let tie: SQLTree = " WHERE \(other.sql) = \(column.sql)"
      return "\(random.chance(50) ? "" : "NOT ")EXISTS (SELECT 1 \(from)\(tie))"
    case 5:
      guard column.kind.isNumber else { return "EXISTS (SELECT 1 \(from)\(filter))" }
      return
        "\(column.sql) > (SELECT \(random.pick(["min", "avg"]))(\(other.sql)) \(from)\(filter))"
    default:
      guard let (outer, target) = link(scope) else { return "EXISTS (SELECT 1 \(from)\(filter))" }
      let near = source("s\(random.number(100...199))", over: target)
      let condition = leafWithoutSubquery([near])
      return
        "\(outer) IN (SELECT \(near.alias).Id FROM \(name(of: near)) \(near.alias) WHERE \(condition))"
    }
  }

  private mutating func leafWithoutSubquery(_ scope: [Source]) -> SQLTree {
    random.chance(30) ? nullTest(scope) : comparison(scope)
  }

  /// A relationship of a scope and the entity that it points at.
  mutating func link(_ scope: [Source]) -> (sql: String, target: Int)? {
    let links = scope.flatMap(\.columns).compactMap { column -> (String, Int)? in
      guard case .link(let target) = column.kind, !column.sql.hasSuffix(".Id") else { return nil }
      return (column.sql, target)
    }
    return links.isEmpty ? nil : random.pick(links)
  }
}
