/// Sends to the addresses of one server alone: what carries a token of it goes nowhere else.
///
/// - Source: `identity.md` §9.8: scheme, host and port are compared exactly.
package struct PinnedTransport: Transport {
  private let transport: any Transport
  private let owner: ServerAddress

  /// A transport that refuses all other servers.
  ///
  /// - Parameters:
  ///   - transport: What sends the requests that it lets pass.
  ///   - owner: The server.
  package init(_ transport: any Transport, to owner: ServerAddress) {
    self.transport = transport
    self.owner = owner
  }

  package func send(_ request: TransportRequest) async throws(TransportError) -> TransportAnswer {
    guard let target = ServerAddress(url: request.url), target.isSameOrigin(as: owner) else {
      let other = ServerAddress(url: request.url)?.origin ?? "an address that is none of HTTP"
      throw TransportError(
        .refusedAddress,
        "this login belongs to \(owner.origin) and will not be sent to \(other)"
      )
    }
    return try await transport.send(request)
  }
}
