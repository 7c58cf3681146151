import DSQLAPI
import DSQLClient
import DSQLTypes
import Synchronization
import Testing

/// A client over a script, and what the script saw.
struct ServiceFixture {
  static let root = "/acme/prod/datafabric_/api"

  let transport: ScriptedTransport
  let clock = RecordingClock()
  let observer = RecordingObserver()
  let client: ServiceClient

  init(
    _ stubs: [ScriptedTransport.Stub],
    url: String = "https://cloud.uipath.com/acme/prod",
    tokens: any AccessTokenSource = FixedTokenSource(AccessToken("secret-1")),
    prefix: ServicePrefix.Setting = .automatic
  ) throws {
    transport = ScriptedTransport(stubs)
    client = ServiceClient(
      endpoint: try #require(ServiceEndpoint(uipathURL: url, prefix: prefix)),
      transport: transport,
      tokens: tokens,
      observer: observer,
      clock: clock,
      jitter: { 0.5 }
    )
  }
}

/// Remembers what a client tells.
final class RecordingObserver: CallObserver {
  private let state = Mutex((sent: [String](), reports: [CallReport]()))

  /// The attempt and the address of each request.
  var sent: [String] { state.withLock { $0.sent } }
  var reports: [CallReport] { state.withLock { $0.reports } }

  func willSend(_ call: ServiceCall, url: String, attempt: Int) {
    state.withLock { $0.sent.append("\(attempt) \(call.method.rawValue) \(url)") }
  }

  func didReceive(_ report: CallReport) {
    state.withLock { $0.reports.append(report) }
  }
}

/// The values of a page as text, a row to a line, columns parted by bars.
func lines(_ rows: RowBatch) -> [String] {
  (0..<rows.rowCount).map { row in
    rows.schema.columns.indices.map { column in
      if rows.columns[column].isNull(row) { return "NULL" }
      switch rows.columns[column].storage {
      case .integers(let values): return "\(values[row])"
      case .doubles(let values): return "\(values[row])"
      case .bytes(let ranges): return ranges.text(row)
      }
    }
    .joined(separator: "|")
  }
}
