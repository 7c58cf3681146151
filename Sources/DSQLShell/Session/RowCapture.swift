import DSQLDiagnostics
import DSQLEngine
import DSQLTypes
import Synchronization

/// Keeps the rows of one statement as texts instead of showing them.
///
/// A class because the engine holds it as its delegate; a lock guards the rows.
final class RowCapture: StatementDelegate {
  /// What was kept.
  struct Rows: Sendable {
    var schema: RowSchema?
    /// A text for each value, nil for NULL.
    var values: [[String?]] = []
  }

  private let kept = Mutex(Rows())
  private let screen: StatementScreen
  private let limit: Int
  private let zone: SessionZone

  /// Keeps rows up to a limit; what is more ends the statement with an error.
  init(limit: Int, zone: SessionZone, screen: StatementScreen) {
    self.limit = limit
    self.zone = zone
    self.screen = screen
  }

  var rows: Rows { kept.withLock { $0 } }

  func show(_ result: ResultSet) async throws {
    kept.withLock { $0.schema = result.schema }
    for try await batch in result.batches {
      let texts = (0..<batch.rowCount).map { row in
        zip(batch.values(row: row), batch.schema.columns).map { value, column in
          value.text(type: column.type, zone: zone)
        }
      }
      let count = kept.withLock { kept in
        kept.values += texts
        return kept.values.count
      }
      if count > limit { throw Diagnostic(.tooManyRows, "more than one row returned for \\gset") }
    }
  }

  func confirm(_ question: WriteQuestion) async -> Bool { await screen.confirm(question) }

  func report(_ diagnostic: Diagnostic) async { await screen.report(diagnostic) }

  func willSend(method: String, url: String, body: String?) {
    screen.willSend(method: method, url: url, body: body)
  }
}
