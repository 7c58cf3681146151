import DSQLClient
import Foundation
import Hummingbird
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import Testing

@Suite("Which servers are trusted")
struct TrustTests {
  /// A file of certificates, and what comes of a request to a server with one of its own.
  static let cases: [(file: String?, address: String, expected: String)] = [
    ("authority.pem", "localhost", "200"),
    ("authority.pem", "127.0.0.1", "200"),
    (nil, "localhost", "cannot reach localhost (its TLS certificate is not accepted)"),
    ("page.json", "localhost", "page.json has no certificates that can be read"),
    ("no-such.pem", "localhost", "no-such.pem has no certificates that can be read"),
  ]

  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  @Test("A private authority is trusted where its certificate is given", arguments: cases)
  func check(_ item: (file: String?, address: String, expected: String)) async throws {
    let chain = try NIOSSLCertificate.fromPEMFile(path("server.pem"))
    let key = try NIOSSLPrivateKey(file: path("server-key.pem"), format: .pem)
    let (ports, port) = AsyncStream<Int>.makeStream()
    let server = Application(
      responder: CallbackResponder<BasicRequestContext> { _, _ in Response(status: .ok) },
      server: try .tls(
        .http1(),
        tlsConfiguration: .makeServerConfiguration(
          certificateChain: chain.map { .certificate($0) },
          privateKey: .privateKey(key)
        )
      ),
      configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await server.run() }
      for await port in ports {
        let transport = HTTPTransport(trusting: item.file.map(path))
        let found: String
        do throws(TransportError) {
          let answer = try await transport.send(
            TransportRequest(method: .get, url: "https://\(item.address):\(port)/")
          )
          found = String(answer.status)
        } catch {
          found = error.message.replacing("\(Self.fixtures.path)/", with: "")
        }
        #expect(found == item.expected)
        await transport.shutdown()
        return
      }
    }
  }

  private func path(_ name: String) -> String { Self.fixtures.appending(path: name).path }
}
