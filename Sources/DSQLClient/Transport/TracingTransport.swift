import HTTPTypes

/// Writes down what is sent and answered, without secrets.
package struct TracingTransport: Transport {
  private let transport: any Transport
  private let mostCharacters: Int
  private let write: @Sendable (String) -> Void

  /// A transport that is watched.
  ///
  /// - Parameters:
  ///   - transport: What sends the requests.
  ///   - mostCharacters: Of a request or an answer; the rest is cut off.
  ///   - write: Takes a request or an answer: several lines, the last with its line break.
  package init(
    _ transport: any Transport,
    mostCharacters: Int = .max,
    write: @escaping @Sendable (String) -> Void
  ) {
    self.transport = transport
    self.mostCharacters = mostCharacters
    self.write = write
  }

  package func send(_ request: TransportRequest) async throws(TransportError) -> TransportAnswer {
    let known = Self.secrets(of: request)
    write(
      text(
        "> \(request.method.rawValue) \(request.url)",
        request.headers,
        request.body ?? [],
        hiding: known
      )
    )
    do {
      let answer = try await transport.send(request)
      write(text("< \(answer.status)", answer.headers, answer.body, hiding: known))
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

  private func text(
    _ first: String,
    _ headers: HTTPFields,
    _ body: [UInt8],
    hiding known: [String]
  ) -> String {
    var lines = [first] + headers.map { "\($0.name.rawName): \($0.value)" }
    if !body.isEmpty { lines.append(String(decoding: body, as: UTF8.self)) }
    let whole = Redactor.redacted(lines.joined(separator: "\n"), hiding: known)
    // Cut only now: half a secret would not be known for one.
    let end = whole.index(whole.startIndex, offsetBy: mostCharacters, limitedBy: whole.endIndex)
    let cut = end.map { $0 == whole.endIndex ? whole : "\(whole[..<$0]) …" } ?? whole
    return Redactor.stripped(cut, keepingLines: true) + "\n"
  }
}

extension Transport {
  /// This transport, watched where somebody watches.
  ///
  /// - Parameter write: Takes a request or an answer, without secrets; nil watches nothing.
  /// - Returns: What sends the requests.
  package func traced(by write: (@Sendable (String) -> Void)?) -> any Transport {
    write.map { TracingTransport(self, write: $0) } ?? self
  }
}
