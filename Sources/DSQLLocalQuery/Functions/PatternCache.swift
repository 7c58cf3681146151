import DSQLDiagnostics
import DSQLTypes

/// The patterns that were read last: a statement nearly always uses the same few on every row.
struct PatternCache {
  private var likes: [LikeKey: LikeMatcher] = [:]
  private var lastLike: (key: LikeKey, matcher: LikeMatcher)?
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
    _ pattern: UnsafeBufferPointer<UInt8>,
    escape: UnsafeBufferPointer<UInt8>,
    rule: LikeMatcher.Rule
  ) throws -> LikeMatcher {
    // Bytes, since equal texts of Swift need not have the same code points.
    if let lastLike, lastLike.key.rule == rule, lastLike.key.pattern.elementsEqual(pattern),
      lastLike.key.escape.elementsEqual(escape)
    {
      return lastLike.matcher
    }
    let key = LikeKey(pattern: Array(pattern), escape: Array(escape), rule: rule)
    let matcher = try likes[key] ?? Self.matcher(key)
    if likes.count >= Self.capacity { likes.removeAll(keepingCapacity: true) }
    likes[key] = matcher
    lastLike = (key, matcher)
    return matcher
  }

  private static func matcher(_ key: LikeKey) throws -> LikeMatcher {
    let escape = String(decoding: key.escape, as: UTF8.self).unicodeScalars
    if escape.count > 1 {
      throw Diagnostic(
        .invalidParameter,
        "invalid escape string",
        hint: "Escape string must be empty or one character."
      )
    }
    return LikeMatcher(
      String(decoding: key.pattern, as: UTF8.self),
      escape: escape.first,
      rule: key.rule
    )
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
