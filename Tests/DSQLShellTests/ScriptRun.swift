import DSQLShell
import Foundation

/// One run of the shell over given inputs, with a fake engine.
struct ScriptRun {
  var output: String
  var errors: String
  var ending: ShellEnding

  /// Runs a text as a file named `t.dsql`, in a folder of its own.
  ///
  /// - Parameters:
  ///   - text: The script.
  ///   - engine: Answers its statements.
  ///   - files: Further files in the folder, by name.
  ///   - change: Changes the configuration before the run.
  /// - Returns: What was written and how it ended.
  /// - Throws: What kept the files from being written.
  static func file(
    _ text: String,
    engine: FakeEngine = FakeEngine(),
    files: [String: String] = [:],
    change: (inout ShellConfiguration) -> Void = { _ in }
  ) async throws -> ScriptRun {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("dsql-shell-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, content) in files.merging(["t.dsql": text], uniquingKeysWith: { $1 }) {
      try Data(content.utf8).write(to: folder.appendingPathComponent(name))
    }
    return await run(engine) { configuration in
      configuration.inputs = [.file("t.dsql")]
      configuration.directory = folder.path
      change(&configuration)
    }
  }

  static func run(
    _ engine: FakeEngine,
    change: (inout ShellConfiguration) -> Void
  ) async -> ScriptRun {
    let (output, errors) = (MemoryOutput(), MemoryOutput())
    var configuration = ShellConfiguration()
    configuration.output = output
    configuration.errors = errors
    configuration.watchesSignals = false
    configuration.environment = ["PATH": "/usr/bin:/bin"]
    configuration.clock = { .zero }
    configuration.version = "9.9"
    change(&configuration)
    let ending = await Shell(configuration) { engine }.run()
    return ScriptRun(output: output.text, errors: errors.text, ending: ending)
  }
}
