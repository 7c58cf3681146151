import DSQLAPI
import DSQLDiagnostics
import DSQLSyntax
import DSQLTypes

/// Turns the type that CREATE ENTITY writes into the service's.
///
/// - Source: `language.md` §2 for the defaults, `data-service-api.md` §2.4 for the ranges.
struct FieldTypeBuilder {
  let report: (Diagnostic) -> Void

  /// The type of a field; nil where it was refused.
  func type(of node: FieldDefinition) -> FieldType? {
    guard let written = node.type else {
      if node.references != nil { return checked(.relationship, node) }
      return refuse(.syntaxError, "column \"\(node.name.text)\" needs a type", node.name.span)
    }
    if node.references != nil {
      guard written.kind == .uuid else {
        return refuse(
          .typeMismatch,
          "a relationship is of type UUID, not \(written.kind.rawValue)",
          written.span,
          hint: "The type may be left out before REFERENCES."
        )
      }
      return checked(.relationship, node)
    }
    return base(written).flatMap { checked($0, node) }
  }

  private func base(_ written: TypeName) -> FieldType? {
    switch written.kind {
    case .text: length(written, default: 4000, most: 4000).map { .text(lengthLimit: $0) }
    case .multiline:
      length(written, default: 10000, most: 10000).map { .multiline(lengthLimit: $0) }
    case .longText: .longText(lengthLimit: 131_072)
    case .integer: .decimal(precision: 0, range: .integer32)
    case .bigint: .decimal(precision: 0, range: .widest)
    case .decimal: decimal(written)
    case .float: precision(written).map { .float(precision: $0, range: .widest) }
    case .double: precision(written).map { .double(precision: $0, range: .widest) }
    case .boolean: .boolean
    case .date: .date
    case .timestamp, .timestamptz: .instant
    case .uuid: .uuid
    case .file: .file
    case .choice: .choice
    case .choices: .choices
    case .autonumber: .autoNumber(start: ExactDecimal(1))
    case .interval:
      refuse(
        .featureNotSupported,
        "a field cannot be of type INTERVAL",
        written.span,
        hint: "Keep a number of days or seconds."
      )
    }
  }

  private func length(_ written: TypeName, default usual: Int, most: Int) -> Int? {
    guard let argument = written.arguments.first else { return usual }
    guard (1...most).contains(argument.value) else {
      return refuse(
        .invalidParameter,
        "length of \(written.kind.rawValue) must be between 1 and \(most)",
        argument.span,
        hint: written.kind == .text ? "MULTILINE takes up to 10000, LONGTEXT up to 65536." : nil
      )
    }
    return argument.value
  }

  private func precision(_ written: TypeName) -> Int? {
    guard let argument = written.arguments.first else { return 10 }
    guard (0...10).contains(argument.value) else {
      return refuse(
        .invalidParameter,
        "\(written.kind.rawValue) has at most 10 decimals",
        argument.span
      )
    }
    return argument.value
  }

  private func decimal(_ written: TypeName) -> FieldType? {
    guard let digits = written.arguments.first else {
      return .decimal(precision: 10, range: .widest)
    }
    let scale = written.arguments.dropFirst().first
    let decimals = scale?.value ?? 0
    guard (0...10).contains(decimals) else {
      return refuse(
        .invalidParameter,
        "DECIMAL has at most 10 decimals",
        scale?.span ?? digits.span
      )
    }
    guard (1...38).contains(digits.value), digits.value >= decimals else {
      return refuse(
        .invalidParameter,
        "DECIMAL precision \(digits.value) must be between \(max(1, decimals)) and 38",
        digits.span
      )
    }
    var coefficient: Int128 = 1
    for _ in 0..<digits.value { coefficient *= 10 }
    let maximum = ExactDecimal(coefficient: coefficient - 1, scale: decimals)
    let held = NumericRange.widest.maximum < maximum ? NumericRange.widest.maximum : maximum
    return .decimal(
      precision: decimals,
      range: NumericRange(minimum: held.negated, maximum: held)
    )
  }

  /// The type with the range of CHECK.
  private func checked(_ type: FieldType, _ node: FieldDefinition) -> FieldType? {
    guard let check = node.range else { return type }
    guard let low = ExactDecimal(parsing: check.low.text),
      let high = ExactDecimal(parsing: check.high.text)
    else { return refuse(.invalidLiteral, "the bounds of CHECK must be numbers", check.span) }
    guard low < high else {
      return refuse(
        .invalidParameter,
        "the lower bound of CHECK must be below the upper one",
        check.span
      )
    }
    let widest = NumericRange.widest
    guard !(low < widest.minimum), !(widest.maximum < high) else {
      return refuse(
        .numericOutOfRange,
        "the bounds of CHECK must lie within ±9007199254740991",
        check.span
      )
    }
    let range = NumericRange(minimum: low, maximum: high)
    switch type {
    case .decimal(let precision, _): return .decimal(precision: precision, range: range)
    case .float(let precision, _): return .float(precision: precision, range: range)
    case .double(let precision, _): return .double(precision: precision, range: range)
    case .integer: return .integer(range: range)
    case .bigInteger: return .bigInteger(range: range)
    case .text, .multiline, .longText, .boolean, .date, .instant, .instantWithoutOffset, .uuid,
      .relationship, .file, .choice, .choices, .autoNumber, .other:
      return refuse(.typeMismatch, "CHECK BETWEEN belongs to numbers", check.span)
    }
  }

  private func refuse<Bound>(
    _ code: DiagnosticCode,
    _ message: String,
    _ span: SourceSpan,
    hint: String? = nil
  ) -> Bound? {
    report(Diagnostic(code, message, span: span, hint: hint))
    return nil
  }
}
