import DSQLEngine
import DSQLRendering
import DSQLTypes

/// The variables of a session: the user's own, those that dsql sets, and those that steer it.
struct ShellVariables: Sendable {
  private var values: [String: String] = [:]
  private let rules: [String: VariableRule]

  init(isInteractive: Bool) {
    rules = Dictionary(
      uniqueKeysWithValues: VariableRule.all(isInteractive: isInteractive).map { ($0.name, $0) }
    )
    for (name, rule) in rules { values[name] = rule.standard }
  }

  /// All that are set, by name.
  var all: [(name: String, value: String)] {
    values.map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
  }

  /// The names of all that are set or could be.
  var names: [String] { Set(values.keys).union(rules.keys).sorted() }

  /// The value of a variable; nil where it is unset.
  subscript(name: String) -> String? { values[canonical(name)] }

  /// Sets a variable, unless its rule refuses the value.
  mutating func set(_ name: String, to value: String) -> VariableRefusal? {
    guard Self.isName(name) else {
      return VariableRefusal(
        message: "invalid variable name \"\(name)\"",
        hint: "A name has letters, digits and underscores."
      )
    }
    let name = canonical(name)
    guard let rule = rules[name] else {
      values[name] = value
      return nil
    }
    switch rule.accept(value) {
    case .success(let accepted):
      values[name] = accepted
      return nil
    case .failure(let refusal): return refusal
    }
  }

  /// Unsets a variable; one that steers dsql gets its default back.
  mutating func unset(_ name: String) {
    let name = canonical(name)
    values[name] = rules[name]?.standard
  }

  /// Whether a text can name a variable.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == "_" || isDigit($0) }
  }

  /// Whether a switch is on.
  func isOn(_ name: String) -> Bool { self[name] == "on" }

  /// The number that a variable holds.
  func number(_ name: String) -> Int? { self[name].flatMap { Int($0) } }

  /// The zone that instants are read and shown in.
  var zone: SessionZone { self["TIMEZONE"].flatMap { NamedZone.zone($0) } ?? .utc }

  /// How much is told of an error.
  var verbosity: DiagnosticVerbosity {
    self["VERBOSITY"].flatMap { DiagnosticVerbosity(rawValue: $0) } ?? .default
  }

  /// What the variables say to the next statement.
  func statementSettings() -> StatementSettings {
    var settings = StatementSettings()
    settings.pushdown =
      self["PUSHDOWN"].flatMap { StatementSettings.Pushdown(rawValue: $0) } ?? .on
    settings.batchMode =
      self["BATCH"].flatMap { StatementSettings.BatchMode(rawValue: $0) } ?? .auto
    settings.zone = zone
    settings.findZone = { NamedZone.zone($0) }
    settings.pageSize = number("FETCH_COUNT") ?? 1000
    settings.safeUpdates = isOn("SAFE_UPDATES")
    settings.confirmRows = number("CONFIRM_ROWS") ?? 1
    settings.maxWriteRows = number("MAX_WRITE_ROWS")
    settings.maxRequests = number("MAX_REQUESTS")
    return settings
  }

  /// The reserved spelling of one of dsql's own names, which any letter case means.
  private func canonical(_ name: String) -> String {
    let upper = name.uppercased()
    return rules[upper] != nil ? upper : name
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
