import DSQLDiagnostics
import DSQLEngine
import DSQLShell
import DSQLTypes
import Foundation
import Testing

extension TerminalTests {
  @Suite("The prompt")
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
      // The engine keeps the last result, and may ask, only then.
      #expect(first.engine.asked.settings.map(\.isInteractive) == [true, true])

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
        await session.terminal.wait(
          for: "UPDATE 2 rows of Invoice in local (1 request)? [y/N/show] "
        )
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

    struct PromptCase: CustomTestStringConvertible, Sendable {
      var typed: [String] = []
      var template: String?
      var info = FakeEngine.embedded
      var prompt: String
      var testDescription: String { prompt }
    }

    static let prompts: [PromptCase] = [
      PromptCase(prompt: "dsql=> "),
      PromptCase(info: profile, prompt: "ana@acme/prod=> "),
      PromptCase(info: protected, prompt: "[ana@acme/prod]=> "),
      PromptCase(info: FakeEngine.other, prompt: "ana@acme/Production=> "),
      PromptCase(typed: ["\\c acme"], prompt: "ana@acme/Production=> "),
      PromptCase(typed: ["\\set SAFE_UPDATES off"], prompt: "dsql=# "),
      PromptCase(typed: ["\\if off"], prompt: "dsql@> "),
      PromptCase(typed: ["select \"a"], prompt: "dsql\"> "),
      PromptCase(typed: ["select $x$ a"], prompt: "dsql$> "),
      PromptCase(typed: ["select (1, /* a"], prompt: "dsql*> "),
      PromptCase(typed: ["select (1,"], prompt: "dsql(> "),
      PromptCase(typed: ["\\dry on"], template: "%/%x%% ", prompt: "dsql*% "),
      PromptCase(typed: ["\\set v hi"], template: "<%:v:>%l ", prompt: "<hi>1 "),
      PromptCase(template: "%[\u{1B}[1m%]%/%[\u{1B}[0m%]|`%`echo x`|", prompt: "|`x|"),
    ]

    private static let profile = ConnectionInfo(
      kind: .profile,
      profile: "work",
      origin: "https://cloud.example",
      organization: "acme",
      tenant: "prod",
      user: "ana",
      tokenSource: "sign-in"
    )

    private static let protected: ConnectionInfo = {
      var info = profile
      info.isProtected = true
      return info
    }()

    @Test("A prompt tells the state", arguments: prompts)
    func prompt(_ sample: PromptCase) async throws {
      let session = try Session(template: sample.template, info: sample.info)
      for line in sample.typed {
        #expect(await session.terminal.wait(for: "\u{1B}[?2004h"))
        session.terminal.type(line + "\r")
      }
      #expect(await session.terminal.wait(for: sample.prompt))
      session.terminal.type("\u{4}")
      #expect(await session.ending() == .status(0))
    }

    @Test("A line for \\login is read unseen, and signs in")
    func logIn() async throws {
      let session = try Session()
      #expect(await session.terminal.wait(for: "dsql=> "))
      session.terminal.type("\\login acme\r")
      #expect(await session.terminal.wait(for: "Address: "))
      // Longer than a line may be that the terminal itself edits; one letter is taken back.
      let address = "http://localhost/?code=" + String(repeating: "c", count: 5000)
      session.terminal.type(address + "x\u{7F}\n")
      #expect(await session.terminal.wait(for: "Logged in to acme with 5023 bytes."))
      #expect(await session.terminal.wait(for: "ana@acme/Production=> "))
      session.terminal.type("\u{4}")
      #expect(await session.ending() == .status(0))
      #expect(!session.terminal.text.contains("code="))
    }

    /// An interactive session on a terminal of its own.
    private final class Session: Sendable {
      let terminal: PseudoTerminal
      let engine: FakeEngine
      private let running: Task<ShellEnding, Never>

      init(
        historyFile: String = "/dev/null",
        replies: [String: FakeEngine.Reply] = [:],
        template: String? = nil,
        info: ConnectionInfo = FakeEngine.embedded
      ) throws {
        let terminal = try #require(PseudoTerminal())
        let engine = FakeEngine(replies, info: info)
        var configuration = ShellConfiguration()
        configuration.isInteractive = true
        configuration.output = DescriptorOutput(terminal.programEnd)
        configuration.errors = DescriptorOutput(terminal.programEnd)
        configuration.inputDescriptor = terminal.programEnd
        configuration.editorDescriptors = (terminal.programEnd, terminal.programEnd)
        configuration.variables = [.init("HISTFILE", historyFile)]
        if let template { configuration.variables.append(.init("PROMPT1", template)) }
        configuration.terminal.type = "xterm"
        configuration.terminal.inputIsTerminal = true
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
}
