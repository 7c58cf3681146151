import Foundation

/// A process that uses a stored login, started and waiting for the sign to begin.
///
/// A class, because a process is one thing whose end is waited for.
final class LoginProcess: Sendable {
  private let process: Process
  private let sign = Pipe()
  private let output = Pipe()
  private let end: AsyncStream<Void>

  /// Starts it with the folder of the logins, the issuer, and the moment at which it ends suddenly.
  init(_ arguments: [String]) throws {
    process = Process()
    // The package manager puts it beside the test bundle.
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      .deletingLastPathComponent().appending(path: "DSQLLoginAgent")
    process.arguments = arguments
    process.standardInput = sign
    process.standardOutput = output
    let (end, ending) = AsyncStream<Void>.makeStream()
    self.end = end
    process.terminationHandler = { _ in ending.finish() }
    try process.run()
  }

  /// Lets it begin.
  func begin() { try? sign.fileHandleForWriting.close() }

  /// What it printed, and whether it was killed; waits for its end.
  func result() async -> (text: String, wasKilled: Bool) {
    for await _ in end {}
    let data = output.fileHandleForReading.readDataToEndOfFile()
    return (
      String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines),
      process.terminationReason == .uncaughtSignal
    )
  }
}
