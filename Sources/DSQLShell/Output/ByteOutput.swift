/// Where bytes go: a file descriptor, a child's standard input, or a test's memory.
package protocol ByteOutput: AnyObject, Sendable {
  /// Writes all bytes, in order, before it returns.
  func write(_ bytes: [UInt8]) throws(OutputError)

  /// Ends the output; later writes have no effect.
  func close()
}

extension ByteOutput {
  func write(_ text: String) throws(OutputError) { try write(Array(text.utf8)) }
}

/// Why bytes could not be written.
package enum OutputError: Error, Hashable, Sendable {
  /// Nobody reads any more.
  case closed
  /// The system's reason.
  case failed(String)

  /// The reason in words.
  package var text: String {
    switch self {
    case .closed: "Broken pipe"
    case .failed(let reason): reason
    }
  }
}
