import DSQLDiagnostics

extension Parser {
  /// `name([DISTINCT] expr, … [ORDER BY …]) [FILTER (WHERE …)] [OVER …]`.
  mutating func parseCall() -> SQLExpression {
    guard enter() else { return placeholder() }
    defer { leave() }
    let start = current.lower
    let name = parseName(.anyWord)
    advance()
    var call = FunctionCall(
      name: name,
      arguments: .list([]),
      quantifier: .all,
      orderBy: [],
      span: name.span
    )
    parseArguments(&call)
    closeParenthesis()
    parseCallTail(&call)
    call.span = span(from: start)
    return .function(call)
  }

  private mutating func parseArguments(_ call: inout FunctionCall) {
    if at(.rightParenthesis) { return }
    if take(.star) {
      call.arguments = .star
      return
    }
    if take(.distinct) { call.quantifier = .distinct } else { _ = take(.all) }
    call.arguments = .list(parseExpressionList())
    if at(.order) { call.orderBy = parseOrderBy() }
  }

  private mutating func parseCallTail(_ call: inout FunctionCall) {
    if at(.within, .group) {
      let start = current.lower
      index += 2
      if at(.leftParenthesis) { skipParentheses() }
      reportUnsupported("WITHIN GROUP", from: start, hint: "Use an ORDER BY and a LIMIT.")
    }
    if at(.filter), peek().kind == .leftParenthesis {
      index += 2
      expect(.where)
      call.filter = parseCondition()
      closeParenthesis()
    }
    if take(.over) { call.over = parseWindowReference() }
  }

  /// `CURRENT_DATE` and its kin, which need no parentheses.
  mutating func parseBareCall() -> SQLExpression {
    if peek().kind == .leftParenthesis { return parseCall() }
    let token = current
    advance()
    let name = Identifier(text: lexed.source(of: token), isQuoted: false, span: token.span)
    return .function(
      FunctionCall(
        name: name,
        arguments: .list([]),
        quantifier: .all,
        orderBy: [],
        span: token.span
      )
    )
  }

  // MARK: Special spellings

  /// `extract(f FROM x)`, `substring(x FROM a FOR b)`, `position(a IN x)`, `trim(BOTH c FROM x)`,
  /// `overlay(x PLACING y FROM a FOR b)`, and the same functions called plainly.
  mutating func parseSpecialCall(_ keyword: Keyword) -> SQLExpression {
    guard enter(2) else { return placeholder() }
    defer { leave(2) }
    let start = current.lower
    var name = parseName(.anyWord)
    advance()
    let arguments: [SQLExpression]
    if at(.rightParenthesis) {
      arguments = []
    } else {
      switch keyword {
      case .extract: arguments = parseExtractArguments()
      case .substring: arguments = parseSubstringArguments()
      case .position: arguments = parsePositionArguments()
      case .overlay: arguments = parseOverlayArguments()
      default: arguments = parseTrimArguments(&name)
      }
    }
    closeParenthesis()
    var call = FunctionCall(
      name: name,
      arguments: .list(arguments),
      quantifier: .all,
      orderBy: [],
      span: span(from: start)
    )
    parseCallTail(&call)
    return .function(call)
  }

  private mutating func parseExtractArguments() -> [SQLExpression] {
    let field = current
    guard field.kind == .word || field.isString, peek().keyword == .from else {
      return parseExpressionList()
    }
    advance()
    advance()
    let literal = Literal(kind: .string, text: lexed.text(of: field), span: field.span)
    return [.literal(literal), parseExpression()]
  }

  private mutating func parseSubstringArguments() -> [SQLExpression] {
    let text = parseExpression()
    guard at(.from) || at(.for) else { return [text] + parseFurtherArguments() }
    let place = current
    let from: SQLExpression
    if take(.from) {
      from = parseExpression()
    } else {
      from = .literal(Literal(kind: .integer, text: "1", span: .at(place.lower)))
    }
    return take(.for) ? [text, from, parseExpression()] : [text, from]
  }

  private mutating func parsePositionArguments() -> [SQLExpression] {
    let part = parseExpression(Precedence.membership.next)
    guard take(.in) else { return [part] + parseFurtherArguments() }
    return [part, parseExpression()]
  }

  private mutating func parseOverlayArguments() -> [SQLExpression] {
    let text = parseExpression()
    guard take(.placing) else { return [text] + parseFurtherArguments() }
    let replacement = parseExpression()
    expect(.from)
    let from = parseExpression()
    return take(.for)
      ? [text, replacement, from, parseExpression()] : [text, replacement, from]
  }

  private mutating func parseTrimArguments(_ name: inout Identifier) -> [SQLExpression] {
    let side = current.keyword
    switch side {
    case .both, .leading, .trailing:
      advance()
      if side == .leading { name.text = "ltrim" }
      if side == .trailing { name.text = "rtrim" }
      if take(.from) { return [parseExpression()] }
    default: break
    }
    let first = parseExpression()
    if take(.from) { return [parseExpression(), first] }
    return [first] + parseFurtherArguments()
  }

  private mutating func parseFurtherArguments() -> [SQLExpression] {
    var arguments: [SQLExpression] = []
    while continuesList() { arguments.append(parseExpression()) }
    return arguments
  }

  // MARK: Windows

  /// What follows OVER: a name or a specification.
  private mutating func parseWindowReference() -> WindowReference {
    at(.leftParenthesis) ? .inline(parseWindowSpecification()) : .named(parseName())
  }

  /// `WINDOW name AS (…), …`, behind the word WINDOW.
  mutating func parseWindowDefinitions() -> [WindowDefinition] {
    var windows: [WindowDefinition] = []
    repeat {
      let start = current.lower
      let name = parseName()
      expect(.as)
      let specification = parseWindowSpecification()
      windows.append(
        WindowDefinition(name: name, specification: specification, span: span(from: start))
      )
    } while continuesList()
    return windows
  }

  /// `([base] [PARTITION BY …] [ORDER BY …] [frame])`.
  private mutating func parseWindowSpecification() -> WindowSpecification {
    let start = current.lower
    var window = WindowSpecification(partitionBy: [], orderBy: [], span: .at(start))
    guard enter(3) else { return window }
    defer { leave(3) }
    guard expect(.leftParenthesis, "A window's definition stands in parentheses.") else {
      return window
    }
    let isBase: Bool =
      switch current.keyword {
      case .partition: peek().keyword != .by
      case .rows, .range, .groups: peek().kind == .rightParenthesis
      default: true
      }
    if isBase, nearest(to: current, among: [.partition, .order]) == nil {
      window.base = takeName()
    }
    if take(.partition) || (peek().keyword == .by && !at(.order) && expect(.partition)) {
      expect(.by)
      repeat {
        window.partitionBy.append(parseExpression())
      } while continuesList(
        before: Parser.frameKeywords
      )
    }
    if at(.order) { window.orderBy = parseOrderBy() }
    window.frame = parseFrame()
    closeParenthesis()
    window.span = span(from: start)
    return window
  }

  static let frameKeywords: [Keyword] = [.rows, .range, .groups]

  /// `ROWS start`, `RANGE BETWEEN start AND end EXCLUDE …`.
  private mutating func parseFrame() -> WindowFrame? {
    let start = current.lower
    let unit: FrameUnit
    switch current.keyword {
    case .rows: unit = .rows
    case .range: unit = .range
    case .groups: unit = .groups
    default: return nil
    }
    advance()
    let first: FrameBound
    var second: FrameBound?
    if take(.between) {
      first = parseFrameBound()
      expect(.and)
      second = parseFrameBound()
    } else {
      first = parseFrameBound()
    }
    let exclusion = take(.exclude) ? parseFrameExclusion() : nil
    return WindowFrame(
      unit: unit,
      start: first,
      end: second,
      exclusion: exclusion,
      span: span(from: start)
    )
  }

  private mutating func parseFrameBound() -> FrameBound {
    if take(.current) {
      expect(.row)
      return .currentRow
    }
    if take(.unbounded) {
      if take(.following) { return .unboundedFollowing }
      expect(.preceding)
      return .unboundedPreceding
    }
    let distance = parseExpression(Precedence.other)
    if take(.following) { return .following(distance) }
    expect(.preceding, hint: "PRECEDING or FOLLOWING is expected here.")
    return .preceding(distance)
  }

  private mutating func parseFrameExclusion() -> FrameExclusion? {
    if take(.current, .row) { return .currentRow }
    if take(.group) { return .group }
    if take(.ties) { return .ties }
    if take(.no, .others) { return .noOthers }
    reportUnexpected(hint: "After EXCLUDE stands CURRENT ROW, GROUP, TIES or NO OTHERS.")
    return nil
  }
}
