import DSQLDiagnostics

/// Where a diagnostic stands: in its statement and in its file.
struct DiagnosticPlace {
  /// The file's name, where there is one.
  let file: String?
  /// The 1-based line in the file, or in the text where there is none; of the statement's beginning
  /// where the diagnostic has no place of its own.
  let fileLine: Int?
  /// The 1-based character of that line, of a fault that has a place.
  let fileColumn: Int?
  /// The place of the fault.
  let fault: Fault?
  /// The statement's text.
  let statement: String?

  struct Fault {
    /// The 1-based line of the statement.
    let line: Int
    /// The 1-based character of that line.
    let column: Int
    /// The 1-based character of the statement.
    let character: Int
    let lineText: String
  }

  /// - Parameters:
  ///   - diagnostic: Whose place is asked for.
  ///   - source: The text that its span counts in.
  ///   - statement: The statement in that text; nil where it is the whole text.
  init(_ diagnostic: Diagnostic, in source: SourceText?, statement: SourceSpan?) {
    guard let source else {
      (file, fileLine, fileColumn, fault, self.statement) = (nil, nil, nil, nil, nil)
      return
    }
    let span = statement ?? Self.wholeStatement(of: source)
    let start = source.position(at: span.lower)
    file = source.name
    self.statement = source[span]
    if let place = diagnostic.span {
      let position = source.position(at: place.lower)
      fileLine = source.firstLine + position.line - 1
      fileColumn = position.column + (position.line == 1 ? source.firstColumn - 1 : 0)
      fault = Fault(
        line: max(position.line - start.line + 1, 1),
        column: position.column,
        character: max(position.character - start.character + 1, 1),
        lineText: position.lineText
      )
    } else {
      fileLine = source.name == nil ? nil : source.firstLine + start.line - 1
      fileColumn = nil
      fault = nil
    }
  }

  /// The text without the blanks around it.
  private static func wholeStatement(of source: SourceText) -> SourceSpan {
    let utf8 = source.text.utf8
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
    let lower = utf8.prefix(while: isBlank).count
    let upper = utf8.count - utf8.reversed().prefix(while: isBlank).count
    return SourceSpan(lower, upper)
  }
}
