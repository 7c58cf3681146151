/// How a result is written.
///
/// - Source: `shell-conventions.md` §9.
package enum RenderFormat: String, CaseIterable, Sendable {
  case aligned
  /// `aligned`, with values that are too wide going on below.
  case wrapped
  /// `aligned` with border 2 and the line style `unicode`.
  case box
  case unaligned, csv, tsv, json, jsonl, markdown, html, insert
  /// Nothing is written; the rows are only counted.
  case none
}
