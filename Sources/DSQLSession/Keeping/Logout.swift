package import FoundationEssentials

/// The end of a login: the server is told, and what is kept is removed whatever it says.
///
/// - Source: `identity.md` §9.5.
package struct Logout: Hashable, Sendable {
  /// What the server did.
  package enum Revocation: Hashable, Sendable {
    /// The refresh token is of no use any more.
    case done
    /// There was nothing to revoke, or the server does not offer it.
    case notOffered
    /// The server could not be asked or said no, in these words.
    case failed(String)
  }

  /// Whether there was a login.
  package var wasLoggedIn: Bool
  package var revocation: Revocation
  /// When the last access token ends, seconds since 1970; nil where there is none that is good.
  package var validUntil: Int64?
  /// The address that ends the browser's session; nil where the server has none.
  package var endSession: String?

  /// Ends a login.
  ///
  /// Calls: up to 2: one for discovery where it is not known, one to revoke.
  ///
  /// - Parameters:
  ///   - store: Where the login is kept.
  ///   - identity: Makes the client of an issuer and an application.
  ///   - environmentSecret: What `DSQL_CLIENT_SECRET` holds, where the secret is not kept.
  ///   - clock: Pauses while another process renews the login.
  ///   - now: Seconds since 1970.
  /// - Returns: What was done.
  /// - Throws: `SessionError` where the login is still there.
  package static func run(
    _ store: any CredentialStore,
    identity: @Sendable (_ issuer: String, _ clientID: String) -> IdentityClient,
    environmentSecret: ClientSecret? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    now: @Sendable () -> Int64 = WallClock.seconds
  ) async throws(SessionError) -> Logout {
    let lock = try await store.lock(clock)
    defer { lock.release() }
    let credential: Credential?
    let isThere: Bool
    do {
      credential = try store.read()
      isThere = credential != nil
    } catch {
      // What cannot be read can be removed.
      credential = nil
      isThere = true
    }
    var result = Logout(wasLoggedIn: isThere, revocation: .notOffered)
    if let credential {
      let client = identity(credential.issuer, credential.clientID)
      if let expires = credential.expires, expires > now(), !credential.hasEnded {
        result.validUntil = expires
      }
      if let token = credential.refreshToken {
        do throws(IdentityError) {
          let isRevoked = try await client.revoke(
            token,
            secret: credential.clientSecret ?? environmentSecret
          )
          result.revocation = isRevoked ? .done : .notOffered
        } catch {
          let told = error.told(clientID: credential.clientID, address: client.origin)
          result.revocation = .failed(told.message)
        }
      }
      if credential.kind == .user, let page = (try? await client.endpoints())?.endSession {
        result.endSession = page + "?client_id=\(FormBody.encoded(credential.clientID))"
      }
    }
    try store.remove()
    return result
  }

  /// What the user is told.
  ///
  /// - Parameter timeZone: The user's, for the clock time.
  /// - Returns: The sentences.
  package func text(in timeZone: TimeZone) -> String {
    guard wasLoggedIn else { return "Nothing stored." }
    var text = "Logged out."
    if let validUntil {
      text +=
        " The last access token stays valid until \(ClockTime.text(of: validUntil, in: timeZone));"
        + " UiPath cannot revoke it earlier."
    }
    if case .failed(let reason) = revocation {
      text += " The server was not told (\(reason)); the login there ends by itself after 60 days."
    }
    return text
  }

  /// What the user is told where a variable holds the token, since there is no login to end.
  package static func text(nothingStoredBeside variable: String) -> String {
    "Nothing stored; \(variable) is set in your environment."
  }
}
