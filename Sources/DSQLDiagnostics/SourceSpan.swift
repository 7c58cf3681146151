/// A range of UTF-8 offsets in the text of one `SourceText`.
///
/// Offsets are bytes, 0-based, `lower` included and `upper` not. An empty span marks a place
/// between two characters, for instance the end of the text.
package struct SourceSpan: Hashable, Sendable {
  package var lower: Int
  package var upper: Int

  package init(_ lower: Int, _ upper: Int) {
    self.lower = lower
    self.upper = Swift.max(lower, upper)
  }

  /// A span that holds nothing, at an offset.
  package static func at(_ offset: Int) -> SourceSpan { SourceSpan(offset, offset) }

  package var isEmpty: Bool { lower == upper }

  /// The smallest span that holds both.
  package func union(_ other: SourceSpan) -> SourceSpan {
    SourceSpan(Swift.min(lower, other.lower), Swift.max(upper, other.upper))
  }
}
