import Foundation

/// The parameters of an address; none of them twice.
struct AnswerQuery: Sendable {
  private let values: [String: String]

  /// Reads the part after the question mark; nil where a parameter comes twice or cannot be read.
  init?(_ query: some StringProtocol) {
    var values: [String: String] = [:]
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]),
        let value = Self.decoded(parts.count == 2 ? parts[1] : ""),
        values.updateValue(value, forKey: name) == nil
      else { return nil }
    }
    self.values = values
  }

  /// A parameter that is not empty.
  subscript(_ name: String) -> String? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func decoded(_ text: Substring) -> String? {
    text.replacing("+", with: " ").removingPercentEncoding
  }

  private static func decoded(_ text: some StringProtocol) -> String? {
    decoded(Substring(text))
  }
}
