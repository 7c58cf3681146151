import DSQLDiagnostics

extension Parser {
  /// The statement that the tokens are, and the faults behind its end.
  mutating func parseWholeStatement() -> Statement? {
    guard let statement = parseStatement() else { return nil }
    if !atEnd {
      reportUnexpected(hint: remainsHint(statement))
      parseRemains()
    }
    return statement
  }

  /// `statement`.
  mutating func parseStatement() -> Statement? {
    guard enter() else { return nil }
    defer { leave() }
    let start = current.lower
    if at(.leftParenthesis) { return .query(parseQuery()) }
    guard let keyword = current.keyword else { return parseMisspelt(from: start) }
    switch keyword {
    case .select, .values, .table: return .query(parseQuery())
    case .with: return parseWithStatement()
    case .insert: return parseInsert(with: nil, from: start)
    case .update: return parseUpdate(with: nil, from: start)
    case .delete: return parseDelete(with: nil, from: start)
    case .create: return parseCreate()
    case .alter: return parseAlter()
    case .drop: return parseDrop()
    case .explain: return parseExplain()
    case .dry: return parseDryRun()
    case .assert: return parseAssert()
    case .describe, .desc: return parseDescribe()
    case .show: return parseShow()
    case .prepare: return parsePrepare()
    case .execute: return parseExecute()
    case .deallocate: return parseDeallocate()
    case .use: return parseUse()
    case .begin, .commit, .rollback, .start, .savepoint, .release, .end, .abort:
      return parseTransaction()
    default: return parseMisspelt(from: start)
    }
  }

  /// The keywords that begin a statement.
  private static let statementKeywords: [Keyword] = [
    .select, .insert, .update, .delete, .with, .values, .create, .alter, .drop, .explain, .assert,
    .describe, .show, .prepare, .execute, .deallocate, .begin, .commit, .rollback,
  ]

  private mutating func parseMisspelt(from start: Int) -> Statement? {
    if isForeignStatement(at: start) { return refuseStatement(from: start) }
    if correct(to: Parser.statementKeywords) != nil { return parseStatement() }
    reportUnexpected(hint: atEnd ? nil : "A statement begins with a word like SELECT or INSERT.")
    index = tokens.count - 1
    lastErrorIndex = index
    return nil
  }

  /// `WITH … SELECT`, `WITH … INSERT` and their kin.
  private mutating func parseWithStatement() -> Statement {
    let start = current.lower
    let with = parseWith()
    switch current.keyword {
    case .insert: return parseInsert(with: with, from: start)
    case .update: return parseUpdate(with: with, from: start)
    case .delete: return parseDelete(with: with, from: start)
    default: return .query(parseQuery(with: with, from: start))
    }
  }

  // MARK: What is left

  /// What may be meant by a token behind the end of a statement.
  private func remainsHint(_ statement: Statement) -> String? {
    if at(.rightParenthesis) { return "No parenthesis is open here." }
    switch current.keyword {
    case .select, .insert, .update, .delete, .create, .with:
      return "Perhaps a semicolon is missing before it."
    case .from, .where, .group, .having, .window, .order, .limit, .offset:
      guard case .query = statement else { return nil }
      return
        "The clauses stand in the order FROM, WHERE, GROUP BY, HAVING, WINDOW, ORDER BY, LIMIT."
    default: return nil
    }
  }

  /// Reads clauses that stand where none may, for the faults within them.
  private mutating func parseRemains() {
    while !atEnd {
      let place = index
      switch current.keyword {
      case .from: _ = parseFrom()
      case .where, .having, .and, .or:
        advance()
        _ = parseCondition(endsAtComma: true)
      case .order: _ = parseOrderBy()
      case .group:
        advance()
        expect(.by)
        _ = parseExpressionList()
      case .select: _ = parseQuery()
      case .returning: _ = parseReturning()
      default: advance()
      }
      if index == place { advance() }
    }
  }

  // MARK: EXPLAIN, DRY RUN, ASSERT

  /// `EXPLAIN [ANALYZE] [(option, …)] statement`.
  private mutating func parseExplain() -> Statement? {
    let start = current.lower
    advance()
    var isAnalyze = take(.analyze) || take(.analyse)
    var format = ExplainFormat.text
    if at(.leftParenthesis), !parenthesisHoldsQuery(at: index) {
      advance()
      repeat { parseExplainOption(&isAnalyze, &format) } while continuesList()
      closeParenthesis()
    }
    guard let statement = parseStatement() else { return nil }
    return .explain(
      ExplainStatement(
        isAnalyze: isAnalyze,
        format: format,
        statement: statement,
        span: span(from: start)
      )
    )
  }

  private mutating func parseExplainOption(_ isAnalyze: inout Bool, _ format: inout ExplainFormat) {
    let option = current
    if take(.analyze) || take(.analyse) {
      isAnalyze = takeBoolean()
    } else if take(.format) {
      let word = lexed.text(of: current).uppercased()
      if let known = ExplainFormat(rawValue: word) {
        format = known
      } else {
        reportUnexpected(hint: "A format is TEXT, JSON or CURL.")
      }
      if !atStop { advance() }
    } else {
      let name = lexed.source(of: option)
      guard option.kind == .word else {
        reportUnexpected(hint: "An option is ANALYZE or FORMAT.")
        return
      }
      reportUnexpected(hint: "EXPLAIN has no option \(name); it has ANALYZE and FORMAT.")
      skipToStop()
    }
  }

  /// `TRUE`, `ON`, `FALSE`, `OFF`; true where nothing is written.
  private mutating func takeBoolean() -> Bool {
    if take(.true) || take(.on) { return true }
    if take(.false) { return false }
    guard at(.word), lexed.source(of: current).lowercased() == "off" else { return true }
    advance()
    return false
  }

  /// `DRY RUN statement`.
  private mutating func parseDryRun() -> Statement? {
    let start = current.lower
    advance()
    expect(.run)
    let place = current
    guard let statement = parseStatement() else { return nil }
    switch statement {
    case .insert, .update, .delete: break
    default:
      report(
        .syntaxError,
        "syntax error at or near \"\(shortSource(of: place))\"",
        span: place.span,
        hint: "DRY RUN is followed by INSERT, UPDATE or DELETE."
      )
    }
    return .dryRun(DryRunStatement(statement: statement, span: span(from: start)))
  }

  /// `ASSERT expr [MESSAGE text]`.
  private mutating func parseAssert() -> Statement {
    let start = current.lower
    advance()
    let condition = parseExpression()
    if !atEnd, !at(.message) { _ = correct(to: [.message]) }
    let message = take(.message) ? parseText() : nil
    return .assert(
      AssertStatement(condition: condition, message: message, span: span(from: start))
    )
  }

  // MARK: DESCRIBE, SHOW, USE

  /// `DESCRIBE name`.
  private mutating func parseDescribe() -> Statement {
    let start = current.lower
    advance()
    let name = parseEntityName(.anyWord)
    return .describe(DescribeStatement(name: name, span: span(from: start)))
  }

  /// `SHOW ENTITIES | FIELDS FROM name | CHOICE SETS | CHOICES FROM name | LIMITS`.
  private mutating func parseShow() -> Statement? {
    let start = current.lower
    advance()
    let subjects: [Keyword] = [.entities, .fields, .choice, .choices, .limits]
    if current.keyword.map(subjects.contains) != true { _ = correct(to: subjects) }
    let subject: ShowSubject
    switch current.keyword {
    case .entities:
      advance()
      subject = .entities
    case .limits:
      advance()
      subject = .limits
    case .choice:
      advance()
      expect(.sets)
      subject = .choiceSets
    case .fields:
      advance()
      expect(.from)
      subject = .fields(parseEntityName(.anyWord))
    case .choices:
      advance()
      expect(.from)
      subject = .choices(parseName(.anyWord))
    default:
      reportUnexpected(
        hint: "SHOW is followed by ENTITIES, FIELDS FROM, CHOICE SETS, CHOICES FROM or LIMITS."
      )
      index = tokens.count - 1
      return nil
    }
    return .show(ShowStatement(subject: subject, span: span(from: start)))
  }

  /// `USE TENANT name`, `USE FOLDER name`, `USE PROFILE name`.
  private mutating func parseUse() -> Statement? {
    let start = current.lower
    advance()
    if !at(.tenant), !at(.folder), !at(.profile) {
      _ = correct(to: [.tenant, .folder, .profile])
    }
    let target: UseTarget
    switch current.keyword {
    case .tenant: target = .tenant
    case .folder: target = .folder
    case .profile: target = .profile
    default:
      reportUnexpected(hint: "USE is followed by TENANT, FOLDER or PROFILE and a name.")
      index = tokens.count - 1
      return nil
    }
    advance()
    let token = current
    let name: Identifier
    if token.isString {
      name = Identifier(text: takeStrings(), isQuoted: true, span: token.span)
    } else {
      name = parseName(.anyWord)
    }
    return .use(UseStatement(target: target, name: name, span: span(from: start)))
  }
}
