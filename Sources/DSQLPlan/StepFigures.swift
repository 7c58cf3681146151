/// What a step of a plan really took.
package struct StepFigures: Hashable, Sendable {
  /// Records that arrived.
  package var records: Int
  /// Calls; a retry counts.
  package var calls: Int
  /// Bytes of all bodies, in both directions.
  package var bytes: Int
  package var retries: Int
  /// From the first call to the last answer; nil where it was not taken.
  package var seconds: Double?

  package init(records: Int, calls: Int, bytes: Int, retries: Int, seconds: Double? = nil) {
    self.records = records
    self.calls = calls
    self.bytes = bytes
    self.retries = retries
    self.seconds = seconds
  }

  /// `2,580 records in 3 calls, 412,000 bytes, no retry, 41.3 ms`.
  package var text: String {
    let retried = retries == 0 ? "no retry" : retries == 1 ? "1 retry" : "\(retries) retries"
    let time = seconds.map { ", \(Figures.milliseconds($0)) ms" } ?? ""
    return "\(Figures.counted(records, "record")) in \(Figures.counted(calls, "call")), "
      + "\(Figures.counted(bytes, "byte")), \(retried)\(time)"
  }
}
