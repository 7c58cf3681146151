import DSQLClient
import HTTPTypes

extension IdentityClient {
  /// How long a discovery document is believed.
  private static let longestKept: Int64 = 86_400

  /// Where the server answers what.
  ///
  /// Calls: none while what is kept is younger than 24 hours, else 1. A server that does not answer
  /// is taken to have the documented endpoints.
  ///
  /// - Parameter isStale: Whether what is kept has proved wrong.
  /// - Returns: The endpoints.
  /// - Throws: `SessionError` where the server is not the one that the profile names.
  package func endpoints(isStale: Bool = false) async throws(SessionError) -> IdentityEndpoints {
    if !isStale, let kept = discovery.document(of: issuer) {
      let age = now() - kept.fetched
      // A document from the future was kept under another clock.
      if age >= -60, age < Self.longestKept,
        let found = try? IdentityEndpoints(document: Array(kept.text.utf8), of: issuer)
      {
        return found
      }
    }
    var headers = HTTPFields()
    headers[.accept] = "application/json"
    let request = TransportRequest(
      method: .get,
      url: "\(issuer)/.well-known/openid-configuration",
      headers: headers
    )
    let answer: TransportAnswer
    do {
      answer = try await send(request, within: Self.longestTry)
    } catch {
      if case .stopped(let told) = error.kind { throw told }
      return IdentityEndpoints(ofUnreachable: issuer)
    }
    guard answer.status == 200 else { return IdentityEndpoints(ofUnreachable: issuer) }
    let found = try IdentityEndpoints(document: answer.body, of: issuer)
    discovery.keep(
      DiscoveryDocument(fetched: now(), text: String(decoding: answer.body, as: UTF8.self)),
      of: issuer
    )
    return found
  }

  func knownEndpoints(isStale: Bool = false) async throws(IdentityError) -> IdentityEndpoints {
    do {
      return try await endpoints(isStale: isStale)
    } catch {
      throw IdentityError(.stopped(error))
    }
  }
}

extension IdentityClient: SignInServer {
  package func offer() async throws(SessionError) -> SignInOffer {
    let found = try await endpoints()
    return SignInOffer(authorizationEndpoint: found.authorization, scopes: found.scopes)
  }

  package func tokens(
    for grant: SignInGrant,
    clientID: String
  ) async throws(SignInRefusal) -> SignInTokens {
    do throws(IdentityError) {
      switch grant {
      case .code(let code, let redirectURI, let verifier, let secret):
        return try await exchange(
          code: code,
          redirectURI: redirectURI,
          verifier: verifier,
          secret: secret
        )
      case .application(let secret, let scopes):
        return try await clientCredentials(secret: secret, scopes: scopes)
      }
    } catch {
      guard case .refused(let name) = error.kind else {
        throw .failed(error.told(clientID: clientID, address: origin))
      }
      let said = error.detail.flatMap {
        $0.hasPrefix("\(name): ") ? $0.dropFirst(name.count + 2) : nil
      }
      throw .refused(error: name, description: said.map(String.init))
    }
  }
}
