import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// Requests over a pool of HTTP/1.1 connections.
///
/// A class, because the pool is one thing that is shared and must be shut down. The pool is made by
/// the first request: a run that sends none pays nothing.
package final class HTTPTransport: Transport {
  private enum State {
    case unused
    case open(HTTPClient)
    case shutDown
  }

  /// Far above any page; what decompresses to more is not one of ours.
  private static let mostBytes = 1 << 30

  private let state = Mutex(State.unused)
  private let authorities: String?
  /// Whether to ask for gzip.
  ///
  /// The library refuses what unpacks to more than 25 times its size, as a page of like records may;
  /// from then on pages come unpacked.
  private let asksForGzip = Mutex(true)

  /// A transport that has no connection yet.
  ///
  /// - Parameter authorities: A file of certificates, in PEM, that are trusted besides the system's.
  package init(trusting authorities: String? = nil) { self.authorities = authorities }

  deinit {
    // The library traps when a pool is dropped that is still open; nobody is left to wait for this.
    state.withLock { state in
      guard case .open(let client) = state else { return }
      client.shutdown { _ in }
    }
  }

  package func send(
    _ request: TransportRequest
  ) async throws(TransportError) -> TransportAnswer {
    guard let address = ServerAddress(url: request.url) else {
      throw TransportError(.refusedAddress, "\"\(request.url)\" is not an address of HTTP")
    }
    guard address.isEncrypted || address.isLoopback else {
      throw TransportError(
        .refusedAddress,
        "refusing to send credentials to http://\(address.host): "
          + "only loopback may be unencrypted"
      )
    }
    let client = try openClient()
    var message = HTTPClientRequest(url: request.url)
    message.method = HTTPMethod(rawValue: request.method.rawValue)
    for field in request.headers {
      message.headers.add(name: field.name.rawName, value: field.value)
    }
    message.headers.replaceOrAdd(name: "User-Agent", value: "dsql")
    // The library asks for gzip by itself unless it finds the header.
    let wantsGzip = !address.isLoopback && asksForGzip.withLock { $0 }
    message.headers.replaceOrAdd(
      name: "Accept-Encoding",
      value: wantsGzip ? "gzip" : "identity"
    )
    if let body = request.body { message.body = .bytes(body) }
    do {
      let answer = try await client.execute(message, deadline: .distantFuture)
      var headers = HTTPFields()
      for (name, value) in answer.headers {
        if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
      }
      return TransportAnswer(
        status: Int(answer.status.code),
        headers: headers,
        body: try await Self.collect(answer)
      )
    } catch {
      if String(describing: type(of: error)) == "DecompressionError" {
        asksForGzip.withLock { $0 = false }
      }
      throw TransportError(classifying: error, host: address.host)
    }
  }

  /// Closes the connections; requests sent after that fail.
  package func shutdown() async {
    let client: HTTPClient? = state.withLock { state in
      defer { state = .shutDown }
      guard case .open(let client) = state else { return nil }
      return client
    }
    // What is already closed cannot be closed again; nothing is left to do about it.
    try? await client?.shutdown()
  }

  private func openClient() throws(TransportError) -> HTTPClient {
    let client: HTTPClient? = try state.withLock { state throws(TransportError) in
      switch state {
      case .open(let client): return client
      case .shutDown: return nil
      case .unused:
        // The library's own settings, since they alone bring its setting for gzip.
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(10), read: .seconds(100))
        configuration.httpVersion = .http1Only
        // Repeating is decided where it is known what a call does.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let authorities {
          var encryption = TLSConfiguration.makeClientConfiguration()
          encryption.additionalTrustRoots = [.certificates(try Self.certificates(in: authorities))]
          configuration.tlsConfiguration = encryption
        }
        let client = HTTPClient(
          eventLoopGroupProvider: .singleton,
          configuration: configuration
        )
        state = .open(client)
        return client
      }
    }
    guard let client else { throw TransportError(.notConnected, "the connection is closed") }
    return client
  }

  private static func certificates(
    in path: String
  ) throws(TransportError) -> [NIOSSLCertificate] {
    if let found = try? NIOSSLCertificate.fromPEMFile(path), !found.isEmpty { return found }
    throw TransportError(.refusedAddress, "\(path) has no certificates that can be read")
  }

  private static func collect(_ answer: HTTPClientResponse) async throws -> [UInt8] {
    var body: [UInt8] = []
    if let length = answer.headers.first(name: "Content-Length").flatMap({ Int($0) }),
      length > 0, length <= mostBytes
    {
      body.reserveCapacity(length)
    }
    for try await chunk in answer.body {
      guard body.count + chunk.readableBytes <= mostBytes else {
        throw TransportError(.broken, "the answer is longer than \(mostBytes) bytes")
      }
      body.append(contentsOf: chunk.readableBytesView)
    }
    return body
  }
}
