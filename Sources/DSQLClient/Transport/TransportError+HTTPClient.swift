import AsyncHTTPClient
import NIOCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension TransportError {
  /// Sorts an error of the HTTP library by how far the request came.
  ///
  /// The doubtful ones count as sent, since a write that may have run must not be repeated.
  init(classifying error: any Error, host: String) {
    switch error {
    case let error as TransportError: self = error
    case is CancellationError: self.init(.cancelled, "cancelled")
    case let error as HTTPClientError: self.init(classifying: error, host: host)
    case let error as IOError where Self.connectErrors.contains(error.errnoCode):
      self.init(.notConnected, "cannot reach \(host) (\(Self.connectReason(error.errnoCode)))")
    default:
      // The errors of name look-up, of connecting to a name and of a TLS handshake are declared in
      // modules that are none of ours, hence told by their types' names.
      let type = String(describing: Swift.type(of: error))
      let text = String(describing: error)
      if type == "NIOConnectionError" {
        self.init(.notConnected, "cannot reach \(host) (\(Self.reason(ofConnectionError: text)))")
      } else if type == "NIOSSLExtraError" || text.contains("handshakeFailed") {
        self.init(.notConnected, "cannot reach \(host) (its TLS certificate was not accepted)")
      } else {
        self.init(.broken, "the connection to \(host) broke (\(text))")
      }
    }
  }

  private init(classifying error: HTTPClientError, host: String) {
    switch error {
    case .cancelled, .requestStreamCancelled: self.init(.cancelled, "cancelled")
    case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout,
      .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
      self.init(.notConnected, "cannot reach \(host) (no connection in time)")
    case .alreadyShutdown: self.init(.notConnected, "the connection is closed")
    case .invalidURL, .emptyHost, .emptyScheme:
      self.init(.refusedAddress, "\(host) is not an address of HTTP")
    case .readTimeout, .deadlineExceeded, .writeTimeout:
      self.init(.timedOut, "\(host) did not answer in time")
    default:
      self.init(
        .broken,
        "the connection to \(host) broke (\(error.shortDescription.lowercased()))"
      )
    }
  }

  private static let connectErrors: Set<CInt> = [
    ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, EHOSTDOWN, ENETDOWN,
  ]

  private static func connectReason(_ code: CInt) -> String {
    switch code {
    case ECONNREFUSED: "connection refused"
    case ENETUNREACH, ENETDOWN: "network unreachable"
    default: "host unreachable"
    }
  }

  private static func reason(ofConnectionError text: String) -> String {
    if text.contains("dnsAError: Optional") || text.contains("dnsAAAAError: Optional"),
      !text.contains("SingleConnectionFailure")
    {
      return "name not found"
    }
    return text.contains("refused") ? "connection refused" : "no connection"
  }
}
