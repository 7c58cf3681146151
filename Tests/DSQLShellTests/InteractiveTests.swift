import DSQLDiagnostics
import DSQLEngine
import DSQLShell
import DSQLTypes
import Foundation
import Testing

@Suite("The prompt", .serialized)
struct InteractiveTests {
  @Test("Statements, continuation, Ctrl-C, Ctrl-D; the next session recalls whole statements")
  func sessions() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("dsql-prompt-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("state/history").path

    let first = try Session(historyFile: file)
    #expect(await first.terminal.wait(for: "dsql=> "))
    first.terminal.type("select\r")
    #expect(await first.terminal.wait(for: "dsql-> "))
    first.terminal.type("1;\r")
    #expect(await first.terminal.wait(for: "?column?"))
    #expect(await first.terminal.wait(for: "dsql=> "))
    first.terminal.type("select 'abc\r")
    #expect(await first.terminal.wait(for: "dsql'> "))
    first.terminal.type("def\u{3}")
    #expect(await first.terminal.wait(for: "dsql=> "))
    first.terminal.type("bad name;\r")
    #expect(await first.terminal.wait(for: "does not exist"))
    #expect(await first.terminal.wait(for: "dsql=> "))
    first.terminal.type("\u{4}")
    #expect(await first.ending() == .status(0))
    #expect(first.engine.asked.statements == ["select\n1", "bad name"])

    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let parent = folder.appendingPathComponent("state").path
    let above = try FileManager.default.attributesOfItem(atPath: parent)
    #expect(above[.posixPermissions] as? Int == 0o700)

    let second = try Session(historyFile: file)
    #expect(await second.terminal.wait(for: "dsql=> "))
    second.terminal.type("\u{10}\u{10}\r")
    #expect(await second.terminal.wait(for: "?column?"))
    #expect(await second.terminal.wait(for: "dsql=> "))
    second.terminal.type("\\q\r")
    #expect(await second.ending() == .status(0))
    #expect(second.engine.asked.statements == ["select\n1"])
  }

  @Test("A write asks, and shows what it would do", arguments: [("y\r", true), ("\r", false)])
  func question(_ answer: String, _ isDone: Bool) async throws {
    let question = WriteQuestion(
      verb: .update,
      rowCount: 2,
      entity: "Invoice",
      profile: "local",
      requests: 1,
      preview: .empty(RowSchema([SchemaColumn("Id", .uuid), SchemaColumn("Total", .text)]))
    )
    let session = try Session(replies: ["write": .question(question)])
    #expect(await session.terminal.wait(for: "dsql=> "))
    session.terminal.type("write;\r")
    #expect(
      await session.terminal.wait(for: "UPDATE 2 rows of Invoice in local (1 request)? [y/N/show] ")
    )
    session.terminal.type("show\r")
    #expect(await session.terminal.wait(for: "(0 rows)"))
    #expect(await session.terminal.wait(for: "[y/N/show] "))
    session.terminal.type(answer)
    #expect(await session.terminal.wait(for: isDone ? "UPDATE 2" : "declined"))
    #expect(await session.terminal.wait(for: "dsql=> "))
    session.terminal.type("\u{4}")
    #expect(await session.ending() == .status(0))
  }

  /// An interactive session on a terminal of its own.
  private final class Session: Sendable {
    let terminal: PseudoTerminal
    let engine: FakeEngine
    private let running: Task<ShellEnding, Never>

    init(historyFile: String = "/dev/null", replies: [String: FakeEngine.Reply] = [:]) throws {
      let terminal = try #require(PseudoTerminal())
      let engine = FakeEngine(replies)
      var configuration = ShellConfiguration()
      configuration.isInteractive = true
      configuration.output = DescriptorOutput(terminal.programEnd)
      configuration.errors = DescriptorOutput(terminal.programEnd)
      configuration.inputDescriptor = terminal.programEnd
      configuration.editorDescriptors = (terminal.programEnd, terminal.programEnd)
      configuration.variables = [.init("HISTFILE", historyFile)]
      configuration.terminal.type = "xterm"
      configuration.watchesSignals = false
      self.terminal = terminal
      self.engine = engine
      let shell = Shell(configuration) { engine }
      running = Task { await shell.run() }
    }

    func ending() async -> ShellEnding {
      let ending = await running.value
      terminal.close()
      return ending
    }
  }
}
