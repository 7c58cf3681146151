import DSQLDiagnostics
import Synchronization

/// The two streams of the shell and the place that results go to at the moment.
///
/// A class because statement and signal handlers share it; locks guard what changes.
final class Console: Sendable {
  let standardOutput: any ByteOutput
  let standardError: any ByteOutput
  private let target: Mutex<(any ByteOutput)?>
  /// What went wrong first when something could not be written.
  private let failure = Mutex<OutputError?>(nil)

  init(output: any ByteOutput, errors: any ByteOutput) {
    standardOutput = output
    standardError = errors
    target = Mutex(nil)
  }

  /// Where results go: standard output, or what `\o` named.
  var results: any ByteOutput { target.withLock { $0 } ?? standardOutput }

  /// Whether `\o` leads results elsewhere.
  var isRedirected: Bool { target.withLock { $0 != nil } }

  /// The first failure to write to standard output.
  var outputFailure: OutputError? { failure.withLock { $0 } }

  /// Leads results elsewhere, or back with nil; what they went to before is closed.
  func redirect(to output: (any ByteOutput)?) {
    let before = target.withLock { target in
      let before = target
      target = output
      return before
    }
    before?.close()
  }

  /// Writes to standard output.
  func print(_ text: String) { put(text, to: standardOutput) }

  /// Writes to where results go.
  func printResult(_ text: String) { put(text, to: results) }

  /// Writes to where results go, bytes as they are.
  func printResult(_ bytes: [UInt8]) { put(bytes, to: results) }

  /// Writes to standard error; when nobody reads it, there is no one to tell.
  func tell(_ text: String) { try? standardError.write(text) }

  /// Remembers that standard output could not be written.
  func note(_ error: OutputError) { failure.withLock { $0 = $0 ?? error } }

  private func put(_ text: String, to output: any ByteOutput) { put(Array(text.utf8), to: output) }

  private func put(_ bytes: [UInt8], to output: any ByteOutput) {
    do {
      try output.write(bytes)
    } catch {
      if output === standardOutput {
        note(error)
      } else if error != .closed {
        tell("dsql: error: could not write the output: \(error.text)\n")
      }
    }
  }
}
