import DSQLTypes
import Foundation

/// The labels of a multiple choice, which stands as a JSON array of texts.
struct ChoiceList {
  let labels: [String]

  init(labels: [String]) { self.labels = labels }

  /// Reads a JSON array; anything else has no labels.
  init(parsing utf8: UnsafeBufferPointer<UInt8>) {
    labels = (try? JSONDecoder().decode([String].self, from: Data(utf8))) ?? []
  }

  /// The array as JSON.
  var json: String {
    // An array of texts always has a JSON form.
    (try? JSONEncoder.unescaped.encode(labels)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }

  func contains(_ label: String) -> Bool {
    labels.contains { TextComparison.areEqual($0, label) }
  }

  /// The order as sets: the labels' own order and letter case play no part.
  func compare(_ other: ChoiceList) -> Int {
    let (left, right) = (sortedKeys, other.sortedKeys)
    for (a, b) in zip(left, right) where a != b {
      return a.lexicographicallyPrecedes(b) ? -1 : 1
    }
    return left.count - right.count
  }

  private var sortedKeys: [[UInt8]] {
    labels.map(TextComparison.foldedUTF8).sorted { $0.lexicographicallyPrecedes($1) }
  }
}

extension JSONEncoder {
  fileprivate static var unescaped: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return encoder
  }
}
