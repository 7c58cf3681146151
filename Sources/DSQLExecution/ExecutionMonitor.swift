import DSQLAPI
import DSQLDiagnostics
import DSQLPlan
import Synchronization

/// Counts what a statement does while it runs; progress lines and the final report read it.
///
/// A class because the tasks of one statement share it; a lock guards the counts.
package final class ExecutionMonitor: Sendable {
  private struct State {
    var report = ExecutionReport()
    /// Calls that are under way, which the limit counts already.
    var underWay = 0
    /// When the first call of each scan began.
    var begun: [RelationID: Duration] = [:]
    /// Rows of each scan that vanished, and where the report tells of it.
    var vanished: [RelationID: (rows: Int, warning: Int)] = [:]
  }

  private let requestLimit: Int?
  private let elapsed: @Sendable () -> Duration
  private let state = Mutex(State())

  /// A monitor that has seen nothing.
  ///
  /// - Parameters:
  ///   - requestLimit: `MAX_REQUESTS`.
  ///   - elapsed: The time since some moment before the first call.
  package init(
    requestLimit: Int? = nil,
    elapsed: @escaping @Sendable () -> Duration = ExecutionMonitor.time()
  ) {
    self.requestLimit = requestLimit
    self.elapsed = elapsed
  }

  /// The time since now, by the clock of the machine.
  package static func time() -> @Sendable () -> Duration {
    let start = ContinuousClock.now
    return { ContinuousClock.now - start }
  }

  /// What the statement has cost so far.
  package var report: ExecutionReport { state.withLock { $0.report } }

  /// Makes one call and counts it; refuses it where it would be one too many.
  func call<Found: Sendable>(
    scan: RelationID? = nil,
    _ body: () async throws(ServiceError) -> Answer<Found>
  ) async throws -> Answer<Found> {
    try reserve()
    return try await counted(scan: scan, body)
  }

  /// Makes one call whatever the limit says: for finding out what became of a write.
  func necessaryCall<Found: Sendable>(
    _ body: () async throws(ServiceError) -> Answer<Found>
  ) async throws(ServiceError) -> Answer<Found> {
    state.withLock { $0.underWay += 1 }
    return try await counted(scan: nil, body)
  }

  /// Refuses where so many more calls are one too many.
  func checkRequests(toCome count: Int) throws(Diagnostic) {
    guard let requestLimit else { return }
    let needed = state.withLock { $0.report.requests + $0.underWay } + count
    if needed > requestLimit { throw refusal(needed: needed, limit: requestLimit) }
  }

  func add(rowsRead: Int, scan: RelationID) {
    state.withLock { state in
      state.report.rowsRead += rowsRead
      state.report.update(scan) { $0.rowsRead += rowsRead }
    }
  }

  func add(rowsExpected: Int, scan: RelationID) {
    state.withLock { state in
      state.report.rowsExpected = (state.report.rowsExpected ?? 0) + rowsExpected
      state.report.update(scan) { $0.rowsExpected = ($0.rowsExpected ?? 0) + rowsExpected }
    }
  }

  /// Notes that the rows are not known to be whole, and what the user is told of it.
  func doubt(_ warnings: [Diagnostic]) {
    state.withLock { state in
      state.report.isComplete = false
      state.report.warnings += warnings
    }
  }

  /// Notes rows that were no longer there when their long texts were read; one warning for a scan
  /// tells of all of them.
  func add(rowsVanished: Int, scan: RelationID) {
    state.withLock { state in
      let known = state.vanished[scan]
      let rows = (known?.rows ?? 0) + rowsVanished
      let warning = Diagnostic(
        .incompleteResult,
        "unstable: \(rows.counted("row")) vanished while the long texts were read",
        severity: .warning
      )
      state.report.isComplete = false
      if let known {
        state.report.warnings[known.warning] = warning
        state.vanished[scan]?.rows = rows
      } else {
        state.vanished[scan] = (rows, state.report.warnings.count)
        state.report.warnings.append(warning)
      }
    }
  }

  private func reserve() throws(Diagnostic) {
    let needed = state.withLock { state in
      let needed = state.report.requests + state.underWay + 1
      if needed <= requestLimit ?? .max { state.underWay += 1 }
      return needed
    }
    if let requestLimit, needed > requestLimit {
      throw refusal(needed: needed, limit: requestLimit)
    }
  }

  private func counted<Found: Sendable>(
    scan: RelationID?,
    _ body: () async throws(ServiceError) -> Answer<Found>
  ) async throws(ServiceError) -> Answer<Found> {
    begin(scan)
    do {
      let answer = try await body()
      let report = answer.report
      count(retries: report.retries, bytes: report.requestBytes + report.responseBytes, scan)
      return answer
    } catch {
      count(retries: error.retries, bytes: 0, scan)
      throw error
    }
  }

  private func begin(_ scan: RelationID?) {
    guard let scan else { return }
    let now = elapsed()
    state.withLock { state in
      if state.begun[scan] != nil { return }
      state.begun[scan] = now
      // Its place among the scans is that of its first call.
      state.report.update(scan) { _ in }
    }
  }

  private func count(retries: Int, bytes: Int, _ scan: RelationID?) {
    let now = elapsed()
    state.withLock { state in
      state.underWay -= 1
      state.report.requests += 1 + retries
      state.report.retries += retries
      state.report.bytes += bytes
      guard let scan else { return }
      let duration = now - (state.begun[scan] ?? now)
      state.report.update(scan) { step in
        step.requests += 1 + retries
        step.retries += retries
        step.bytes += bytes
        step.seconds = max(step.seconds, duration / .seconds(1))
      }
    }
  }

  private func refusal(needed: Int, limit: Int) -> Diagnostic {
    Diagnostic(
      .requestLimitExceeded,
      "the statement needs at least \(needed.grouped) requests, MAX_REQUESTS allows \(limit.grouped)",
      hint: "Raise MAX_REQUESTS to let it run."
    )
  }
}

extension ExecutionReport {
  fileprivate mutating func update(_ relation: RelationID, _ change: (inout ScanReport) -> Void) {
    let index: Int
    if let known = scans.firstIndex(where: { $0.relation == relation }) {
      index = known
    } else {
      index = scans.count
      scans.append(ScanReport(relation: relation))
    }
    change(&scans[index])
  }
}
