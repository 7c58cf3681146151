/// What lists and queries answer in place of a long text.
///
/// - Source: `data-service-api.md` §3.9.
package enum LongTextMarker {
  /// How every such text begins; the length of the long text follows.
  package static let head = "HasValue=true Length="

  /// Whether a text begins as a marker does; written back, one would destroy the long text.
  package static func begins(_ text: String) -> Bool { text.hasPrefix(head) }
}
