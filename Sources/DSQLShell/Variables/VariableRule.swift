/// What values one of the shell's own variables takes.
///
/// - Source: `shell-conventions.md` §5.
struct VariableRule: Sendable {
  /// The kind of value.
  enum Kind: Sendable {
    case boolean
    case integer(ClosedRange<Int>)
    /// A number, or nothing for no limit.
    case limit
    case word([String])
    case zone
    case text
  }

  let name: String
  let kind: Kind
  /// What `\unset` brings back; nil where the variable is then unset.
  let standard: String?

  private init(_ name: String, _ kind: Kind, _ standard: String?) {
    self.name = name
    self.kind = kind
    self.standard = standard
  }

  /// The rules of a session; a few defaults differ where a person types.
  static func all(isInteractive: Bool) -> [VariableRule] {
    [
      VariableRule("BATCH", .word(["auto", "always", "never"]), "auto"),
      VariableRule(
        "COMP_KEYWORD_CASE",
        .word(["lower", "upper", "preserve-lower", "preserve-upper"]),
        "preserve-upper"
      ),
      VariableRule("CONFIRM_ROWS", .integer(0...Int.max), "1"),
      VariableRule("ECHO", .word(["none", "errors", "queries", "all"]), "none"),
      VariableRule("ECHO_HIDDEN", .boolean, "off"),
      VariableRule("FETCH_COUNT", .integer(1...1000), "1000"),
      VariableRule("HISTCONTROL", .word(HistoryControl.allCases.map(\.rawValue)), "none"),
      VariableRule("HISTFILE", .text, nil),
      VariableRule("HISTSIZE", .integer(0...1_000_000), "5000"),
      VariableRule("IGNOREEOF", .integer(0...1000), "0"),
      VariableRule("JOURNAL", .boolean, "on"),
      VariableRule("MAX_REQUESTS", .limit, nil),
      VariableRule("MAX_WRITE_ROWS", .limit, isInteractive ? nil : "1000"),
      VariableRule("ON_ERROR_STOP", .boolean, isInteractive ? "off" : "on"),
      VariableRule("PROMPT1", .text, nil),
      VariableRule("PROMPT2", .text, nil),
      VariableRule("PROMPT3", .text, ">> "),
      VariableRule("PUSHDOWN", .word(["on", "strict", "off"]), "on"),
      VariableRule("QUIET", .boolean, "off"),
      VariableRule("REJECTS", .text, "none"),
      VariableRule("SAFE_UPDATES", .boolean, "on"),
      VariableRule("SHELL_COMMANDS", .boolean, isInteractive ? "on" : "off"),
      VariableRule("SINGLELINE", .boolean, "off"),
      VariableRule("SINGLESTEP", .boolean, "off"),
      VariableRule("TIMEZONE", .zone, "UTC"),
      VariableRule(
        "VERBOSITY",
        .word(["default", "terse", "verbose", "sqlstate"]),
        "default"
      ),
      VariableRule("WATCH_INTERVAL", .integer(1...1_000_000), "2"),
    ]
  }

  /// The value as it is kept, or why it is refused.
  func accept(_ value: String) -> Result<String, VariableRefusal> {
    switch kind {
    case .text: return .success(value)
    case .boolean:
      if let flag = BooleanWord.value(of: value) { return .success(flag ? "on" : "off") }
      return refuse(value, "a Boolean: on or off")
    case .integer(let range):
      if let number = Int(value), range.contains(number) { return .success(String(number)) }
      return refuse(value, "an integer from \(range.lowerBound) to \(range.upperBound)")
    case .limit:
      if let number = Int(value), number >= 0 { return .success(String(number)) }
      return refuse(value, "an integer that is not negative")
    case .word(let words):
      if let flag = BooleanWord.value(of: value), words.contains(flag ? "on" : "off") {
        return .success(flag ? "on" : "off")
      }
      let found = words.filter { $0.hasPrefix(value.lowercased()) }
      if words.contains(value.lowercased()) { return .success(value.lowercased()) }
      if found.count == 1, !value.isEmpty { return .success(found[0]) }
      return refuse(value, words.joined(separator: ", "))
    case .zone:
      if NamedZone.zone(value) != nil { return .success(value) }
      return refuse(value, "the name of a time zone, for instance Europe/Oslo")
    }
  }

  private func refuse(_ value: String, _ wanted: String) -> Result<String, VariableRefusal> {
    .failure(
      VariableRefusal(
        message: "unrecognized value \"\(value)\" for \"\(name)\"",
        hint: "Available values are: \(wanted)."
      )
    )
  }
}

/// Why a variable keeps its old value.
struct VariableRefusal: Error, Hashable, Sendable {
  var message: String
  var hint: String
}

/// Which lines the history leaves out.
enum HistoryControl: String, CaseIterable, Sendable {
  case none, ignorespace, ignoredups, ignoreboth

  var ignoresBlanks: Bool { self == .ignorespace || self == .ignoreboth }
  var ignoresDuplicates: Bool { self == .ignoredups || self == .ignoreboth }
}

/// The words that mean true or false.
enum BooleanWord {
  /// What a word means: any unambiguous start of true, false, on, off, yes, no, and 1 and 0.
  static func value(of word: String) -> Bool? {
    let word = word.lowercased()
    if word == "1" { return true }
    if word == "0" { return false }
    if word.isEmpty || word == "o" { return nil }
    if ["true", "on", "yes"].contains(where: { $0.hasPrefix(word) }) { return true }
    if ["false", "off", "no"].contains(where: { $0.hasPrefix(word) }) { return false }
    return nil
  }
}
