import DSQLCatalog
import DSQLDiagnostics
import DSQLSyntax
import DSQLTypes

/// Completion inside a statement.
struct SQLCompletion {
  private let lexed: LexedText
  private let tokens: [Token]
  private let before: String
  private let lineOffset: Int
  private let catalog: Catalog?
  private let context: CompletionContext
  /// The tables in scope, by the name or alias that fields are written with.
  private let scope: [(name: String, table: Table)]

  init(
    before: String,
    lineOffset: Int,
    after: String,
    catalog: Catalog?,
    context: CompletionContext
  ) {
    // What stands before the last semicolon belongs to other statements.
    let split = StatementScanner.split(before)
    let start = split.statements.last.map { before.utf8.count > $0.upper ? $0.upper + 1 : 0 } ?? 0
    self.before = String(decoding: Array(before.utf8.dropFirst(start)), as: UTF8.self)
    self.lineOffset = lineOffset - start
    self.catalog = catalog
    self.context = context
    lexed = Lexer.lex(self.before)
    tokens = lexed.tokens.filter { $0.kind != .endOfInput }
    scope = Self.scope(of: self.before + " " + after, catalog)
  }

  func answer() -> CompletionAnswer {
    if let answer = insideQuote() { return answer }
    let bytes = Array(before.utf8)
    var start = bytes.count
    while start > 0, bytes[start - 1] >= 0x80 || Self.isWord(bytes[start - 1]) { start -= 1 }
    let word = String(decoding: bytes[start...], as: UTF8.self)
    if start > 0, bytes[start - 1] == UInt8(ascii: ":"),
      start < 2 || bytes[start - 2] != UInt8(ascii: ":")
    {
      return CommandCompletion.variable(":" + word, start: start - 1 - lineOffset, context)
    }
    let earlier = tokens.filter { $0.upper <= start }
    var candidates: [String]
    if earlier.last?.kind == .dot {
      candidates = Completion.matching(word, fields(afterPathEndingAt: earlier.count - 1))
    } else {
      candidates = self.candidates(after: earlier, word)
    }
    if candidates == [word] { candidates = [] }
    return CompletionAnswer(start: start - lineOffset, candidates: candidates)
  }

  // MARK: What fits

  private func candidates(after earlier: [Token], _ word: String) -> [String] {
    guard let last = earlier.last else { return keywords(Self.statementWords, word) }
    switch last.keyword {
    case .from, .join, .into, .update:
      return Completion.matching(word, tableNames)
    case .entity, .describe:
      return Completion.matching(word, tableNames)
    case .delete: return keywords(["FROM"], word)
    case .insert: return keywords(["INTO"], word)
    case .explain: return keywords(Self.statementWords, word)
    default: break
    }
    if last.kind == .comma, clause(of: earlier) == .from {
      return Completion.matching(word, tableNames)
    }
    var names = Completion.matching(word, fieldNames(in: earlier))
    if scope.count > 0 {
      names += Completion.matching(word, scope.map { Completion.written($0.name) })
    }
    names += keywords(Self.words(for: clause(of: earlier)), word)
    names += keywords(Self.functions, word).map { $0.lowercased() }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  private var tableNames: [String] { catalog?.tables.map { Completion.written($0.name) } ?? [] }

  /// The fields of the tables in scope; before FROM those of all tables.
  private func fieldNames(in earlier: [Token]) -> [String] {
    let tables = scope.isEmpty ? catalog?.tables ?? [] : scope.map(\.table)
    return tables.flatMap { $0.columns.map { Completion.written($0.name) } }
  }

  /// The fields that a path of names leads to: a table or alias, then relationships.
  private func fields(afterPathEndingAt dot: Int) -> [String] {
    var path: [String] = []
    var index = dot
    while index > 0, tokens[index].kind == .dot {
      let token = tokens[index - 1]
      guard token.kind == .word || token.kind == .quotedIdentifier else { break }
      path.insert(lexed.text(of: token), at: 0)
      index -= 2
      if index < 0 { break }
    }
    guard let first = path.first else { return [] }
    var tables: [Table]
    if let found = scope.first(where: { TextComparison.areEqual($0.name, first) }) {
      tables = [found.table]
    } else {
      tables = scope.compactMap { target(of: first, in: $0.table) }
    }
    for name in path.dropFirst() { tables = tables.compactMap { target(of: name, in: $0) } }
    return tables.flatMap { $0.columns.map { Completion.written($0.name) } }
  }

  private func target(of field: String, in table: Table) -> Table? {
    guard case .found(let index) = table.column(named: field, matching: .anyCase),
      let name = table.columns[index].referencedEntity,
      case .found(let target)? = catalog?.table(named: name, matching: .exact)
    else { return nil }
    return target
  }

  /// Choice labels in a quote after a choice field and an operator.
  private func insideQuote() -> CompletionAnswer? {
    guard lexed.isUnterminated, let quote = tokens.last else { return nil }
    guard quote.kind == .string else { return CompletionAnswer.none }
    let word = lexed.text(of: quote)
    let fields = tokens.dropLast().reversed().drop { token in
      token.kind == .equal || token.kind == .notEqual || token.kind == .comma
        || token.kind == .leftParenthesis || token.keyword == .in || token.keyword == .not
        || token.isString
    }
    guard let field = fields.first, field.kind == .word || field.kind == .quotedIdentifier else {
      return CompletionAnswer.none
    }
    let name = lexed.text(of: field)
    var labels: [String] = []
    for table in scope.map(\.table) {
      guard case .found(let index) = table.column(named: name, matching: .anyCase) else { continue }
      switch table.columns[index].type {
      case .choice(let domain), .choices(let domain): labels += domain.choices.map(\.label)
      case .unknown, .boolean, .integer, .decimal, .double, .text, .date, .timestamp, .interval,
        .uuid, .file:
        break
      }
    }
    let found = Completion.matching(word, labels).map {
      $0.replacing("'", with: "''") + "'"
    }
    return CompletionAnswer(start: quote.lower + 1 - lineOffset, candidates: found)
  }

  // MARK: Keywords

  private enum Clause { case start, select, from, condition, order, assignments, other }

  private func clause(of earlier: [Token]) -> Clause {
    for token in earlier.reversed() {
      switch token.keyword {
      case .select: return .select
      case .from, .join: return .from
      case .where, .on, .having: return .condition
      case .order, .group, .by: return .order
      case .set, .values: return .assignments
      case .insert, .update, .delete, .create, .drop: return .other
      default: continue
      }
    }
    return earlier.isEmpty ? .start : .other
  }

  private static let statementWords = [
    "SELECT", "INSERT", "UPDATE", "DELETE", "EXPLAIN", "CREATE", "ALTER", "DROP", "SHOW",
    "DESCRIBE", "WITH", "VALUES",
  ]

  private static let functions = [
    "COUNT", "SUM", "AVG", "MIN", "MAX", "COALESCE", "NULLIF", "LOWER", "UPPER", "LENGTH",
    "SUBSTRING", "ROUND", "ABS", "NOW", "CAST", "EXTRACT", "DATE_TRUNC",
  ]

  private static func words(for clause: Clause) -> [String] {
    switch clause {
    case .start: statementWords
    case .select: ["FROM", "AS", "DISTINCT", "CASE", "WHEN", "THEN", "ELSE", "END", "NULL"]
    case .from:
      [
        "WHERE", "JOIN", "LEFT", "INNER", "ON", "AS", "GROUP", "ORDER", "LIMIT", "OFFSET", "UNION",
        "HAVING", "RETURNING",
      ]
    case .condition:
      [
        "AND", "OR", "NOT", "IN", "LIKE", "BETWEEN", "IS", "NULL", "TRUE", "FALSE", "GROUP",
        "ORDER", "LIMIT", "EXISTS", "RETURNING",
      ]
    case .order: ["BY", "ASC", "DESC", "NULLS", "FIRST", "LAST", "HAVING", "ORDER", "LIMIT"]
    case .assignments: ["FROM", "WHERE", "NULL", "TRUE", "FALSE", "DEFAULT", "RETURNING"]
    case .other: ["SET", "VALUES", "SELECT", "WHERE", "ENTITY", "CHOICE", "IF", "EXISTS"]
    }
  }

  private func keywords(_ words: [String], _ word: String) -> [String] {
    let isLower = word.first?.isLowercase ?? false
    return Completion.matching(word, words).map { keyword in
      switch context.keywordCase {
      case .lower: keyword.lowercased()
      case .upper: keyword
      case .preserveUpper: isLower ? keyword.lowercased() : keyword
      case .preserveLower: word.isEmpty || isLower ? keyword.lowercased() : keyword
      }
    }
  }

  // MARK: Scope

  private static func scope(of text: String, _ catalog: Catalog?) -> [(name: String, table: Table)]
  {
    guard let catalog else { return [] }
    let lexed = Lexer.lex(text)
    let tokens = lexed.tokens
    var scope: [(name: String, table: Table)] = []
    for index in tokens.indices.dropFirst() {
      let previous = tokens[tokens.index(before: index)]
      guard isName(tokens[index]),
        [.from, .join, .into, .update].contains(previous.keyword) || previous.kind == .comma,
        case .found(let table) = catalog.table(
          named: lexed.text(of: tokens[index]),
          matching: .anyCase
        )
      else { continue }
      scope.append((table.name, table))
      var next = index + 1
      if tokens[next].keyword == .as { next += 1 }
      if next < tokens.count, isName(tokens[next]), tokens[next].keyword?.isReserved != true {
        scope.append((lexed.text(of: tokens[next]), table))
      }
    }
    return scope
  }

  private static func isName(_ token: Token) -> Bool {
    token.kind == .word || token.kind == .quotedIdentifier
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || byte == UInt8(ascii: "_")
  }
}
