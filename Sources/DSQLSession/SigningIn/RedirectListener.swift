import Glibc
import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// The little server that the browser comes back to, on this machine only.
///
/// - Source: `identity.md` §9.2, steps 3 and 6.
enum RedirectListener {
  /// Listens on the first address whose port is free, as long as a body runs.
  ///
  /// - Parameters:
  ///   - addresses: The registered addresses.
  ///   - check: What the right answer looks like.
  ///   - body: Gets the address that is listened on, and the first valid answer when it comes.
  /// - Returns: What the body returns.
  /// - Throws: `portsTaken` where no port is free, or what the body throws.
  static func listening<Result: Sendable>(
    on addresses: [RedirectAddress],
    check: AnswerCheck,
    body: @escaping @Sendable (RedirectAddress, AsyncStream<RedirectAnswer>) async throws -> Result
  ) async throws -> Result {
    for address in addresses {
      let rules = RedirectRules(port: address.port, path: address.path, check: check)
      if let result = try await attempt(rules, { try await body(address, $0) }) { return result }
    }
    throw SessionError(.portsTaken(addresses.map(\.port)))
  }

  private enum Event: Sendable {
    case listens
    case failed(any Error)
  }

  /// Runs a body while listening; nil where the port is taken.
  private static func attempt<Result: Sendable>(
    _ rules: RedirectRules,
    _ body: @escaping @Sendable (AsyncStream<RedirectAnswer>) async throws -> Result
  ) async throws -> Result? {
    let (answers, answer) = AsyncStream<RedirectAnswer>.makeStream()
    let (events, event) = AsyncStream<Event>.makeStream()
    let isAnswered = Mutex(false)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      // Both families, so that nobody else can have the port that `localhost` leads to.
      for host in ["127.0.0.1", "::1"] {
        let server = Application(
          responder: CallbackResponder<BasicRequestContext> { request, _ in
            let verdict = rules.verdict(
              method: request.head.method.rawValue,
              host: request.head.authority,
              target: request.head.path ?? ""
            )
            switch verdict {
            case .elsewhere: return page(.notFound, "There is nothing here.")
            case .foreign:
              return page(.badRequest, "This address belongs to a different login attempt.")
            case .answer(let found):
              let isFirst = isAnswered.withLock { isAnswered in
                defer { isAnswered = true }
                return !isAnswered
              }
              guard isFirst else { return page(.notFound, "There is nothing here.") }
              return page(.ok, "dsql has the answer. You can close this window.") {
                answer.yield(found)
                answer.finish()
              }
            }
          },
          configuration: .init(address: .hostname(host, port: rules.port), serverName: nil),
          onServerRunning: { _ in event.yield(.listens) },
          logger: Logger(label: "dsql") { _ in SwiftLogNoOpLogHandler() }
        )
        group.addTask {
          do {
            try await server.run()
          } catch {
            event.yield(.failed(error))
          }
        }
      }
      var heard = 0
      for await event in events {
        heard += 1
        if case .failed(let error) = event, !isWithoutFamily(error) {
          try Task.checkCancellation()
          return nil
        }
        if heard == 2 { break }
      }
      try Task.checkCancellation()
      return try await body(answers)
    }
  }

  /// Whether a machine has no addresses of IPv6, so that nobody can listen there.
  ///
  /// The library's error is declared in a module that is none of ours, hence told by its text.
  private static func isWithoutFamily(_ error: any Error) -> Bool {
    let text = String(describing: error)
    return text.contains("errno: \(EADDRNOTAVAIL)") || text.contains("errno: \(EAFNOSUPPORT)")
  }

  /// A page that says the same to everybody; `then` runs when it is sent.
  private static func page(
    _ status: HTTPResponse.Status,
    _ text: String,
    then: @escaping @Sendable () -> Void = {}
  ) -> Response {
    let html = """
      <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>dsql</title></head>\
      <body><p>\(text)</p></body></html>

      """
    return Response(
      status: status,
      headers: [
        .contentType: "text/html; charset=utf-8",
        .cacheControl: "no-store",
        .connection: "close",
        .contentSecurityPolicy: "default-src 'none'",
        referrerPolicy: "no-referrer",
        .xContentTypeOptions: "nosniff",
      ],
      body: ResponseBody(contentLength: html.utf8.count) { writer in
        try await writer.write(ByteBuffer(string: html))
        try await writer.finish(nil)
        then()
      }
    )
  }

  private static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .contentSecurityPolicy
}
