import DSQLTypes

/// What may stand at the cursor.
package struct CompletionAnswer: Hashable, Sendable {
  /// The UTF-8 offset in the line at which the word begins that a candidate replaces.
  package var start: Int
  package var candidates: [String]
  /// Follows the only candidate.
  package var suffix: String

  package init(start: Int, candidates: [String], suffix: String = " ") {
    self.start = start
    self.candidates = candidates
    self.suffix = suffix
  }

  /// Nothing fits.
  package static let none = CompletionAnswer(start: 0, candidates: [])

  /// The longest beginning that all candidates share.
  static func commonStart(of candidates: [String]) -> String {
    guard var common = candidates.first else { return "" }
    for candidate in candidates.dropFirst() {
      common = String(zip(common, candidate).prefix { $0 == $1 }.map(\.0))
    }
    return common
  }

  /// Candidates in columns, as `ls` has them.
  static func columns(_ candidates: [String], width: Int) -> String {
    let measure = DisplayWidth()
    let widths = candidates.map { measure.cells(of: $0) }
    let cell = (widths.max() ?? 0) + 2
    let count = max(width / cell, 1)
    let rows = (candidates.count + count - 1) / count
    var text = ""
    for row in 0..<rows {
      for index in stride(from: row, to: candidates.count, by: rows) {
        text += candidates[index]
        let isLast = index + rows >= candidates.count
        if !isLast { text += String(repeating: " ", count: cell - widths[index]) }
      }
      text += "\n"
    }
    return text
  }
}
