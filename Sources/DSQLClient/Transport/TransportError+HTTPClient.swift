import AsyncHTTPClient
import Glibc
import NIOCore

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
        self.init(classifyingConnect: text, host: host)
      } else if type == "NIOSSLExtraError" || text.contains("CERTIFICATE_VERIFY_FAILED") {
        self.init(.refusedAddress, "cannot reach \(host) (its TLS certificate is not accepted)")
      } else if text.hasPrefix("handshakeFailed") {
        self.init(.notConnected, "cannot reach \(host) (the TLS handshake failed)")
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

  /// Sorts a failed connect; a name that nobody knows will not be known a second later.
  private init(classifyingConnect text: String, host: String) {
    let wasLookedUp = text.contains("SingleConnectionFailure")
    if !wasLookedUp, text.contains("not known") {
      self.init(.refusedAddress, "cannot reach \(host) (name not found)")
    } else if text.contains("refused") {
      self.init(.notConnected, "cannot reach \(host) (connection refused)")
    } else {
      self.init(.notConnected, "cannot reach \(host) (no connection)")
    }
  }
}
