/// A format of files, in or out.
package enum TransferFormat: String, CaseIterable, Sendable {
  case csv, tsv, json, jsonl, markdown, html

  /// The format that a file's name ends in; nil where it says none.
  package init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    switch path[path.index(after: dot)...].lowercased() {
    case "csv": self = .csv
    case "tsv", "tab": self = .tsv
    case "json": self = .json
    case "jsonl", "ndjson": self = .jsonl
    case "md", "markdown": self = .markdown
    case "html", "htm": self = .html
    default: return nil
    }
  }

  /// Whether files of the format can be read.
  package var isReadable: Bool {
    switch self {
    case .csv, .tsv: true
    case .json, .jsonl, .markdown, .html: false
    }
  }
}
