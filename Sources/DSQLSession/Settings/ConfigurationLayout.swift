import TOMLKit

/// Which line of a configuration file gives which key.
///
/// The library tells values, not where they stand. It is asked here for one header or one entry at
/// a time, so that the grammar stays its own.
struct ConfigurationLayout {
  /// A key and its value.
  struct Entry {
    /// The table's path and the key.
    var path: [String]
    /// Indices of the lines that it takes.
    var lines: Range<Int>
    /// Whether it stands in the file's root or in the table of the last header.
    var section: Int?
  }

  /// A table's header.
  struct Section {
    var path: [String]
    var line: Int
  }

  /// Without the line feeds between them.
  var lines: [String]
  private(set) var entries: [Entry] = []
  private(set) var sections: [Section] = []

  /// Looks through a text that the library accepts.
  init(_ text: String) {
    lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    var index = 0
    while index < lines.count {
      let content = lines[index].drop(while: \.isWhitespace)
      if content.isEmpty || content.hasPrefix("#") {
        index += 1
      } else if content.hasPrefix("[") {
        sections.append(Section(path: Self.path(lines[index]), line: index))
        index += 1
      } else {
        // An entry ends where the library can read it.
        var end = index + 1
        while end < lines.count, !Self.isWhole(lines[index..<end]) { end += 1 }
        let key = Self.path(lines[index..<end].joined(separator: "\n"))
        let section = sections.indices.last
        let owner = section.map { sections[$0].path } ?? []
        entries.append(Entry(path: owner + key, lines: index..<end, section: section))
        index = end
      }
    }
  }

  /// The line that a key stands in, counted from 1; the nearest above it where a table stands in
  /// one line.
  func line(of path: [String]) -> Int {
    if let entry = entries.first(where: { $0.path == path }) { return entry.lines.lowerBound + 1 }
    if let section = sections.first(where: { $0.path.starts(with: path) }) {
      return section.line + 1
    }
    if let entry = entries.first(where: { $0.path.starts(with: path) || path.starts(with: $0.path) }
    ) {
      return entry.lines.lowerBound + 1
    }
    return 1
  }

  private static func isWhole(_ lines: ArraySlice<String>) -> Bool {
    (try? TOMLTable(string: lines.joined(separator: "\n") + "\n")) != nil
  }

  /// The names that a header or an entry leads through.
  private static func path(_ text: String) -> [String] {
    // A line that ends with a carriage return alone is no line to the library.
    guard var table = try? TOMLTable(string: text + "\n") else { return [] }
    var path: [String] = []
    while !table.inline, let key = table.keys.first {
      path.append(key)
      guard let inner = table[key]?.table else { break }
      table = inner
    }
    return path
  }
}
