/// Parts of deeply nested expressions, each a statement of its own that a function runs.
///
/// SQLite's parser has a hundred places, which some twenty nested calls fill. Where an expression gets
/// near that, what is printed of it so far becomes a statement whose parameters stand for what it
/// reads of the row, and a call of `dsql_moved` takes its place.
struct MovedExpressions {
  /// The deepest nesting of what is left in one statement, and of what is moved at once.
  static let deepest = 8
  /// The calls of a chain that stand within each other before they are moved.
  static let mostCalls = 6
  /// A call has at most 127 arguments, and one of them is the number of the statement.
  private static let mostLeaves = 120
  /// Stands around what an expression reads of its row; no other text has it.
  private static let mark: Character = "\0"

  /// The statements, whose numbers are their places.
  private(set) var statements: [String] = []

  /// Text that reads of the row: a column, an aggregate, a subquery.
  static func leaf(_ sql: String) -> String { "\(mark)\(plain(sql))\(mark)" }

  /// The text as SQLite takes it.
  static func plain(_ sql: String) -> String {
    sql.utf8.contains(0) ? sql.replacing("\0", with: "") : sql
  }

  /// Makes an expression a statement of its own.
  ///
  /// - Parameter sql: The expression with its leaves marked.
  /// - Returns: The call that takes its place; nil where it reads too much for one call.
  mutating func move(_ sql: String) -> String? {
    var leaves: [String] = []
    var body = ""
    for (index, part) in sql.split(separator: Self.mark, omittingEmptySubsequences: false)
      .enumerated()
    {
      guard index % 2 == 1 else {
        body += part
        continue
      }
      let leaf = String(part)
      let place = leaves.firstIndex(of: leaf) ?? leaves.count
      if place == leaves.count { leaves.append(leaf) }
      body += "?\(place + 1)"
    }
    if leaves.count > Self.mostLeaves { return nil }
    statements.append("SELECT \(body)")
    let arguments = [String(statements.count - 1)] + leaves.map(Self.leaf)
    return "\(MovedFunction.name)(\(arguments.joined(separator: ", ")))"
  }
}

extension SQLitePrinter {
  /// Prints an expression that holds others, and moves it out where it is too deep.
  func nested(_ print: () throws -> String) rethrows -> String {
    let outer = depth
    depth = 0
    var text = try print()
    depth += 1
    if depth >= MovedExpressions.deepest, let call = moved.move(text) {
      text = call
      depth = 1
    }
    depth = max(outer, depth)
    return text
  }

  /// Prints what is given to a moved expression as a whole.
  func leaf(_ print: () throws -> String) rethrows -> String {
    let outer = depth
    depth = 0
    let text = MovedExpressions.leaf(try print())
    depth = max(outer, depth + 1)
    return text
  }
}
