import DSQLDiagnostics

extension Parser {
  /// A field; nil for a constraint of the whole table, which is refused.
  mutating func parseFieldOrConstraint() -> FieldDefinition? {
    switch current.keyword {
    case .constraint, .primary, .foreign, .unique, .check:
      let start = current.lower
      let hint = constraintHint
      skipToStopOfField()
      reportUnsupported("a constraint of the whole entity", from: start, hint: hint)
      return nil
    default: return parseField()
    }
  }

  private var constraintHint: String {
    switch current.keyword {
    case .primary: "Every entity has the key Id; leave it out, or say UNIQUE behind a field."
    case .foreign: "Write REFERENCES entity behind the field."
    case .unique: "Write UNIQUE behind the field."
    case .check: "Write CHECK BETWEEN low AND high behind the field."
    default: "Constraints are written behind their field, without a name."
    }
  }

  private mutating func skipToStopOfField() {
    while !atEnd, !at(.comma), !at(.rightParenthesis) {
      if at(.leftParenthesis) { skipParentheses() } else { advance() }
    }
  }

  /// `name [type] option …`, the options in any order.
  private mutating func parseField() -> FieldDefinition {
    let start = current.lower
    let name = parseName()
    var field = FieldDefinition(
      name: name,
      isRequired: false,
      isUnique: false,
      span: name.span
    )
    let hasType = !atFieldOption && !atStop
    if hasType { field.type = parseType() }
    while parseFieldOption(&field) {}
    if !hasType, field.references == nil {
      report(
        .syntaxError,
        "field \"\(name.text)\" has no type",
        span: name.span,
        hint: "Only a field with REFERENCES needs none."
      )
    }
    field.span = span(from: start)
    return field
  }

  private var atFieldOption: Bool {
    switch current.keyword {
    case .required, .not, .null, .unique, .default, .references, .check, .comment, .primary,
      .collate, .constraint:
      true
    default: false
    }
  }

  /// Takes one option; false where none follows.
  private mutating func parseFieldOption(_ field: inout FieldDefinition) -> Bool {
    let start = current.lower
    switch current.keyword {
    case .required:
      advance()
      field.isRequired = true
    case .not:
      advance()
      expect(.null)
      field.isRequired = true
    case .null: advance()
    case .unique:
      advance()
      field.isUnique = true
    case .default:
      advance()
      field.defaultValue = parseDefaultLiteral()
    case .references: field.references = parseReferences()
    case .check: field.range = parseCheck()
    case .comment:
      advance()
      field.comment = parseText()
    case .primary, .collate, .constraint: refuseFieldOption(from: start)
    default:
      if at(.word), !atStop {
        return correctFieldOption(from: start)
      }
      return false
    }
    return true
  }

  private mutating func correctFieldOption(from start: Int) -> Bool {
    let word = lexed.source(of: current).lowercased()
    if ["auto_increment", "autoincrement", "identity", "generated"].contains(word) {
      skipToStopOfField()
      reportUnsupported("\(word.uppercased())", from: start, hint: "Use the type AUTONUMBER.")
      return true
    }
    let options: [Keyword] = [
      .required, .not, .null, .unique, .default, .references, .check, .comment,
    ]
    return correct(to: options) != nil
  }

  private mutating func refuseFieldOption(from start: Int) {
    switch current.keyword {
    case .primary:
      advance()
      _ = take(.key)
      reportUnsupported(
        "PRIMARY KEY",
        from: start,
        hint: "Every entity has the key Id; UNIQUE holds a field of your own to one record."
      )
    case .collate:
      advance()
      _ = takeName(.anyWord)
      reportUnsupported("COLLATE of a field", from: start, hint: "Use COLLATE in the query.")
    default:
      advance()
      _ = takeName()
      reportUnsupported(
        "a named constraint",
        from: start,
        hint: "Leave CONSTRAINT and the name out."
      )
    }
  }

  /// A literal or typed literal, a number with its sign.
  private mutating func parseDefaultLiteral() -> SQLExpression {
    if let number = takeNumber() { return .literal(number) }
    let expression = parseExpression(Precedence.cast)
    switch expression {
    case .literal, .typedLiteral: break
    default:
      report(
        .syntaxError,
        "default of a field is not a literal",
        span: expression.span,
        hint: "The service keeps constants only."
      )
    }
    return expression
  }

  /// A number with or without a sign, if one stands here.
  private mutating func takeNumber() -> Literal? {
    let start = current.lower
    let isNegative = at(.minus)
    let token = isNegative || at(.plus) ? peek() : current
    let kind: LiteralKind
    switch token.kind {
    case .integer: kind = .integer
    case .decimal: kind = .decimal
    case .scientific: kind = .scientific
    case .hexadecimal: kind = .hexadecimal
    default: return nil
    }
    if isNegative || at(.plus) { advance() }
    advance()
    let text = (isNegative ? "-" : "") + lexed.source(of: token)
    return Literal(kind: kind, text: text, span: span(from: start))
  }

  /// `REFERENCES entity [(field)]`.
  private mutating func parseReferences() -> ReferencesClause {
    let start = current.lower
    advance()
    let entity = parseEntityName(.anyWord)
    var field: Identifier?
    if take(.leftParenthesis) {
      field = parseName()
      closeParenthesis()
    }
    if at(.on) { refuseReferentialAction() }
    return ReferencesClause(entity: entity, field: field, span: span(from: start))
  }

  /// `ON DELETE …`, `ON UPDATE …`.
  private mutating func refuseReferentialAction() {
    let start = current.lower
    while !atEnd, !at(.comma), !at(.rightParenthesis) { advance() }
    reportUnsupported(
      "ON DELETE of a relationship",
      from: start,
      hint: "The service decides what becomes of records that point at a deleted one."
    )
  }

  /// `CHECK BETWEEN low AND high`, also `CHECK (field BETWEEN low AND high)`.
  private mutating func parseCheck() -> CheckRange? {
    let start = current.lower
    advance()
    let isParenthesized = take(.leftParenthesis)
    if isParenthesized, !at(.between) { _ = takeName() }
    guard expect(.between, hint: "A check is written CHECK BETWEEN low AND high.") else {
      skipToStop()
      if isParenthesized { _ = take(.rightParenthesis) }
      return nil
    }
    let low = parseBound()
    expect(.and)
    let high = parseBound()
    if isParenthesized { closeParenthesis() }
    return CheckRange(low: low, high: high, span: span(from: start))
  }

  private mutating func parseBound() -> Literal {
    if let number = takeNumber() { return number }
    reportUnexpected(hint: "A number is expected here.")
    let place = current.lower
    if !atStop, !at(.and) { advance() }
    return Literal(kind: .integer, text: "0", span: .at(place))
  }
}
