import DSQLDiagnostics
import DSQLTypes
import FoundationEssentials

/// Reads the text of a literal as a value of a type.
///
/// - Source: `language.md` §1 and §3.
struct LiteralReader {
  let zone: SessionZone

  /// The value, or what is wrong with the text; several numbers of a choice come as the first.
  func read(
    _ text: String,
    as type: DataType,
    at span: SourceSpan?
  ) -> Result<Value, Diagnostic> {
    switch type {
    case .unknown, .text: return .success(.text(text))
    case .boolean: return boolean(text).orInvalid(text, type, span)
    case .integer: return integer(text, span)
    case .decimal:
      return ExactDecimal(parsing: trimmed(text)).map { .decimal($0) }.orInvalid(text, type, span)
    case .double: return double(text).orInvalid(text, type, span)
    case .date:
      let date = CalendarDate(parsing: trimmed(text))
      return (date.map { .date($0) } ?? dateOfInstant(text)).orInvalid(text, type, span)
    case .timestamp: return instant(text).orInvalid(text, type, span)
    case .interval:
      return Interval(parsing: trimmed(text)).map { .interval($0) }.orInvalid(text, type, span)
    case .uuid: return uuid(text).orInvalid(text, type, span)
    case .choice(let domain):
      switch numbers(of: text, in: domain, at: span) {
      case .success(let numbers): return .success(numbers.first.map { .choice($0) } ?? .null)
      case .failure(let fault): return .failure(fault)
      }
    case .choices(let domain): return choices(text, domain, span)
    case .file:
      return .failure(
        Diagnostic(.typeMismatch, "a file cannot be written as text", span: span)
      )
    }
  }

  /// The numbers that a text means in a choice set, never none.
  func numbers(
    of text: String,
    in domain: ChoiceDomain,
    at span: SourceSpan?
  ) -> Result<[Int64], Diagnostic> {
    let numbers = domain.numbers(matching: text)
    if !numbers.isEmpty { return .success(numbers) }
    let labels = domain.choices.map(\.label)
    let near = NearName.suggestions(for: text, among: labels, limit: 1).first
    let listed = labels.prefix(20).map { "\"\($0)\"" }.joined(separator: ", ")
    let more = labels.count > 20 ? " and \(labels.count - 20) more" : ""
    return .failure(
      Diagnostic(
        .invalidLiteral,
        "choice set \"\(domain.name)\" has no choice \"\(text)\"",
        span: span,
        detail: labels.isEmpty ? "The set is empty." : "The choices are \(listed)\(more).",
        hint: near.map { "Perhaps you meant \"\($0)\"." }
      )
    )
  }

  private func trimmed(_ text: String) -> String {
    var scalars = Substring(text)
    while scalars.first?.isWhitespace == true { scalars.removeFirst() }
    while scalars.last?.isWhitespace == true { scalars.removeLast() }
    return String(scalars)
  }

  private func boolean(_ text: String) -> Value? {
    switch trimmed(text).lowercased() {
    case "true", "t", "yes", "y", "on", "1": .boolean(true)
    case "false", "f", "no", "n", "off", "0": .boolean(false)
    default: nil
    }
  }

  private func integer(_ text: String, _ span: SourceSpan?) -> Result<Value, Diagnostic> {
    let digits = trimmed(text)
    if let number = Int64(digits) { return .success(.integer(number)) }
    let whole = digits.first == "-" || digits.first == "+" ? digits.dropFirst() : digits[...]
    if !whole.isEmpty, whole.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return .failure(
        Diagnostic(
          .numericOutOfRange,
          "value \"\(digits)\" is out of range for type integer",
          span: span
        )
      )
    }
    return Value?.none.orInvalid(text, .integer, span)
  }

  private func double(_ text: String) -> Value? {
    let digits = trimmed(text)
    guard ExactDecimal(parsing: digits) != nil || digits.utf8.contains(where: { $0 | 0x20 == 0x65 })
    else { return nil }
    return Double(digits).map { .double($0) }
  }

  private func dateOfInstant(_ text: String) -> Value? {
    Instant(parsing: trimmed(text), zone: zone).map { .date($0.date(in: zone)) }
  }

  private func instant(_ text: String) -> Value? {
    let body = trimmed(text)
    if let instant = Instant(parsing: body, zone: zone) { return .timestamp(instant) }
    return CalendarDate(parsing: body).map { .timestamp($0.midnight(in: zone)) }
  }

  private func uuid(_ text: String) -> Value? {
    var body = trimmed(text).lowercased()
    if body.hasPrefix("{"), body.hasSuffix("}") { body = String(body.dropFirst().dropLast()) }
    let groups = body.split(separator: "-", omittingEmptySubsequences: false)
    let isHexadecimal = body.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x66).contains($0) || $0 == 0x2D
    }
    guard isHexadecimal else { return nil }
    if groups.count == 1, body.utf8.count == 32 {
      let digits = Array(body)
      let parts = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)]
      return .uuid(parts.map { String(digits[$0.0..<$0.1]) }.joined(separator: "-"))
    }
    return groups.map(\.count) == [8, 4, 4, 4, 12] ? .uuid(body) : nil
  }

  /// A JSON array of labels, or one label; answers the array in the set's order and spelling.
  private func choices(
    _ text: String,
    _ domain: ChoiceDomain,
    _ span: SourceSpan?
  ) -> Result<Value, Diagnostic> {
    let decoded = try? JSONDecoder().decode([String].self, from: Data(text.utf8))
    let labels = decoded ?? (text.isEmpty ? [] : [text])
    var found: Set<Int64> = []
    for label in labels {
      switch numbers(of: label, in: domain, at: span) {
      case .success(let numbers): found.formUnion(numbers.prefix(1))
      case .failure(let fault): return .failure(fault)
      }
    }
    if found.isEmpty { return .success(.null) }
    return .success(.text(ChoiceLabels.array(of: found.sorted().map(domain.label(of:)))))
  }
}

extension Value? {
  fileprivate func orInvalid(
    _ text: String,
    _ type: DataType,
    _ span: SourceSpan?
  ) -> Result<Value, Diagnostic> {
    if let self { return .success(self) }
    let code: DiagnosticCode =
      type == .date || type == .timestamp || type == .interval
      ? .invalidDatetime : .invalidLiteral
    return .failure(
      Diagnostic(code, "invalid input syntax for type \(type.name): \"\(text)\"", span: span)
    )
  }
}
