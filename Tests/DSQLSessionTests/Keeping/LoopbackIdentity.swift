import DSQLClient
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A scripted identity server that listens on a port.
struct LoopbackIdentity: Sendable {
  let server: ScriptedIdentity
  let issuer: String

  /// Runs a body while it listens.
  static func run(
    _ body: @Sendable (LoopbackIdentity) async throws -> Void
  ) async throws {
    let server = ScriptedIdentity()
    server.state.withLock { $0.discovery = "" }
    let (ports, port) = AsyncStream<Int>.makeStream()
    let application = Application(
      responder: CallbackResponder<BasicRequestContext> { request, _ in
        let body = try await request.body.collect(upTo: 65_536)
        let answer = try await server.send(
          TransportRequest(
            method: request.method,
            url: "https://id.example\(request.uri.path)",
            headers: request.headers,
            body: Array(buffer: body)
          )
        )
        return Response(
          status: .init(code: answer.status),
          headers: answer.headers,
          body: .init(byteBuffer: ByteBuffer(bytes: answer.body))
        )
      },
      configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await application.run() }
      for await port in ports {
        try await body(
          LoopbackIdentity(server: server, issuer: "http://127.0.0.1:\(port)/identity_")
        )
        return
      }
    }
  }
}
