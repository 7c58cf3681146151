/// A text that statements are read from, with the name and the place its messages need.
package struct SourceText: Hashable, Sendable {
  /// The text itself.
  package let text: String
  /// The file's name as it was given, `<stdin>`, or nil where messages have no prefix (prompt, `-c`).
  package let name: String?
  /// The 1-based line of `name` on which `text` begins.
  package let firstLine: Int
  /// The 1-based character of that line at which `text` begins.
  package let firstColumn: Int

  package init(
    _ text: String,
    name: String? = nil,
    firstLine: Int = 1,
    firstColumn: Int = 1
  ) {
    self.text = text
    self.name = name
    self.firstLine = firstLine
    self.firstColumn = firstColumn
  }

  /// Another text in its place, for instance with variables filled in.
  package func holding(_ text: String) -> SourceText {
    SourceText(text, name: name, firstLine: firstLine, firstColumn: firstColumn)
  }

  /// The same text as of a file.
  package func named(_ name: String?) -> SourceText {
    SourceText(text, name: name, firstLine: firstLine, firstColumn: firstColumn)
  }

  /// The place of an offset: 1-based line of this text, 1-based column and offset in characters
  /// (grapheme clusters), and the line's own text.
  ///
  /// - Parameter offset: A UTF-8 offset; one past the end, or inside a character, is moved back to
  ///   the nearest character.
  /// - Returns: The place.
  /// - Complexity: O(*n*) in the offset.
  package func position(at offset: Int) -> SourcePosition {
    let utf8 = text.utf8
    let clamped = min(max(offset, 0), utf8.count)
    let place = utf8.index(utf8.startIndex, offsetBy: clamped)
    var line = 1
    var lineStart = text.startIndex
    var index = text.startIndex
    while index < text.endIndex {
      let next = text.index(after: index)
      if next > place { break }
      if text[index].isNewline {
        line += 1
        lineStart = next
      }
      index = next
    }
    let lineEnd = text[lineStart...].firstIndex(where: \.isNewline) ?? text.endIndex
    return SourcePosition(
      line: line,
      column: text.distance(from: lineStart, to: min(index, lineEnd)) + 1,
      character: text.distance(from: text.startIndex, to: index) + 1,
      lineText: String(text[lineStart..<lineEnd])
    )
  }

  /// The part of the text under a span.
  package subscript(span: SourceSpan) -> String {
    let utf8 = text.utf8
    let lower = utf8.index(utf8.startIndex, offsetBy: min(max(span.lower, 0), utf8.count))
    let upper = utf8.index(utf8.startIndex, offsetBy: min(max(span.upper, 0), utf8.count))
    return String(decoding: utf8[lower..<max(lower, upper)], as: UTF8.self)
  }
}

/// A place in a text, in the units that messages use.
package struct SourcePosition: Hashable, Sendable {
  /// The 1-based line.
  package var line: Int
  /// The 1-based column, in characters of that line.
  package var column: Int
  /// The 1-based character of the whole text.
  package var character: Int
  /// The line's text, without its line break.
  package var lineText: String
}
