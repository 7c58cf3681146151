import DSQLExecution
import DSQLPlan

/// What a plan really took, step by step and in all.
struct PlanAnalysis {
  /// Of each read.
  var steps: [RelationID: StepFigures] = [:]
  /// Of the whole statement.
  var total: StepFigures
  /// The rows that the statement answered.
  var rows: Int

  init(rows: Int, report: ExecutionReport, elapsed: Duration) {
    self.rows = rows
    for scan in report.scans {
      steps[scan.relation] = StepFigures(
        records: scan.rowsRead,
        calls: scan.requests,
        bytes: scan.bytes,
        retries: scan.retries,
        seconds: scan.seconds
      )
    }
    total = StepFigures(
      records: report.rowsRead,
      calls: report.requests,
      bytes: report.bytes,
      retries: report.retries,
      seconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    )
  }

  /// `Really: 82 rows from 2,580 records in 3 calls, 412,000 bytes, no retry, 41.3 ms`.
  var text: String { "Really: \(rows) row\(rows == 1 ? "" : "s") from \(total.text)" }
}
