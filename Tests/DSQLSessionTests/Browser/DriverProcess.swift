import DSQLSession
import Foundation

/// A WebDriver that runs until it is stopped, on a port that the system chose.
struct DriverProcess: Sendable {
  private let program: ForeignProgram
  private let output: FileHandle

  init(_ path: String, folder: URL) throws {
    let pipe = Pipe()
    // A home of its own, so that nothing of the user is read or written.
    let started = ForeignProgram.start(
      path,
      ["--port=0"],
      environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path, "TMPDIR": folder.path],
      output: pipe.fileHandleForWriting.fileDescriptor
    )
    try pipe.fileHandleForWriting.close()
    guard let started else {
      throw HeadlessBrowser.Failure(description: "\(path) does not start")
    }
    program = started
    output = pipe.fileHandleForReading
  }

  /// The port that it told.
  func port() async throws -> Int {
    let told: Int? = await withCheckedContinuation { continuation in
      Thread.detachNewThread { [output] in
        var text = ""
        while true {
          let data = output.availableData
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
    program.terminate()
    program.wait()
  }
}
