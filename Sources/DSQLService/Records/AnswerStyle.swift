/// How answers are spelt, where deliveries differ and a client must take either.
///
/// - Source: `data-service-api.md` §7.
struct AnswerStyle: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  /// `TotalRecordCount` and `Value`.
  static let pascalEnvelope = AnswerStyle(rawValue: 1)
  /// GUIDs in capitals.
  static let upperIDs = AnswerStyle(rawValue: 2)
  /// Aliases with a capital at the beginning.
  static let pascalAliases = AnswerStyle(rawValue: 4)
  /// No members for absent values.
  static let omitsNulls = AnswerStyle(rawValue: 8)
  /// Multiple choices as JSON in a string.
  static let choicesAsText = AnswerStyle(rawValue: 16)
  /// A member in each record that no schema tells of.
  static let extraMembers = AnswerStyle(rawValue: 32)
}

extension JSONWriter {
  /// Begins the answer of a page, up to its first record.
  mutating func beginPage(total: Int64) {
    let isPascal = style.contains(.pascalEnvelope)
    if isPascal { raw("{\"TotalRecordCount\":") } else { raw("{\"totalRecordCount\":") }
    integer(total)
    if isPascal { raw(",\"Value\":[") } else { raw(",\"value\":[") }
  }

  /// Adds a GUID.
  mutating func identifier(_ text: UnsafeBufferPointer<UInt8>) {
    guard style.contains(.upperIDs) else { return quoted(text) }
    string(String(decoding: text, as: UTF8.self).uppercased())
  }

  /// Adds a GUID.
  mutating func identifier(_ text: String) {
    string(style.contains(.upperIDs) ? text.uppercased() : text)
  }

  /// Adds the key of an aggregate.
  mutating func alias(_ name: String) {
    key(style.contains(.pascalAliases) ? name.prefix(1).uppercased() + name.dropFirst() : name)
  }
}
