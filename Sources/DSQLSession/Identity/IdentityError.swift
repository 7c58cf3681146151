import DSQLClient

/// A request that an identity server did not grant.
package struct IdentityError: Error, Hashable, Sendable {
  /// What became of it.
  package enum Kind: Hashable, Sendable {
    /// The server said no, with its `error`.
    case refused(String)
    /// No connection: the server has not seen the request.
    case unreachable(reason: String)
    /// The request was sent and its answer lost.
    case lost(reason: String)
    /// 429; the seconds are the server's, or ours where it does not say.
    case throttled(seconds: Int)
    /// 5xx.
    case failed(status: Int)
    /// An answer that is not what the endpoint gives.
    case notAToken
    /// Nothing was sent, since the server is not whom the profile names, or not to be sent to.
    case stopped(SessionError)
  }

  package var kind: Kind
  /// What the server said: one line without secrets.
  package var detail: String?
  /// Whether an earlier try of the same request was sent and its answer lost: the server may have
  /// done what it was asked.
  package var followsLoss = false

  package init(_ kind: Kind, detail: String? = nil) {
    self.kind = kind
    self.detail = detail
  }

  /// The error as the user is told of it.
  ///
  /// - Parameters:
  ///   - clientID: The application that asked.
  ///   - scopes: What it asked for.
  ///   - address: The server.
  ///   - validUntil: The clock time that an access token is good until; nil where there is none.
  /// - Returns: The fault, in its own words.
  /// - Source: `identity.md` §5.5 and §9.7.
  func told(
    clientID: String,
    scopes: [String] = [],
    address: String,
    validUntil: String? = nil
  ) -> SessionError {
    func unreachable(_ reason: String) -> SessionError {
      SessionError(
        .identityUnreachable(address: address, reason: reason, validUntil: validUntil),
        detail: detail
      )
    }
    switch kind {
    case .stopped(let error): return error
    case .unreachable(let reason), .lost(let reason): return unreachable(reason)
    case .failed(let status): return unreachable("HTTP status \(status)")
    case .throttled(let seconds):
      return SessionError(.identityThrottled(seconds: seconds), detail: detail)
    case .notAToken: return SessionError(.notAToken, detail: detail)
    case .refused("invalid_client"):
      return SessionError(.unknownClient(clientID: clientID), detail: detail)
    case .refused("unauthorized_client"):
      return SessionError(.userNeeded(clientID: clientID), detail: detail)
    case .refused("invalid_request") where detail?.contains("User scopes") ?? false:
      return SessionError(.userNeeded(clientID: clientID), detail: detail)
    case .refused("invalid_scope"):
      return SessionError(.scopesNotRegistered(scopes, clientID: clientID), detail: detail)
    case .refused("invalid_grant"): return SessionError(.ended, detail: detail)
    case .refused("access_denied"): return SessionError(.declined, detail: detail)
    case .refused:
      var other = SessionError(.login, "UiPath refused to renew the login")
      other.detail = detail
      return other
    }
  }
}

extension TransportError {
  /// What stands in the brackets of the message, or all of it.
  var reason: String {
    guard let start = message.lastIndex(of: "("), message.hasSuffix(")") else { return message }
    return String(message[message.index(after: start)...].dropLast())
  }
}
