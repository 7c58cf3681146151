import Hummingbird
import Logging
import NIOCore

/// Ports of this machine that the system chooses.
enum LoopbackPort {
  /// A port that nobody listens on.
  static func free() async throws -> Int { try await whileTaken { $0 } }

  /// Runs a body while somebody else listens on a port.
  static func whileTaken<Result: Sendable>(
    on host: String = "127.0.0.1",
    _ body: @Sendable (Int) async throws -> Result
  ) async throws -> Result {
    let (ports, port) = AsyncStream<Int>.makeStream()
    let server = Application(
      responder: CallbackResponder<BasicRequestContext> { _, _ in Response(status: .ok) },
      configuration: .init(address: .hostname(host, port: 0)),
      onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    return try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await server.run() }
      for await port in ports { return try await body(port) }
      throw CancellationError()
    }
  }
}
