import Foundation

/// The built `dsql`, run in a folder of its own with a home of its own.
///
/// Nothing of the user who runs the tests is seen: the environment is made anew, and every file
/// that the program writes is below ``folder``, which goes away with ``remove()``.
struct Program: Sendable {
  /// The folder where the program is started; its home is below it.
  let folder: URL

  /// Makes the folder.
  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "dsql-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
  }

  /// The home folder that the program sees.
  var home: URL { folder.appending(path: "home") }

  /// The program's file, which the package manager puts beside the test bundle.
  static var executable: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "dsql")
  }

  /// The folder of the package's manifest.
  static var packageFolder: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// Runs the program to its end; the input comes through a pipe.
  func run(
    _ arguments: [String],
    input: String = "",
    environment: [String: String] = [:]
  ) async throws -> ProgramRun {
    try await run(Self.executable, arguments, input: input, environment: environment)
  }

  /// Runs a line of a terminal session, where `dsql` is found by its name.
  ///
  /// Both of its outputs come back as one, in the order of their writing.
  func runInTerminal(_ line: String) async throws -> String {
    let shell = URL(fileURLWithPath: "/bin/sh")
    return try await run(shell, ["-c", "exec 2>&1\n\(line)"]).output
  }

  /// Writes a file below the folder.
  func write(_ text: String, to name: String) throws {
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
  }

  /// Removes the folder with all that the program wrote.
  func remove() {
    try? FileManager.default.removeItem(at: folder)
  }

  /// A process with this environment that is not started yet.
  func process(
    _ executable: URL,
    _ arguments: [String],
    environment: [String: String]
  ) -> Process {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let inherited = ProcessInfo.processInfo.environment
    var variables = [
      "HOME": home.path,
      "PATH": Self.executable.deletingLastPathComponent().path + ":/usr/bin:/bin",
      "LANG": "C.UTF-8",
    ]
    // Where the Swift runtime is, and whether it may start a debugger.
    for name in ["LD_LIBRARY_PATH", "SWIFT_BACKTRACE"] { variables[name] = inherited[name] }
    process.environment = variables.merging(environment) { $1 }
    return process
  }

  private func run(
    _ executable: URL,
    _ arguments: [String],
    input: String = "",
    environment: [String: String] = [:]
  ) async throws -> ProgramRun {
    // Files take any amount of output without a reader.
    let mark = UUID().uuidString
    let outputFile = folder.appending(path: "\(mark).out")
    let errorFile = folder.appending(path: "\(mark).err")
    try Data().write(to: outputFile)
    try Data().write(to: errorFile)
    let process = process(executable, arguments, environment: environment)
    let inputPipe = Pipe()
    process.standardInput = inputPipe
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in ended.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        ended.resume(throwing: error)
        return
      }
      // Fits the pipe, so that a program that reads nothing cannot hold it back.
      try? inputPipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
      try? inputPipe.fileHandleForWriting.close()
    }
    return ProgramRun(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self)
    )
  }
}
