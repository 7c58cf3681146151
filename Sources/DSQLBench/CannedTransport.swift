import DSQLClient

/// Answers every request with the same body.
struct CannedTransport: Transport {
  let body: [UInt8]

  func send(_ request: TransportRequest) async throws(TransportError) -> TransportAnswer {
    TransportAnswer(status: 200, body: body)
  }
}
