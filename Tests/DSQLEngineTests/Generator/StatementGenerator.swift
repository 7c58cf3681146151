/// Makes statements over a generated tenant.
///
/// Ids stand in them as `{EntA#3}`, since every service gives its own.
struct StatementGenerator {
  /// A table of a FROM clause with what its columns hold.
  struct Source {
    var alias: String
    /// The entity, nil for a derived table.
    var entity: Int?
    var columns: [Column]
  }

  /// Something of a row that has a value.
  struct Column {
    var sql: String
    var kind: GeneratedField.Kind
  }

  let tenant: GeneratedTenant
  var random: SeededGenerator
  /// In how many of a hundred places a path through a relationship stands for a field.
  var pathPercent = 25

  /// A statement of any form.
  mutating func statement() -> SQLTree {
    // What the service joins and groups has no paths, so that half of the statements have none.
    pathPercent = random.pick([0, 25])
    switch random.pick(
      weighted: [
        (34, 0), (18, 1), (20, 2), (5, 3), (5, 4), (6, 5), (8, 6), (4, 7),
      ]
    ) {
    case 0: return plain()
    case 1: return join()
    case 2: return grouped()
    case 3: return distinct()
    case 4: return counted()
    case 5: return setOperation()
    case 6: return derived()
    default: return windowed()
    }
  }

  /// Rows of one entity.
  mutating func plain() -> SQLTree {
    let source = source("t")
    let from: SQLTree = "FROM \(name(of: source)) \(source.alias)"
    let items = selectList([source], least: 1)
    let filter = whereClause([source])
    let tail = ordering([source], ids: ["\(source.alias).Id"])
    return "SELECT \(items) \(from)\(filter)\(tail)"
  }

  /// The number of rows.
  mutating func counted() -> SQLTree {
    let source = source("t")
    return "SELECT count(*) FROM \(name(of: source)) \(source.alias)\(whereClause([source]))"
  }

  // MARK: Parts

  /// A table over any entity.
  mutating func source(_ alias: String) -> Source {
    source(alias, over: random.number(0...(tenant.entities.count - 1)))
  }

  func source(_ alias: String, over entity: Int) -> Source {
    Source(alias: alias, entity: entity, columns: columns(of: entity, below: alias))
  }

  func name(of source: Source) -> String {
    source.entity.map { tenant.entities[$0].name } ?? source.alias
  }

  mutating func selectList(_ scope: [Source], least: Int) -> SQLTree {
    if least == 1, scope.count == 1, random.chance(15) { return "*" }
    let count = random.number(least...(least + 3))
    let items = (0..<count).map { number -> SQLTree in
      let expression = random.chance(60) ? column(scope) : self.expression(scope)
      return "\(expression)\(.optional(" AS c\(number)"))"
    }
    return .list(items, separator: ", ", least: 1)
  }

  mutating func whereClause(_ scope: [Source], _ percent: Int = 85) -> SQLTree {
    guard random.chance(percent) else { return "" }
    return .optional(" WHERE \(predicate(scope, depth: random.number(0...3)))")
  }

  /// ORDER BY with or without a limit, or neither; in most cases total.
  mutating func ordering(_ scope: [Source], ids: [String]) -> SQLTree {
    let roll = random.number(1...100)
    if roll <= 25 { return "" }
    if roll <= 30 { return .optional(limit()) }
    var keys: [SQLTree] = []
    for _ in 0..<random.number(0...2) { keys.append(sortKey(scope)) }
    let last = random.chance(80) ? "" : " DESC"
    let idKeys = ids.map { $0 + last }.joined(separator: ", ")
    let separator = keys.isEmpty ? "" : ", "
    let order: SQLTree =
      " ORDER BY \(.list(keys, separator: ", ", least: keys.isEmpty ? 0 : 1))\(separator)\(idKeys)"
    let total = SQLTree.marked(.ordered, .marked(.sortsByID, order))
    if random.chance(60) { return .optional("\(total)\(.optional(limit()))") }
    return .optional(total)
  }

  private mutating func sortKey(_ scope: [Source]) -> SQLTree {
    let key: SQLTree
    if random.chance(75), let column = anyColumn(scope) {
      key = sorted(exact(column, 8))
    } else {
      key = .marked(.sortsByCollation, expression(scope))
    }
    let direction = random.pick(["", " ASC", " DESC"])
    let nulls = random.pick(["", "", "", " NULLS FIRST", " NULLS LAST"])
    return "\(key)\(.optional(.text(direction + nulls)))"
  }

  /// A column that rows are sorted by.
  func sorted(_ column: Column) -> SQLTree {
    switch column.kind {
    case .text, .multiline, .longText, .choices:
      return .marked(.sortsByCollation, .text(column.sql))
    case .uuid, .link: return .marked(.sortsByID, .text(column.sql))
    case .decimal, .integer, .int, .bigint, .float, .double, .boolean, .date, .instant,
      .instantWithoutOffset, .choice, .autoNumber:
      return .text(column.sql)
    }
  }

  private mutating func limit() -> SQLTree {
    let offset: SQLTree = random.chance(30) ? .optional(" OFFSET \(random.number(0...12))") : ""
    let count = random.pick([0, 1, 2, 3, 5, 10, 20, 100])
    return .marked(.limited, " LIMIT \(count)\(offset)")
  }
}
