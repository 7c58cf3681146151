import DSQLShell
import Synchronization

/// Keeps what is written to it.
///
/// A class because the shell writes to it while a test reads it; a lock guards the bytes.
final class MemoryOutput: ByteOutput {
  private let bytes = Mutex<[UInt8]>([])
  private let failure: OutputError?

  init(failingWith failure: OutputError? = nil) { self.failure = failure }

  var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }

  func write(_ more: [UInt8]) throws(OutputError) {
    if let failure { throw failure }
    bytes.withLock { $0 += more }
  }

  func close() {}
}
