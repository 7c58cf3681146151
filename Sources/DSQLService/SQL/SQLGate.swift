import DSQLDiagnostics
import DSQLSyntax

/// Lets only statements through that the SQL endpoint takes: one SELECT of bounded size.
///
/// What a single word tells is refused before the text is parsed, so that a statement in another
/// language is told what is wrong with it, not where the parser stumbled.
///
/// - Source: `data-service-api.md` §3.7, the table of refusals.
struct SQLGate {
  private static let keywords: Set<String> = [
    "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "DROP", "ALTER", "CREATE", "TRUNCATE",
  ]
  private static let constructs: Set<String> = [
    "WITH", "UNION", "INTERSECT", "EXCEPT", "OVER", "ROLLUP", "CUBE", "GROUPING", "PARTITION",
  ]
  private static let aggregates: Set<String> = ["COUNT", "SUM", "AVG", "MIN", "MAX"]
  private static let mostColumnsWithoutWhere = 4

  private let lexed: LexedText
  private let text: String
  private let tokens: ArraySlice<Token>

  private init(_ text: String) {
    self.text = text
    lexed = Lexer.lex(text)
    var tokens = lexed.tokens.dropLast()
    while tokens.last?.kind == .semicolon { tokens.removeLast() }
    self.tokens = ArraySlice(tokens)
  }

  /// The query of a text.
  ///
  /// - Parameter text: What was sent.
  /// - Returns: The tree, whose body is a SELECT with FROM.
  /// - Throws: A 400 with the code of what is refused.
  static func query(_ text: String) throws(RequestFailure) -> (Query, SelectStatement) {
    let gate = SQLGate(text)
    try gate.checkWords()
    let parsed = Parser.parse(text)
    if let first = parsed.diagnostics.first { throw .sql(.parsing, "\(gate.told(first)).") }
    guard parsed.statements.count == 1, case .query(let query)? = parsed.statements.first,
      case .select(let select) = query.body
    else { throw .sql(.notSelect, "Only SELECT statements are allowed.") }
    try gate.check(query, select)
    return (query, select)
  }

  /// Whether a function of this name makes one value of many rows.
  static func isAggregate(_ name: Identifier) -> Bool {
    aggregates.contains(name.text.uppercased())
  }

  /// Whether an aggregate is called in a part of a text.
  static func holdsAggregate(_ span: SourceSpan, _ text: String) -> Bool {
    SQLGate(text).holdsAggregate(span)
  }

  // MARK: Words

  private func checkWords() throws(RequestFailure) {
    guard let first = tokens.first else { throw .sql(.empty, "The query is empty.") }
    if tokens.contains(where: { $0.kind == .semicolon }) {
      throw .sql(.multipleStatements, "Only one statement is allowed.")
    }
    let opening = word(first)
    guard opening == "SELECT" || opening == "WITH" else {
      throw .sql(.notSelect, "Only SELECT statements are allowed.")
    }
    let words = barewords()
    if let found = words.first(where: { Self.keywords.contains($0) }) {
      throw .sql(.keyword, "The keyword \(found) is not allowed.")
    }
    if let found = words.first(where: { Self.constructs.contains($0) }) {
      throw .sql(.construct, "The construct \(found) is not allowed.")
    }
    if words.dropFirst().contains("SELECT") {
      throw .sql(.subquery, "Subqueries are not allowed.")
    }
    guard words.contains("FROM") else { throw .sql(.missingFrom, "The query has no FROM.") }
    for place in tokens.indices.dropLast(2)
    where word(tokens[place]) == "COUNT" && tokens[place + 1].kind == .leftParenthesis
      && tokens[place + 2].kind == .star
    {
      throw .sql(.countStar, "COUNT(*) is not supported: count a field, as in COUNT(Id).")
    }
  }

  /// The words in capitals, but for those after a dot: these are names.
  private func barewords() -> [String] {
    tokens.indices.compactMap { place in
      place > tokens.startIndex && tokens[place - 1].kind == .dot ? nil : word(tokens[place])
    }
  }

  private func word(_ token: Token) -> String? {
    token.kind == .word ? lexed.source(of: token).uppercased() : nil
  }

  private func told(_ fault: Diagnostic) -> String {
    guard let span = fault.span else { return fault.message }
    return "\(fault.message), at character \(text.utf8.prefix(span.lower).count + 1)"
  }

  // MARK: The tree

  private func check(_ query: Query, _ select: SelectStatement) throws(RequestFailure) {
    let isAggregated = select.items.contains { item in
      if case .expression(let selected) = item { holdsAggregate(selected.span) } else { false }
    }
    if select.predicate == nil, query.limit == nil, !isAggregated {
      throw .sql(.limitRequired, "A query without WHERE needs LIMIT or an aggregate.")
    }
    for case .allColumns in select.items {
      throw .sql(.selectStar, "SELECT * is not allowed: name the columns.")
    }
    if select.predicate == nil, select.items.count > Self.mostColumnsWithoutWhere {
      throw .sql(
        .tooManyColumns,
        "A query without WHERE selects at most \(Self.mostColumnsWithoutWhere) columns."
      )
    }
  }

  /// Whether an aggregate is called in a part of the text.
  private func holdsAggregate(_ span: SourceSpan) -> Bool {
    tokens.indices.dropLast().contains { place in
      let token = tokens[place]
      guard token.lower >= span.lower, token.upper <= span.upper,
        tokens[place + 1].kind == .leftParenthesis, let word = word(token)
      else { return false }
      return Self.aggregates.contains(word)
    }
  }
}
