/// How a result is written.
package enum RenderFormat: String, CaseIterable, Sendable {
  case aligned, wrapped, box, unaligned, csv, tsv, json, jsonl, markdown, html, insert, none
}
