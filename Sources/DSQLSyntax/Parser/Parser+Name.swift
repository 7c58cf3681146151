import DSQLDiagnostics

extension Parser {
  /// Where a name stands, which decides what words may be one.
  enum NamePlace {
    /// Reserved words are none.
    case plain
    /// Any word is one: after FROM, JOIN, INTO, UPDATE, AS and a dot.
    case anyWord
  }

  /// A name; a fault and an empty name where there is none.
  mutating func parseName(_ place: NamePlace = .plain) -> Identifier {
    if let name = takeName(place) { return name }
    if isNameLikeKeyword || (current.keyword?.isReserved == true && !isClauseStart(at: index)) {
      reportReserved()
      let name = takeName(.anyWord)
      if let name { return name }
    }
    reportUnexpected(hint: "A name is expected here.")
    return Identifier(text: "", isQuoted: true, span: .at(current.lower))
  }

  /// The name at the cursor, if there is one.
  mutating func takeName(_ place: NamePlace = .plain) -> Identifier? {
    let token = current
    switch token.kind {
    case .quotedIdentifier: break
    case .word:
      if place == .plain, token.keyword?.isReserved == true { return nil }
    default: return nil
    }
    advance()
    return Identifier(
      text: lexed.text(of: token),
      isQuoted: token.kind == .quotedIdentifier,
      span: token.span
    )
  }

  /// `name` or `folder.name`.
  mutating func parseEntityName(_ place: NamePlace = .plain) -> EntityName {
    let start = current.lower
    let first = parseName(place)
    guard take(.dot) else { return EntityName(qualifier: nil, name: first, span: first.span) }
    let name = parseName(.anyWord)
    if at(.dot) {
      reportUnexpected(hint: "An entity's name has two parts at most.")
      while take(.dot) { _ = takeName(.anyWord) }
    }
    return EntityName(qualifier: first, name: name, span: span(from: start))
  }

  /// `(name, …)`.
  mutating func parseNamesInParentheses() -> [Identifier] {
    guard expect(.leftParenthesis, "A list of names in parentheses is expected here.") else {
      return []
    }
    var names: [Identifier] = []
    repeat { names.append(parseName()) } while continuesList()
    closeParenthesis()
    return names
  }

  /// A string literal where nothing else may stand.
  mutating func parseText() -> TextLiteral {
    guard current.isString else {
      let hint =
        at(.quotedIdentifier)
        ? "A text is written in single quotes." : "A text in single quotes is expected here."
      reportUnexpected(hint: hint)
      let place = current.lower
      if at(.quotedIdentifier) { advance() }
      return TextLiteral(text: "", span: span(from: place))
    }
    let start = current.lower
    let text = takeStrings()
    return TextLiteral(text: text, span: span(from: start))
  }

  /// The meaning of the string at the cursor, joined with those on the lines after it.
  mutating func takeStrings() -> String {
    var text = lexed.text(of: current)
    var last = current
    advance()
    while last.kind != .dollarString, at(.string), hasLineBreak(from: last.upper) {
      text += lexed.text(of: current)
      last = current
      advance()
    }
    return text
  }

  /// Whether a line ends between an offset and the current token.
  private func hasLineBreak(from lower: Int) -> Bool {
    lexed.bytes[lower..<current.lower].contains(where: Characters.isLineBreak)
  }

  /// Whether the current token is a reserved word that somebody may take for a name, and what
  /// follows fits one.
  var isNameLikeKeyword: Bool {
    guard let keyword = current.keyword else { return false }
    switch keyword {
    case .order, .group, .user, .to, .check, .desc, .asc, .table, .column, .default, .primary,
      .unique, .references, .limit, .offset, .grant, .analyze, .constraint, .only, .full,
      .collation, .verbose, .both, .leading, .trailing, .create, .do, .for, .foreign, .placing,
      .window, .some, .any, .using, .authorization, .left, .right, .array:
      break
    default: return false
    }
    let next = peek()
    switch next.kind {
    case .comma, .dot, .rightParenthesis, .equal, .notEqual, .less, .lessOrEqual, .greater,
      .greaterOrEqual, .concatenate, .plus, .slash, .percent, .caret, .endOfInput:
      return true
    case .word:
      return next.keyword == .from || next.keyword == .as || next.keyword == .is
        || next.keyword == .in || next.keyword == .like
    default: return false
    }
  }

  /// Tells that a reserved word stands where a name is expected.
  mutating func reportReserved() {
    let word = lexed.source(of: current)
    reportUnexpected(hint: "\(word) is a reserved word; as a name it is written \"\(word)\".")
  }
}
