import DSQLDiagnostics
import DSQLEngine
import DSQLRendering
import DSQLTypes

/// Shows the rows of one statement as they come, and asks and tells on its behalf.
///
/// A class because the engine holds it as its delegate; nothing in it changes.
final class StatementScreen: StatementDelegate {
  private let console: Console
  private let destination: any ByteOutput
  private let options: RenderOptions
  private let diagnostics: DiagnosticRenderer
  private let source: SourceText?
  private let showsNotices: Bool
  private let showsRequests: Bool
  private let question: TerminalQuestion

  init(
    console: Console,
    destination: any ByteOutput,
    options: RenderOptions,
    diagnostics: DiagnosticRenderer,
    source: SourceText?,
    showsNotices: Bool,
    showsRequests: Bool,
    question: TerminalQuestion
  ) {
    self.console = console
    self.destination = destination
    self.options = options
    self.diagnostics = diagnostics
    self.source = source
    self.showsNotices = showsNotices
    self.showsRequests = showsRequests
    self.question = question
  }

  func show(_ result: ResultSet) async throws {
    var renderer = ResultRenderer(options: options)
    var bytes: [UInt8] = []
    renderer.begin(result.schema, to: &bytes)
    for try await batch in result.batches {
      renderer.render(batch, to: &bytes)
      guard try put(&bytes) else { return }
    }
    renderer.finish(to: &bytes)
    _ = try put(&bytes)
  }

  func confirm(_ question: WriteQuestion) async -> Bool {
    while true {
      guard let answer = await self.question.ask("\(question.text) [y/N/show] ") else {
        return false
      }
      switch answer.lowercased() {
      case "y", "yes": return true
      case "s", "show": console.tell(preview(question.preview))
      case "", "n", "no": return false
      default: console.tell("Please answer y, n or show.\n")
      }
    }
  }

  func report(_ diagnostic: Diagnostic) async {
    if diagnostic.severity == .notice, !showsNotices { return }
    console.tell(diagnostics.render(diagnostic, in: source))
  }

  func willSend(method: String, url: String, body: String?) {
    guard showsRequests else { return }
    console.tell("REQUEST:  \(method) \(url)\n" + (body.map { "  \($0)\n" } ?? ""))
  }

  /// Writes bytes and empties the buffer; false where a pager was left, which is no fault.
  private func put(_ bytes: inout [UInt8]) throws -> Bool {
    if bytes.isEmpty { return true }
    do {
      try destination.write(bytes)
    } catch {
      if destination === console.standardOutput {
        console.note(error)
        throw error
      }
      if destination is PagedOutput, error == .closed { return false }
      throw Diagnostic(.fileError, "could not write the result: \(error.text)")
    }
    bytes.removeAll(keepingCapacity: true)
    return true
  }

  private func preview(_ batch: RowBatch) -> String {
    var options = RenderOptions()
    options.cellWidth = 60
    options.zone = self.options.zone
    var renderer = ResultRenderer(options: options)
    var bytes: [UInt8] = []
    renderer.begin(batch.schema, to: &bytes)
    renderer.render(batch, to: &bytes)
    renderer.finish(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
