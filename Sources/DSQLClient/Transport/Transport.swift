package import HTTPTypes

/// Sends HTTP requests; the one door to the network.
package protocol Transport: Sendable {
  /// Sends one request and reads the whole answer; never repeats, never follows a redirect.
  ///
  /// An answer of any status is an answer. Calls: 1.
  func send(_ request: TransportRequest) async throws(TransportError) -> TransportAnswer
}

/// One HTTP request.
package struct TransportRequest: Hashable, Sendable {
  package var method: HTTPRequest.Method
  /// An absolute address, percent-encoded.
  package var url: String
  package var headers: HTTPFields
  package var body: [UInt8]?

  package init(
    method: HTTPRequest.Method,
    url: String,
    headers: HTTPFields = [:],
    body: [UInt8]? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// The answer to a request.
package struct TransportAnswer: Hashable, Sendable {
  package var status: Int
  package var headers: HTTPFields
  /// The body, already decompressed.
  package var body: [UInt8]

  package init(status: Int, headers: HTTPFields = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
