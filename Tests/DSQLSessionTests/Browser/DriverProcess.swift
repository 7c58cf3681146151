import Foundation

/// A WebDriver that runs until it is stopped, on a port that the system chose.
///
/// A class, since the process is one thing that must be ended.
final class DriverProcess: Sendable {
  private let process: Process
  private let output: Pipe

  init(_ path: String, folder: URL) throws {
    process = Process()
    output = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["--port=0"]
    // A home of its own, so that nothing of the user is read or written.
    process.environment = [
      "PATH": "/usr/bin:/bin", "HOME": folder.path, "TMPDIR": folder.path,
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  /// The port that it told.
  func port() async throws -> Int {
    let handle = output.fileHandleForReading
    let told: Int? = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        var text = ""
        while true {
          let data = handle.availableData
          if data.isEmpty { return continuation.resume(returning: nil) }
          text += String(decoding: data, as: UTF8.self)
          if let match = text.firstMatch(of: /successfully on port (\d+)/) {
            return continuation.resume(returning: Int(match.1))
          }
        }
      }
    }
    guard let told else { throw HeadlessBrowser.Failure(description: "the driver told no port") }
    return told
  }

  func stop() {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
  }
}
