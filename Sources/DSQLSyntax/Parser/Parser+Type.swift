import DSQLDiagnostics

extension Parser {
  /// `type`, in any of its spellings.
  mutating func parseType() -> TypeName {
    let start = current.lower
    guard at(.word) || at(.quotedIdentifier) else {
      reportUnexpected(hint: "A type is expected here.")
      return TypeName(kind: .text, arguments: [], span: .at(start))
    }
    guard let kind = typeKind(at: index) else {
      reportUnknownType()
      advance()
      if at(.leftParenthesis) { skipParentheses() }
      return TypeName(kind: .text, arguments: [], span: span(from: start))
    }
    var type = TypeName(kind: kind, arguments: [], span: .at(start))
    let word = lexed.source(of: current).lowercased()
    advance()
    takeFurtherTypeWords(word)
    if at(.leftParenthesis) { parseTypeArguments(&type) }
    if kind == .timestamp { takeTimeZone(&type) }
    type.span = span(from: start)
    return type
  }

  /// The type that the word at an index names.
  func typeKind(at index: Int) -> TypeKind? {
    guard tokens[index].kind == .word else { return nil }
    return Parser.typeSpellings[lexed.source(of: tokens[index]).lowercased()]
  }

  /// The second words of `DOUBLE PRECISION` and `CHARACTER VARYING`.
  private mutating func takeFurtherTypeWords(_ word: String) {
    guard at(.word) else { return }
    switch (word, lexed.source(of: current).lowercased()) {
    case ("double", "precision"), ("character", "varying"), ("char", "varying"): advance()
    default: break
    }
  }

  /// `WITH TIME ZONE` and `WITHOUT TIME ZONE`, behind TIMESTAMP.
  private mutating func takeTimeZone(_ type: inout TypeName) {
    guard peek().keyword == .time, peek(2).keyword == .zone else { return }
    if at(.with) {
      type.kind = .timestamptz
      index += 3
    } else if at(.word), lexed.source(of: current).lowercased() == "without" {
      index += 3
    }
  }

  private mutating func parseTypeArguments(_ type: inout TypeName) {
    advance()
    if type.kind == .choice || type.kind == .choices {
      type.choiceSet = parseName()
      return closeParenthesis()
    }
    repeat { type.arguments.append(parseTypeArgument()) } while continuesList()
    closeParenthesis()
  }

  private mutating func parseTypeArgument() -> TypeArgument {
    let token = current
    guard token.kind == .integer else {
      reportUnexpected(hint: "A whole number is expected here.")
      if !atStop { advance() }
      return TypeArgument(value: 0, span: token.span)
    }
    advance()
    let value = Int(lexed.source(of: token))
    if value == nil {
      report(
        .invalidParameter,
        "number \"\(shortSource(of: token))\" is too large for a type",
        span: token.span
      )
    }
    return TypeArgument(value: value ?? 0, span: token.span)
  }

  private mutating func reportUnknownType() {
    let word = lexed.text(of: current)
    let near = NearName.suggestions(
      for: word,
      among: Parser.typeSpellings.keys.map { $0.uppercased() },
      limit: 1
    )
    report(
      .undefinedObject,
      "type \"\(word)\" does not exist",
      span: current.span,
      hint: near.first.map { "Perhaps you meant the type \"\($0)\"." }
    )
    lastErrorIndex = index
  }

  /// The types by every word that begins one.
  private static let typeSpellings: [String: TypeKind] = [
    "text": .text, "string": .text, "varchar": .text, "nvarchar": .text, "character": .text,
    "char": .text, "nchar": .text, "bpchar": .text, "citext": .text,
    "multiline": .multiline,
    "longtext": .longText, "ntext": .longText, "clob": .longText,
    "integer": .integer, "int": .integer, "int4": .integer, "smallint": .integer,
    "int2": .integer, "tinyint": .integer,
    "bigint": .bigint, "int8": .bigint,
    "decimal": .decimal, "numeric": .decimal, "dec": .decimal,
    "float": .float, "real": .float, "float4": .float,
    "double": .double, "float8": .double,
    "boolean": .boolean, "bool": .boolean, "bit": .boolean,
    "date": .date,
    "timestamp": .timestamp, "datetime": .timestamp, "datetime2": .timestamp,
    "timestamptz": .timestamptz, "datetimeoffset": .timestamptz,
    "uuid": .uuid, "guid": .uuid, "uniqueidentifier": .uuid,
    "file": .file,
    "choice": .choice, "choices": .choices,
    "autonumber": .autonumber, "serial": .autonumber, "bigserial": .autonumber,
    "interval": .interval,
  ]
}
