import DSQLAPI
import DSQLClient
import DSQLSession
import Synchronization

/// An identity server that answers what it was told to.
final class ScriptedServer: SignInServer {
  let answer: Result<SignInTokens, SignInRefusal>
  let scopes: [String]?
  private let asked = Mutex<[SignInGrant]>([])

  /// What was asked for, in order.
  var grants: [SignInGrant] { asked.withLock { $0 } }

  static let full = SignInTokens(
    accessToken: AccessToken("a"),
    lifetime: 3600,
    refreshToken: RefreshToken("r"),
    scopes: GrantedScopes(text: "DataFabric.Schema.Read DataFabric.Data.Read DataFabric.Data.Write")
  )

  init(
    _ answer: Result<SignInTokens, SignInRefusal> = .success(full),
    scopes: [String]? = ["DataFabric.Data.Read"]
  ) {
    self.answer = answer
    self.scopes = scopes
  }

  func offer() async throws(SessionError) -> SignInOffer {
    SignInOffer(
      authorizationEndpoint: "https://id.example/identity_/connect/authorize",
      scopes: scopes
    )
  }

  func tokens(
    for grant: SignInGrant,
    clientID: String
  ) async throws(SignInRefusal) -> SignInTokens {
    asked.withLock { $0.append(grant) }
    return try answer.get()
  }
}
