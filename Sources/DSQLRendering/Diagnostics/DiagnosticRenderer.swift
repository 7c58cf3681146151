package import DSQLDiagnostics
import DSQLTypes

/// Writes errors, warnings and notices, as text with a caret or as a JSON object.
package struct DiagnosticRenderer: Sendable {
  package var options: DiagnosticOptions

  /// A renderer that tells all diagnostics in the same way.
  package init(options: DiagnosticOptions = DiagnosticOptions()) { self.options = options }

  /// A diagnostic as it is written to standard error, its line break included.
  ///
  /// - Parameters:
  ///   - diagnostic: What is told.
  ///   - source: The text that its span counts in; nil where it is about no text.
  ///   - statement: The statement in that text, from which `LINE` counts; nil where the whole text
  ///     is the statement.
  /// - Returns: One or more lines.
  package func render(
    _ diagnostic: Diagnostic,
    in source: SourceText? = nil,
    statement: SourceSpan? = nil
  ) -> String {
    let place = DiagnosticPlace(diagnostic, in: source, statement: statement)
    switch options.format {
    case .text: return text(diagnostic, place)
    case .json: return DiagnosticJSON.line(diagnostic, place)
    }
  }

  private func text(_ diagnostic: Diagnostic, _ place: DiagnosticPlace) -> String {
    var output = ""
    if let file = place.file {
      output += "dsql:\(shown(file)):"
      if let line = place.fileLine { output += "\(line):" }
      output += " "
    }
    output += severity(diagnostic.severity) + "  "
    let code = diagnostic.code.sqlState
    switch options.verbosity {
    case .sqlstate:
      return output + code + "\n"
    case .terse:
      let character = place.fault.map { " at character \($0.character)" } ?? ""
      return output + shown(diagnostic.message) + character + "\n"
    case .verbose:
      output += "\(code): \(shown(diagnostic.message))\n"
    case .default:
      output += shown(diagnostic.message) + "\n"
    }
    output += excerpt(place)
    if let detail = diagnostic.detail { output += "DETAIL:  \(shown(detail))\n" }
    if let hint = diagnostic.hint { output += "HINT:  \(shown(hint))\n" }
    for note in diagnostic.notes { output += shown(note) + "\n" }
    if options.verbosity == .verbose, let request = diagnostic.request {
      output += self.request(request)
    }
    return output
  }

  private func excerpt(_ place: DiagnosticPlace) -> String {
    guard let fault = place.fault else { return "" }
    let excerpt = DiagnosticExcerpt(
      line: fault.lineText,
      column: fault.column,
      width: DisplayWidth(ambiguous: options.ambiguousWidth)
    )
    let label = "LINE \(fault.line): "
    let blanks = String(repeating: " ", count: label.count + excerpt.caret)
    return "\(label)\(excerpt.text)\n\(blanks)\(coloured("^", "31"))\n"
  }

  private func request(_ request: DiagnosticRequest) -> String {
    var line = "REQUEST:  \(request.method) \(shown(request.path))"
    if let status = request.status { line += ", status \(status)" }
    if let identifier = request.identifier { line += ", id \(shown(identifier))" }
    line += "\n"
    if options.showsResponse, let body = request.responseBody {
      line += "RESPONSE:  \(shown(body))\n"
    }
    return line
  }

  private func severity(_ severity: DiagnosticSeverity) -> String {
    let word = severity.rawValue + ":"
    return switch severity {
    case .error: coloured(word, "1;31")
    case .warning: coloured(word, "1;33")
    case .notice: coloured(word, "1")
    }
  }

  private func coloured(_ text: String, _ code: String) -> String {
    options.usesColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// A text without anything that could command the terminal; its lines stay lines.
  private func shown(_ text: String) -> String {
    let width = DisplayWidth(ambiguous: options.ambiguousWidth)
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { ControlCharacters.escaped(String($0), width: width) }
      .joined(separator: "\n")
  }
}
