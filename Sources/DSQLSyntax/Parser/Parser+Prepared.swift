import DSQLDiagnostics

extension Parser {
  // MARK: Prepared statements

  /// `PREPARE name [(type, …)] AS statement`.
  mutating func parsePrepare() -> Statement? {
    let start = current.lower
    advance()
    let name = parseName()
    var types: [TypeName] = []
    if take(.leftParenthesis) {
      repeat { types.append(parseType()) } while continuesList()
      closeParenthesis()
    }
    expect(.as)
    guard let statement = parseStatement() else { return nil }
    return .prepare(
      PrepareStatement(
        name: name,
        parameterTypes: types,
        statement: statement,
        span: span(from: start)
      )
    )
  }

  /// `EXECUTE name [(expr, …)]`.
  mutating func parseExecute() -> Statement {
    let start = current.lower
    advance()
    let name = parseName()
    var arguments: [SQLExpression] = []
    if take(.leftParenthesis) {
      if !at(.rightParenthesis) { arguments = parseExpressionList() }
      closeParenthesis()
    }
    return .execute(
      ExecuteStatement(name: name, arguments: arguments, span: span(from: start))
    )
  }

  /// `DEALLOCATE [PREPARE] (name | ALL)`.
  mutating func parseDeallocate() -> Statement {
    let start = current.lower
    advance()
    if at(.prepare), !peekIsEnd { advance() }
    let name = take(.all) ? nil : parseName()
    return .deallocate(DeallocateStatement(name: name, span: span(from: start)))
  }

  private var peekIsEnd: Bool { peek().kind == .endOfInput }

  // MARK: Transactions

  /// `BEGIN`, `START TRANSACTION`, `COMMIT`, `ROLLBACK`, `SAVEPOINT name`, `RELEASE name`, with all
  /// that may stand behind them.
  mutating func parseTransaction() -> Statement {
    let token = current
    let command: TransactionCommand =
      switch token.keyword {
      case .start: .startTransaction
      case .commit, .end: .commit
      case .rollback, .abort: .rollback
      case .savepoint: .savepoint
      case .release: .release
      default: .begin
      }
    index = tokens.count - 1
    lastErrorIndex = index
    return .transaction(
      TransactionStatement(command: command, span: span(from: token.lower))
    )
  }

  // MARK: Statements that are not there

  /// Whether the word at the cursor begins a statement of other systems that has a way round it.
  func isForeignStatement(at start: Int) -> Bool {
    guard at(.word) else { return false }
    return Parser.foreignStatements[lexed.source(of: current).lowercased()] != nil
  }

  /// Tells that a statement is not supported, and what to use instead.
  mutating func refuseStatement(from start: Int) -> Statement? {
    let first = tokens[0].lower == start ? tokens[0] : current
    var words = lexed.source(of: first).uppercased()
    var hint = Parser.foreignStatements[words.lowercased()]
    if hint == nil {
      guard at(.word) else {
        reportUnexpected(hint: "ENTITY or CHOICE SET is expected here.")
        index = tokens.count - 1
        lastErrorIndex = index
        return nil
      }
      words += " " + lexed.source(of: current).uppercased()
      hint = "There are entities and choice sets only."
    }
    index = tokens.count - 1
    reportUnsupported(words, from: start, hint: hint ?? "")
    lastErrorIndex = index
    return nil
  }

  /// Statements of other systems, by their first word, with what to use instead.
  private static let foreignStatements: [String: String] = [
    "truncate": "Use DELETE FROM entity WHERE TRUE; see \\? for what a write without WHERE needs.",
    "merge": "Use INSERT … ON CONFLICT (field) DO UPDATE SET ….",
    "replace": "Use INSERT … ON CONFLICT (field) DO UPDATE SET ….",
    "upsert": "Use INSERT … ON CONFLICT (field) DO UPDATE SET ….",
    "copy": "Use \\copy.",
    "set": "Use \\set for variables and \\pset for the form of results.",
    "reset": "Use \\unset.",
    "grant": "Rights are given in the service.",
    "revoke": "Rights are given in the service.",
    "call": "The service has no procedures.",
    "do": "The service has no procedures.",
    "vacuum": "It has no meaning for a service.",
    "analyze": "It has no meaning for a service; EXPLAIN ANALYZE runs and explains a statement.",
    "analyse": "It has no meaning for a service; EXPLAIN ANALYZE runs and explains a statement.",
    "reindex": "It has no meaning for a service.",
    "lock": "The service has no locks.",
    "listen": "The service sends no notices.",
    "notify": "The service sends no notices.",
    "declare": "Results stream without a cursor.",
    "fetch": "Results stream without a cursor.",
    "comment": "Use ALTER ENTITY name COMMENT 'text'.",
    "pragma": "Use DESCRIBE entity or SHOW ENTITIES.",
    "attach": "Use \\c profile.",
    "import": "Use \\copy entity FROM file.",
  ]
}
