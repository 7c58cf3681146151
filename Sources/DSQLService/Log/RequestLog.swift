package import DSQLTypes
import Synchronization

/// What was asked of the service, without secrets: no header, no body, no token.
///
/// A class, since the service adds to it while its owner reads.
package final class RequestLog: Sendable {
  /// One request.
  package struct Entry: Hashable, Sendable {
    /// When it came.
    package var time: Instant
    /// The method of HTTP.
    package var method: String
    /// The path and the query, without secrets.
    package var path: String
    /// The status of the answer; nil where the connection was cut.
    package var status: Int?
    /// How long it took until the answer began.
    package var duration: Duration
    /// Who sent it; nil where that is not known.
    package var user: String?
    /// How many bytes the answer's body has; nil where that is not known beforehand.
    package var bytes: Int?
    /// What an error's body tells too.
    package var traceID: String
    /// What of the request had no effect.
    package var warnings: [String]

    /// The entry as a line without its end.
    package var line: String {
      let (seconds, attoseconds) = duration.components
      let tenths = seconds * 10_000 + attoseconds / 100_000_000_000_000
      let moment = InstantText.stored(time).prefix(23)
      var text = "\(moment)Z \(method) \(path) \(status.map { String($0) } ?? "cut")"
      text += " \(tenths / 10).\(tenths % 10)ms \(user ?? "-")"
      text += " \(bytes.map { String($0) } ?? "-") \(traceID)"
      if !warnings.isEmpty { text += " warning: \(warnings.joined(separator: "; "))" }
      return text
    }
  }

  private let write: (@Sendable (String) -> Void)?
  private let kept = Mutex<[Entry]>([])

  /// A log that keeps its entries.
  package init() { write = nil }

  /// A log that keeps nothing, but hands lines on.
  ///
  /// - Parameter write: Takes a line without its end; called by one at a time.
  package init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

  /// What was asked so far, the oldest first; nothing where lines are handed on.
  package var entries: [Entry] { kept.withLock { $0 } }

  func add(_ entry: Entry) {
    kept.withLock { kept in
      if let write {
        write(entry.line)
      } else {
        kept.append(entry)
      }
    }
  }
}
