import DSQLClient
import Foundation
import TOMLKit

/// The value of a setting, before it is put into a profile.
package enum SettingValue: Hashable, Sendable {
  case text(String)
  case list([String])
  case flag(Bool)
  case count(Int)

  /// Reads a value as the command line and the environment give it; nil where the setting cannot
  /// have it.
  ///
  /// A list has blanks or commas between its members.
  package init?(_ text: String, for key: ProfileKey) {
    switch key.form {
    case .text, .words: self = .text(text)
    case .list:
      self = .list(text.split { $0 == " " || $0 == "," || $0 == "\t" }.map(String.init))
    case .flag:
      switch text.lowercased() {
      case "true", "on": self = .flag(true)
      case "false", "off": self = .flag(false)
      default: return nil
      }
    case .count:
      guard let number = Int(text) else { return nil }
      self = .count(number)
    }
    if !isValid(for: key) { return nil }
  }

  /// Reads a value of the configuration file; nil where the setting cannot have it.
  init?(_ value: any TOMLValueConvertible, for key: ProfileKey) {
    switch key.form {
    case .text, .words:
      guard let text = value.string else { return nil }
      self = .text(text)
    case .list:
      if let text = value.string {
        self.init(text, for: key)
        return
      }
      guard let array = value.array else { return nil }
      var members: [String] = []
      for member in array {
        guard let text = member.string else { return nil }
        members.append(text)
      }
      self = .list(members)
    case .flag:
      guard let flag = value.bool else { return nil }
      self = .flag(flag)
    case .count:
      guard let number = value.int else { return nil }
      self = .count(number)
    }
    if !isValid(for: key) { return nil }
  }

  /// Whether it says nothing, as an empty text.
  var isEmpty: Bool {
    switch self {
    case .text(let text): text.isEmpty
    case .list(let members): members.isEmpty
    case .flag, .count: false
    }
  }

  /// For people, and for giving it again: list members with blanks between them.
  package var text: String {
    switch self {
    case .text(let text): text
    case .list(let members): members.joined(separator: " ")
    case .flag(let flag): String(flag)
    case .count(let number): String(number)
    }
  }

  /// As the configuration file spells it.
  var toml: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .list(let members):
      members.count == 1
        ? Self.quoted(members[0])
        : "[" + members.map(Self.quoted).joined(separator: ", ") + "]"
    case .flag(let flag): String(flag)
    case .count(let number): String(number)
    }
  }

  /// A basic string of TOML.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 32 || scalar.value == 127:
        result += "\\u" + String(format: "%04X", scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private func isValid(for key: ProfileKey) -> Bool {
    if isEmpty { return true }
    switch self {
    case .text(let text): return Self.isValid(text, for: key)
    case .list(let members):
      return members.allSatisfy { !$0.isEmpty && Self.isValid($0, for: key) }
    case .flag: return true
    case .count(let number): return number > 0
    }
  }

  private static func isValid(_ text: String, for key: ProfileKey) -> Bool {
    guard !text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
      return false
    }
    switch key {
    case .issuer:
      guard ServerAddress(url: text) != nil, let parts = URLComponents(string: text) else {
        return false
      }
      return parts.query == nil && parts.fragment == nil && parts.user == nil
    case .api:
      guard let address = ServerAddress(url: text) else { return false }
      return text.lowercased() == address.origin
    case .organization, .tenant: return !text.contains("/")
    case .clientID, .scopes: return !text.contains(where: \.isWhitespace)
    case .redirectURIs: return RedirectAddress(text) != nil
    case .caFile: return text.hasPrefix("/") || text.hasPrefix("~/")
    case .timezone: return TimeZone(identifier: text) != nil
    case .folder: return true
    case .store, .authentication, .servicePrefix, .collation, .isReadOnly, .isProtected,
      .maxRequests:
      guard case .words(let words) = key.form else { return true }
      return words.contains(text)
    }
  }
}
