/// What a call cost.
package struct CallReport: Hashable, Sendable {
  package var method: String
  package var path: String
  package var status: Int
  package var requestBytes: Int
  package var responseBytes: Int
  /// How often the call was repeated before it was answered.
  package var retries: Int
  /// Seconds that the service asked us to wait on the way (429), 0 if it did not.
  package var throttledSeconds: Double

  package init(
    method: String,
    path: String,
    status: Int,
    requestBytes: Int,
    responseBytes: Int,
    retries: Int,
    throttledSeconds: Double
  ) {
    self.method = method
    self.path = path
    self.status = status
    self.requestBytes = requestBytes
    self.responseBytes = responseBytes
    self.retries = retries
    self.throttledSeconds = throttledSeconds
  }
}

/// The value of a call, with what it cost.
package struct Answer<Value: Sendable>: Sendable {
  package var value: Value
  package var report: CallReport

  package init(_ value: Value, _ report: CallReport) {
    self.value = value
    self.report = report
  }
}
