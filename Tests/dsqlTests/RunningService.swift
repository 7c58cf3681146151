import Foundation
import Glibc

/// A `dsql serve` that runs until it is stopped.
struct RunningService {
  /// The lines `KEY=VALUE` that it printed, which a client needs in its environment.
  let variables: [String: String]

  private let process: Process

  /// Starts the service and waits for its address.
  ///
  /// - Throws: `Missing` where it ended without telling one.
  init(_ program: Program, _ arguments: [String]) async throws {
    let process = program.process(Program.executable, ["serve"] + arguments, environment: [:])
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    self.process = process
    variables = await Self.read(output.fileHandleForReading, upTo: "UIPATH_ACCESS_TOKEN")
    guard variables["UIPATH_ACCESS_TOKEN"] != nil else {
      process.terminate()
      throw Missing()
    }
  }

  /// The service printed no address or no token.
  struct Missing: Error {}

  /// Asks it to end, waits for that, and answers its exit status.
  @discardableResult
  func stop() -> Int32 {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Ends it at once, as when the machine takes it away, and waits for that.
  func kill() {
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Reads lines until one has this key, or the output ends.
  private static func read(_ handle: FileHandle, upTo key: String) async -> [String: String] {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        var text = ""
        var variables: [String: String] = [:]
        while variables[key] == nil {
          let data = handle.availableData
          if data.isEmpty { break }
          text += String(decoding: data, as: UTF8.self)
          // The last line may not be whole.
          for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
          }
        }
        continuation.resume(returning: variables)
      }
    }
  }
}
