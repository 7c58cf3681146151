import DSQLAPI

/// Makes values of fields, and the literals that statements compare them with.
///
/// Both come from the same small pools, so that a comparison often finds something; the pools hold
/// what comparisons get wrong: letter cases, blanks, wildcards, marks, digits, limits.
enum ValueGenerator {
  static let texts = [
    "", "a", "A", "b", "abc", "ABC", "abc ", " abc", "Abcd", "é", "É", "e", "e\u{301}", "ß", "ẞ",
    "Straße", "STRASSE", "straße", "İ", "i", "I", "ı", "ſ", "s", "K", "k", "\u{212A}", "ς", "Σ",
    "σ",
    "Łódź", "łódź", "Lodz", "日本", "日本語", "100%", "100", "a_b", "axb", "[x]", "a\\b", "it's", "10",
    "9", "-1", "0.50", "null", "two words", "a\nb", "Ångström", "\u{C5}ngstro\u{308}m", "🙂 ok",
  ]

  static let labels = ["Open", "in work", "Closed", "É", "zero", "Über 100%"]

  private static let wholes = [
    "0", "1", "-1", "2", "3", "7", "10", "42", "100", "-100", "2147483647", "-2147483647",
  ]
  private static let largeWholes = ["9007199254740991", "-9007199254740991", "4503599627370497"]
  private static let decimals = [
    "0", "-0", "1", "-1", "0.5", "1.5", "2.25", "-2.25", "99.99", "100", "0.01", "-0.01", "1234.56",
    "9007199254740991", "-9007199254740991", "123456789012.34",
  ]
  private static let fineDecimals = [
    "0.0000000001", "-0.0000000001", "0.1234567891", "12345.0000000001",
  ]
  private static let doubles = [
    "0", "-0", "1", "-1", "0.5", "0.1", "0.2", "0.3", "2.125", "-3.75", "1000000", "123456.789",
  ]
  static let dates = [
    "0001-01-01", "9999-12-31", "2024-02-29", "2024-01-31", "2024-03-01", "2023-12-31",
    "1969-12-31",
    "1970-01-01", "2026-02-02",
  ]
  static let instants = [
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2024-02-29T00:00:00Z",
    "2024-02-29T12:30:00.1234567Z", "2024-02-29T12:30:00.1234568Z", "2024-01-31T23:59:59.999Z",
    "1969-12-31T23:59:59.5Z", "1970-01-01T00:00:00Z", "2026-02-02T08:00:00Z",
    "2024-03-01T00:00:00+02:00",
  ]
  static let uuids = [
    "00000000-0000-0000-0000-000000000000", "ABCDEF00-1234-5678-9ABC-DEF012345678",
    "abcdef00-1234-5678-9abc-def012345678", "ffffffff-ffff-4fff-bfff-ffffffffffff",
    "0a000000-0000-4000-8000-000000000001",
  ]

  /// A number of a kind, by its digits.
  static func number(_ kind: GeneratedField.Kind, _ random: inout SeededGenerator) -> String {
    switch kind {
    case .decimal(let precision):
      if precision > 9, random.chance(40) { return random.pick(fineDecimals) }
      return random.pick(decimals)
    case .bigint: return random.pick(wholes + largeWholes)
    case .float, .double: return random.pick(doubles)
    case .integer, .int, .autoNumber, .text, .multiline, .longText, .boolean, .date, .instant,
      .instantWithoutOffset, .uuid, .choice, .choices, .link:
      return random.pick(wholes)
    }
  }

  /// A value for a field of a record; nil where the field is left to the service.
  static func value(
    for field: GeneratedField,
    record key: Int,
    _ random: inout SeededGenerator
  ) -> FieldValue? {
    if field.isUnique { return unique(field, key, &random) }
    if !field.isRequired, random.chance(20) { return .null }
    // Two fields point at the unique ones of other records.
    if field.name == "Mate" { return .text("\(random.pick(["k", "K"]))\(random.number(0...40))") }
    if field.name == "Near" { return .number(String(random.number(0...40))) }
    switch field.kind {
    case .text, .multiline:
      // A required text is not empty, since some services keep an empty text as NULL.
      return .text(random.pick(field.isRequired ? Array(texts.dropFirst()) : texts))
    case .longText:
      let text = random.pick(Array(texts.dropFirst()))
      return .text(String(repeating: text, count: random.number(1...4)))
    case .decimal, .integer, .int, .bigint, .float, .double:
      return .number(number(field.kind, &random))
    case .boolean: return .boolean(random.chance(50))
    case .date: return .text(random.pick(dates))
    case .instant: return .text(random.pick(instants))
    case .instantWithoutOffset: return .text(random.pick(instants))
    case .uuid: return .text(random.pick(uuids))
    case .choice: return .number(String(random.number(0...(labels.count - 1))))
    case .choices:
      let chosen = random.some(of: Array(labels.indices), 35)
      if chosen.isEmpty, !field.isRequired { return .null }
      return .numbers(chosen.isEmpty ? [1] : chosen.map { Int64($0) })
    case .autoNumber, .link: return nil
    }
  }

  /// A value that no other record has, letter case ignored.
  private static func unique(
    _ field: GeneratedField,
    _ key: Int,
    _ random: inout SeededGenerator
  ) -> FieldValue {
    if field.kind.isText { return .text("\(random.chance(50) ? "K" : "k")\(key)") }
    return .number(String(key))
  }

  /// A text in another letter case, sometimes.
  static func recased(_ text: String, _ random: inout SeededGenerator) -> String {
    switch random.number(1...4) {
    case 1: text.uppercased()
    case 2: text.lowercased()
    default: text
    }
  }

  /// A text as a literal.
  static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
