import DSQLTypes
import Foundation
import GRDB

/// The forms of a text in which it is compared, searched and sorted under the service's traits.
///
/// The standard needs none of the functions that are registered here: it compares the folded text
/// that is stored beside each text. A trait that departs from it is worth a call for each row.
struct TextKeys {
  private let traits: EmbeddedTraits

  init(_ traits: EmbeddedTraits) { self.traits = traits }

  // MARK: SQL

  /// The SQL of a text without its accents.
  static func plainKey(_ sql: String) -> String { "dsql_plain(\(sql))" }

  /// The SQL of what sorts as people sort texts.
  static func linguisticKey(_ sql: String) -> String { "dsql_linguistic(\(sql))" }

  /// The SQL of what sorts as SQL Server sorts a GUID.
  static func guidKey(_ sql: String) -> String { "dsql_guid(\(sql))" }

  /// Adds the functions that the traits need to a connection.
  static func register(for traits: EmbeddedTraits, in db: Database) {
    guard traits != EmbeddedTraits() else { return }
    let keys = TextKeys(traits)
    for (name, body): (String, @Sendable (String) -> String) in [
      ("dsql_plain", { withoutAccents($0) }), ("dsql_linguistic", { keys.linguisticKey($0) }),
      ("dsql_guid", { guidKey(of: $0) }),
    ] {
      db.add(
        function: DatabaseFunction(name, argumentCount: 1, pure: true) { values in
          values.first.flatMap { String.fromDatabaseValue($0) }.map(body)
        }
      )
    }
  }

  // MARK: Texts

  /// A text as `contains` and its like see it.
  func searchKey(_ text: String) -> String {
    let cased = traits.mindsCase ? text : TextComparison.folded(text)
    return traits.ignoresAccents ? Self.withoutAccents(cased) : cased
  }

  /// A text as `=` sees it.
  func equalityKey(_ text: String) -> String {
    traits.ignoresTrailingBlanks ? Self.withoutTrailingBlanks(searchKey(text)) : searchKey(text)
  }

  /// A text in a form whose bytes sort as people sort texts: letters first, then accents, then small
  /// before capital letters.
  ///
  /// The parts are kept apart by U+0001, which stands below every letter.
  func linguisticKey(_ text: String) -> String {
    let text = traits.ignoresTrailingBlanks ? Self.withoutTrailingBlanks(text) : text
    let folded = TextComparison.folded(text)
    var letters = ""
    for scalar in Self.withoutAccents(folded).unicodeScalars {
      letters += Self.baseLetters[scalar] ?? String(scalar)
    }
    let capitals = text.unicodeScalars.map { $0.properties.isUppercase ? "1" : "0" }.joined()
    let accented = traits.ignoresAccents ? "" : folded
    return "\(letters)\u{1}\(accented)\u{1}\(capitals)"
  }

  private static func withoutTrailingBlanks(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }

  private static func withoutAccents(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    let scalars = text.decomposedStringWithCanonicalMapping.unicodeScalars.filter {
      $0.properties.generalCategory != .nonspacingMark
    }
    return String(String.UnicodeScalarView(scalars))
  }

  /// Letters that no decomposition brings to others, and what people sort them under.
  private static let baseLetters: [Unicode.Scalar: String] = [
    "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
  ]

  /// SQL Server compares the bytes of a GUID from the last group to the first, and those of the
  /// first three groups from their ends.
  private static func guidKey(of text: String) -> String {
    let groups = text.split(separator: "-")
    guard groups.count == 5 else { return text }
    func turned(_ group: Substring) -> String {
      let digits = Array(group.utf8)
      var result: [UInt8] = []
      for place in stride(from: digits.count - 2, through: 0, by: -2) {
        result += digits[place...(place + 1)]
      }
      return String(decoding: result, as: UTF8.self)
    }
    return groups[4] + groups[3] + turned(groups[2]) + turned(groups[1]) + turned(groups[0])
  }
}
