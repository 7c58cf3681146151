import DSQLDiagnostics
import DSQLTypes

/// The patterns that were read last: a statement nearly always uses the same few on every row.
struct PatternCache {
  private var likes: [LikeKey: LikeMatcher] = [:]
  private var expressions: [RegularExpression.Key: RegularExpression] = [:]

  /// How many patterns are kept; a pattern that comes from a column would fill memory otherwise.
  private static let capacity = 64

  private struct LikeKey: Hashable {
    var pattern: [UInt8]
    var escape: [UInt8]
    var rule: LikeMatcher.Rule
  }

  /// The matcher of a LIKE pattern; an escape that is not one character or none is an error.
  mutating func like(
    _ pattern: String,
    escape: String,
    rule: LikeMatcher.Rule
  ) throws -> LikeMatcher {
    // Bytes, since equal texts of Swift need not have the same code points.
    let key = LikeKey(pattern: Array(pattern.utf8), escape: Array(escape.utf8), rule: rule)
    if let matcher = likes[key] { return matcher }
    if escape.unicodeScalars.count > 1 {
      throw Diagnostic(
        .invalidParameter,
        "invalid escape string",
        hint: "Escape string must be empty or one character."
      )
    }
    let matcher = LikeMatcher(pattern, escape: escape.unicodeScalars.first, rule: rule)
    if likes.count >= Self.capacity { likes.removeAll(keepingCapacity: true) }
    likes[key] = matcher
    return matcher
  }

  /// The regular expression of a pattern.
  mutating func expression(_ pattern: String, ignoresCase: Bool) throws -> RegularExpression {
    let key = RegularExpression.Key(pattern: Array(pattern.utf8), ignoresCase: ignoresCase)
    if let expression = expressions[key] { return expression }
    let expression = try RegularExpression(pattern, ignoresCase: ignoresCase)
    if expressions.count >= Self.capacity { expressions.removeAll(keepingCapacity: true) }
    expressions[key] = expression
    return expression
  }
}
