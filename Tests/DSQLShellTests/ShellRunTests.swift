import DSQLDiagnostics
import DSQLEngine
import DSQLRendering
import DSQLShell
import Glibc
import Synchronization
import Testing

@Suite("Runs of the shell")
struct ShellRunTests {
  @Test("Inputs run in order, and a failure ends the run")
  func inputs() async throws {
    let engine = FakeEngine()
    let run = await ScriptRun.run(engine) { configuration in
      configuration.inputs = [
        .command("insert; insert"), .command("\\echo between"), .command("refused"),
        .command("insert"),
      ]
    }
    #expect(run.output == "INSERT 0 3\nINSERT 0 3\nbetween\n")
    #expect(run.errors == "ERROR:  refused\n")
    #expect(run.ending == .status(5))
    #expect(engine.asked.statements == ["insert", "insert", "refused"])
  }

  @Test("What is told to a statement follows variables and options")
  func settings() async throws {
    let engine = FakeEngine()
    _ = await ScriptRun.run(engine) { configuration in
      configuration.inputs = [
        .command("insert"),
        .command("\\set MAX_WRITE_ROWS 5\n\\set fetch_count 10\n\\set SAFE_UPDATES off\ninsert"),
      ]
      configuration.answersYes = true
      configuration.isReadOnly = true
    }
    let (first, second) = (engine.asked.settings[0], engine.asked.settings[1])
    #expect(first.maxWriteRows == 1000)
    #expect(first.pageSize == 1000)
    #expect(first.safeUpdates)
    #expect(first.answersYes && first.isReadOnly && !first.isInteractive)
    #expect(second.maxWriteRows == 5)
    #expect(second.pageSize == 10)
    #expect(!second.safeUpdates)
  }

  @Test("Nothing connects that needs no connection")
  func lazily() async {
    let connections = Mutex(0)
    var configuration = ShellConfiguration()
    configuration.inputs = [.command("\\echo hello"), .command("\\set a 1"), .command("\\pset")]
    configuration.output = MemoryOutput()
    configuration.watchesSignals = false
    let ending = await Shell(configuration) {
      connections.withLock { $0 += 1 }
      return FakeEngine()
    }.run()
    #expect(ending == .status(0))
    #expect(connections.withLock { $0 } == 0)
  }

  @Test("A connection that fails is status 2")
  func unconnected() async {
    var configuration = ShellConfiguration()
    let errors = MemoryOutput()
    configuration.inputs = [.command("select 1")]
    configuration.errors = errors
    configuration.watchesSignals = false
    let ending = await Shell(configuration) {
      throw StatementErrors([Diagnostic(.notSignedIn, "not signed in")], failure: .connection)
    }.run()
    #expect(ending == .status(2))
    #expect(errors.text == "ERROR:  not signed in\n")
  }

  @Test("Nobody reads: the end is SIGPIPE, without a message and without further statements")
  func closedOutput() async {
    let engine = FakeEngine()
    let errors = MemoryOutput()
    var configuration = ShellConfiguration()
    configuration.inputs = [.command("select 1; insert")]
    configuration.output = MemoryOutput(failingWith: .closed)
    configuration.errors = errors
    configuration.watchesSignals = false
    let ending = await Shell(configuration) { engine }.run()
    #expect(ending == .signal(SIGPIPE))
    #expect(errors.text.isEmpty)
    #expect(engine.asked.statements == ["select 1"])
  }

  @Test("Errors as JSON, with the place in the file")
  func errorsAsJSON() async throws {
    let run = try await ScriptRun.file("\nselect\n  x;") { $0.errorFormat = .json }
    #expect(
      run.errors == #"{"severity":"ERROR","code":"42703","message":"column \"x\" does not exist","#
        + #""file":"t.dsql","line":3,"column":3,"hint":"Look again.","statement":"select\n  x"}"#
        + "\n"
    )
  }

  @Test("Standard input is read as it comes")
  func pipe() async throws {
    var ends: [Int32] = [0, 0]
    try #require(Glibc.pipe(&ends) == 0)
    let (readEnd, writeEnd) = (ends[0], ends[1])
    let rest = Array("insert".utf8)
    // The rest is written only once the first statement waits, so it cannot have been read before.
    let engine = FakeEngine(["first": .tag(.other("FIRST"))])
    let late = LateOutput("FIRST\n") {
      _ = write(writeEnd, rest, rest.count)
      close(writeEnd)
    }
    let start = Array("first;\n".utf8)
    _ = write(writeEnd, start, start.count)
    var configuration = ShellConfiguration()
    configuration.inputs = [.standardInput]
    configuration.inputDescriptor = readEnd
    configuration.output = late
    configuration.watchesSignals = false
    let ending = await Shell(configuration) { engine }.run()
    close(readEnd)
    #expect(ending == .status(0))
    #expect(engine.asked.statements == ["first", "insert"])
  }

  @Test("Joined statements run only if all can")
  func joined() async throws {
    let engine = FakeEngine()
    let run = try await ScriptRun.file("insert \\;\n create;", engine: engine)
    #expect(run.output == "INSERT 0 3\nCREATE ENTITY\n")
    #expect(engine.asked.statements == ["insert", "create"])
  }

  @Test("A copy hands over the file's rows")
  func copies() async throws {
    let engine = FakeEngine()
    let run = try await ScriptRun.file(
      "\\copy Supplier (Name) from data.csv with (header false, null '-')",
      engine: engine,
      files: ["data.csv": "A\n-\n\"-\"\n"]
    )
    #expect(run.output == "COPY 3\n")
    let copy = try #require(engine.asked.copies.first)
    #expect(copy.entity == "Supplier")
    #expect(copy.columns == ["Name"])
    #expect(copy.rows == [["A"], [nil], ["-"]])
  }

  /// Does something once a text was written.
  private final class LateOutput: ByteOutput {
    private let awaited: String
    private let action: Mutex<(@Sendable () -> Void)?>

    init(_ awaited: String, _ action: @escaping @Sendable () -> Void) {
      self.awaited = awaited
      self.action = Mutex(action)
    }

    func write(_ bytes: [UInt8]) throws(OutputError) {
      guard String(decoding: bytes, as: UTF8.self) == awaited else { return }
      action.withLock { $0.take() }?()
    }

    func close() {}
  }
}
