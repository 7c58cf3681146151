import HTTPTypes

/// Writes down what is sent and answered, without secrets.
package struct TracingTransport: Transport {
  private static let mostCharacters = 2000
  /// Of a body that are looked at: enough that a secret which is cut here is not shown.
  private static let mostBytes = 65_536

  private let transport: any Transport
  private let write: @Sendable (String) -> Void

  /// A transport that is watched.
  ///
  /// - Parameters:
  ///   - transport: What sends the requests.
  ///   - write: Takes a request or an answer: several lines, the last with its line break.
  package init(_ transport: any Transport, write: @escaping @Sendable (String) -> Void) {
    self.transport = transport
    self.write = write
  }

  package func send(_ request: TransportRequest) async throws(TransportError) -> TransportAnswer {
    let known = Self.secrets(of: request)
    write(
      Self.text(
        "> \(request.method.rawValue) \(request.url)",
        request.headers,
        request.body ?? [],
        hiding: known
      )
    )
    do {
      let answer = try await transport.send(request)
      write(Self.text("< \(answer.status)", answer.headers, answer.body, hiding: known))
      return answer
    } catch {
      write(Redactor.redacted("< \(error.message)\n", hiding: known))
      throw error
    }
  }

  /// The bearer token, which a server may repeat and which need not have a shape.
  private static func secrets(of request: TransportRequest) -> [String] {
    guard let field = request.headers[.authorization] else { return [] }
    return field.split(separator: " ").dropFirst().map(String.init)
  }

  private static func text(
    _ first: String,
    _ headers: HTTPFields,
    _ body: [UInt8],
    hiding known: [String]
  ) -> String {
    var lines = [first] + headers.map { "\($0.name.rawName): \($0.value)" }
    if !body.isEmpty { lines.append(String(decoding: body.prefix(mostBytes), as: UTF8.self)) }
    let whole = Redactor.redacted(lines.joined(separator: "\n"), hiding: known)
    // Cut only now: half a secret would not be known for one.
    let cut = whole.count > mostCharacters ? whole.prefix(mostCharacters) + " …" : whole[...]
    return Redactor.stripped(String(cut), keepingLines: true) + "\n"
  }
}
