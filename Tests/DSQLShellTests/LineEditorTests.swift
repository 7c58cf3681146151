import DSQLShell
import Testing

extension TerminalTests {
  @Suite("The line editor under a terminal")
  struct LineEditorTests {
    struct Case: CustomTestStringConvertible, Sendable {
      var name: String
      var typed: String
      var answer: LineEditor.Answer
      var terminal: String?
      var remembered: [String] = []
      var testDescription: String { name }
    }

    static let cases: [Case] = [
      Case(name: "a line", typed: "select 1;\r", answer: .line("select 1;")),
      Case(name: "on xterm", typed: "select 1;\r", answer: .line("select 1;"), terminal: "xterm"),
      Case(name: "other letters", typed: "é日😀\r", answer: .line("é日😀")),
      Case(name: "edited", typed: "ac\u{2}b\r", answer: .line("abc")),
      Case(name: "Ctrl-C drops the line", typed: "abc\u{3}", answer: .interrupted),
      Case(name: "Ctrl-D leaves", typed: "\u{4}", answer: .end),
      Case(name: "Ctrl-D leaves, text or not", typed: "abc\u{4}", answer: .end),
      Case(name: "Ctrl-D within a line deletes", typed: "abc\u{1}\u{4}\r", answer: .line("bc")),
      Case(
        name: "a recalled statement keeps its lines",
        typed: "\u{10}\r",
        answer: .line("select\n  1;"),
        remembered: ["first", "select\n  1;"]
      ),
      Case(
        name: "an older one is searched for",
        typed: "\u{12}fir\u{1B}\r",
        answer: .line("first"),
        remembered: ["first", "second"]
      ),
      Case(
        name: "pasted text goes in as it is",
        typed: "\u{1B}[200~a\r\tb\rc;\u{1B}[201~\r",
        answer: .line("a\n\tb\nc;"),
        terminal: "xterm"
      ),
    ]

    @Test("What is typed becomes an answer", arguments: cases)
    func check(_ sample: Case) async throws {
      let terminal = try #require(PseudoTerminal())
      defer { terminal.close() }
      let editor = try #require(LineEditor(Self.settings(terminal, sample.terminal)))
      for entry in sample.remembered { editor.remember(entry) }
      async let answer = editor.readLine(prompt: "p> ")
      #expect(await terminal.wait(for: "p> "))
      terminal.type(sample.typed)
      #expect(await answer == sample.answer)
      editor.close()
    }

    @Test("A second Tab lists what is possible")
    func candidates() async throws {
      let terminal = try #require(PseudoTerminal())
      defer { terminal.close() }
      let editor = try #require(LineEditor(Self.settings(terminal, "xterm")))
      async let answer = editor.readLine(prompt: "p> ")
      #expect(await terminal.wait(for: "p> "))
      terminal.type("x")
      #expect(await terminal.wait(for: "x"))
      terminal.type("\t")
      #expect(await terminal.wait(for: "y"))
      terminal.type("\t")
      // Pasted text without marks would come at once, so each key is waited for.
      #expect(await terminal.wait(for: "xya  xyb"))
      terminal.type("a\r")
      #expect(await answer == .line("xya"))
      editor.close()
    }

    @Test("The only candidate is inserted with a blank")
    func oneCandidate() async throws {
      let terminal = try #require(PseudoTerminal())
      defer { terminal.close() }
      let editor = try #require(LineEditor(Self.settings(terminal, nil)))
      async let answer = editor.readLine(prompt: "p> ")
      #expect(await terminal.wait(for: "p> "))
      terminal.type("sel\t")
      #expect(await terminal.wait(for: "select "))
      terminal.type("1\r")
      #expect(await answer == .line("select 1"))
      editor.close()
    }

    @Test("A Tab in pasted text without marks is a character")
    func pastedTab() async throws {
      let terminal = try #require(PseudoTerminal())
      defer { terminal.close() }
      let editor = try #require(LineEditor(Self.settings(terminal, nil)))
      async let answer = editor.readLine(prompt: "p> ")
      #expect(await terminal.wait(for: "p> "))
      terminal.type("sel\tx\r")
      #expect(await answer == .line("sel\tx"))
      editor.close()
    }

    private static func settings(
      _ terminal: PseudoTerminal,
      _ type: String?
    ) -> LineEditor.Settings {
      var settings = LineEditor.Settings()
      settings.input = terminal.programEnd
      settings.output = terminal.programEnd
      settings.terminal = type
      settings.readsKeyBindings = false
      settings.complete = { line, cursor in
        let names = ["select", "xya", "xyb"].filter { $0.hasPrefix(line) }
        return CompletionAnswer(start: 0, candidates: names)
      }
      return settings
    }
  }
}
