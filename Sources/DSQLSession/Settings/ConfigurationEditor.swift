import Foundation
import TOMLKit

/// Changes single settings in the text of a configuration file; all else stays as it was written,
/// comments included.
package struct ConfigurationEditor: Sendable {
  /// The text as it is now.
  package private(set) var text: String

  /// Begins with a text.
  ///
  /// - Throws: What reading it says.
  package init(_ text: String) throws(SessionError) {
    _ = try Configuration(parsing: text)
    self.text = text
  }

  /// Gives a setting a value: changes its line, or adds one.
  ///
  /// - Parameters:
  ///   - word: `client_id`, `profile.acme.client_id` or `default_profile`.
  ///   - value: The value; lists have blanks between their members.
  ///   - profile: The profile that a bare key is of.
  /// - Throws: `badConfiguration` where the key or the value is none, or looks like a secret.
  package mutating func set(
    _ word: String,
    to value: String,
    profile: String?
  ) throws(SessionError) {
    let target = try Self.target(word, profile: profile)
    if SecretSigns.value(value) { throw Self.secret(word) }
    let toml: String
    if let key = target.key {
      guard !value.isEmpty, let parsed = SettingValue(value, for: key) else {
        throw SessionError(
          .badConfiguration,
          "\(key.rawValue) must be \(key.requirement)",
          hint: value.isEmpty ? "To remove it: dsql config unset \(word)" : nil
        )
      }
      toml = parsed.toml
    } else {
      toml = SettingValue.quoted(value)
    }
    var layout = ConfigurationLayout(text)
    if let entry = layout.entries.first(where: { $0.path == target.path }) {
      let old = Array(layout.lines[entry.lines])
      layout.lines.replaceSubrange(entry.lines, with: [Self.changed(old, to: toml)])
    } else {
      Self.add(toml, at: target.path, to: &layout)
    }
    try accept(layout.lines.joined(separator: "\n"), target) { found in
      found
        == (target.key == nil ? value : target.key.flatMap { SettingValue(value, for: $0)?.text })
    }
  }

  /// Removes a setting's line, so that its default holds again; does nothing where there is none.
  ///
  /// - Parameters:
  ///   - word: As for `set`.
  ///   - profile: As for `set`.
  /// - Throws: `badConfiguration` where the key is none or shares its line with others.
  package mutating func unset(_ word: String, profile: String?) throws(SessionError) {
    let target = try Self.target(word, profile: profile)
    guard try Self.value(of: target, in: text) != nil else { return }
    var layout = ConfigurationLayout(text)
    if let entry = layout.entries.first(where: { $0.path == target.path }) {
      layout.lines.removeSubrange(entry.lines)
    }
    try accept(layout.lines.joined(separator: "\n"), target) { $0 == nil }
  }

  /// The value that the file gives a setting; nil where it gives none.
  ///
  /// - Parameters:
  ///   - word: As for `set`.
  ///   - profile: As for `set`.
  /// - Returns: The value; list members with blanks between them.
  /// - Throws: `badConfiguration` where the key is none.
  package func value(of word: String, profile: String?) throws(SessionError) -> String? {
    try Self.value(of: try Self.target(word, profile: profile), in: text)
  }

  // MARK: What a key means

  private struct Target {
    var path: [String]
    /// nil for `default_profile`.
    var key: ProfileKey?
  }

  private static func target(_ word: String, profile: String?) throws(SessionError) -> Target {
    if word == Configuration.defaultKey { return Target(path: [word]) }
    var name = profile
    var bare = word
    if word.hasPrefix(Configuration.profileKey + "."), let last = word.lastIndex(of: ".") {
      let start = word.index(word.startIndex, offsetBy: Configuration.profileKey.count + 1)
      if start <= last { name = String(word[start..<last]) }
      bare = String(word[word.index(after: last)...])
    }
    guard let key = ProfileKey(rawValue: bare) else {
      if SecretSigns.name(bare) { throw secret(bare) }
      let known = ProfileKey.allCases.map(\.rawValue) + [Configuration.defaultKey]
      throw SessionError(unknownSetting: bare, of: "a profile", known: known)
    }
    guard let name, !name.isEmpty else {
      throw SessionError(
        .incomplete,
        "no profile is named whose \(bare) that is",
        hint: "Name it with --profile, or set default_profile."
      )
    }
    guard name != "local" else {
      throw SessionError(
        .badConfiguration,
        "profile \"local\" is the embedded service, which has no settings"
      )
    }
    return Target(path: [Configuration.profileKey, name, bare], key: key)
  }

  private static func secret(_ word: String) -> SessionError {
    SessionError(
      .badConfiguration,
      "\"\(word)\" looks like a secret, and the configuration never holds one",
      hint: "Secrets come from a prompt of dsql login or from the environment."
    )
  }

  private static func value(of target: Target, in text: String) throws(SessionError) -> String? {
    let configuration = try Configuration(parsing: text)
    guard let key = target.key else { return configuration.defaultProfile }
    return configuration.profiles.first { $0.name == target.path[1] }?.entries[key]?.value.text
  }

  // MARK: What becomes of the lines

  /// Takes a text over if it says what it should.
  private mutating func accept(
    _ changed: String,
    _ target: Target,
    _ isRight: (String?) -> Bool
  ) throws(SessionError) {
    let found: String?
    do {
      found = try Self.value(of: target, in: changed)
    } catch {
      throw Self.entangled(target)
    }
    guard isRight(found) else { throw Self.entangled(target) }
    text = changed
  }

  private static func entangled(_ target: Target) -> SessionError {
    SessionError(
      .badConfiguration,
      "\(target.path.joined(separator: ".")) shares its line with other settings",
      hint: "Change it in an editor, or give the profile a table of its own: [profile.NAME]."
    )
  }

  /// The lines of an entry with another value: what stands before it and a comment after it stay.
  private static func changed(_ lines: [String], to toml: String) -> String {
    let first = lines[0]
    var start = first.startIndex
    for index in first.indices where first[index] == "=" {
      let key = String(first[...index])
      if (try? TOMLTable(string: key + " 0")) != nil {
        start = first.index(after: index)
        break
      }
    }
    var result = first[..<start] + " " + toml
    let last = lines[lines.count - 1]
    let before = lines.dropLast().map { $0 + "\n" }.joined()
    for index in last.indices where last[index] == "#" {
      if (try? TOMLTable(string: before + last[..<index])) != nil {
        let gap = last[..<index].reversed().prefix(while: \.isWhitespace).count
        result += String(repeating: " ", count: max(1, gap)) + last[index...]
        return String(result)
      }
    }
    if last.hasSuffix("\r") { result += "\r" }
    return String(result)
  }

  private static func add(
    _ toml: String,
    at path: [String],
    to layout: inout ConfigurationLayout
  ) {
    let line = "\(path[path.count - 1]) = \(toml)"
    let owner = Array(path.dropLast())
    guard !owner.isEmpty else {
      let last = layout.entries.last { $0.section == nil }
      layout.lines.insert(line, at: last?.lines.upperBound ?? 0)
      return
    }
    if let section = layout.sections.lastIndex(where: { $0.path == owner }) {
      let last = layout.entries.last { $0.section == section }
      layout.lines.insert(
        line,
        at: last?.lines.upperBound ?? layout.sections[section].line + 1
      )
      return
    }
    // The last line is what follows the last line feed: nothing, where a file ends as it should.
    if layout.lines.last?.isEmpty == true { layout.lines.removeLast() }
    if !layout.lines.isEmpty { layout.lines.append("") }
    let header = owner.map { Self.isBare($0) ? $0 : SettingValue.quoted($0) }
    layout.lines += ["[\(header.joined(separator: "."))]", line, ""]
  }

  private static func isBare(_ name: String) -> Bool {
    name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}
