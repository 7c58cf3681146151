import FoundationEssentials
import HTTPTypes
import Hummingbird

/// The clients that the server knows, and how they prove who they are.
struct ClientRegistry: Sendable {
  let options: IdentityOptions

  func client(_ id: String) -> RegisteredClient? {
    RegisteredClient.all.first { $0.id == id }
  }

  /// Whether an address is, to the letter, one that the client registered.
  ///
  /// - Source: `identity.md` §3.1.
  func hasRegistered(_ redirectURI: String, _ client: RegisteredClient) -> Bool {
    client.redirectURIs.contains(redirectURI)
      || client.signsPeopleIn && options.extraRedirectURIs.contains(redirectURI)
  }

  /// The client that sends a form: by its id, and where it is confidential by its secret, which
  /// stand in the form or in the header of basic authentication.
  func sender(of form: FormValues, _ request: Request) throws(TokenRefusal) -> RegisteredClient {
    var (id, secret) = (form["client_id"], form["client_secret"])
    if let basic = Self.basic(request) {
      guard id == nil || id == basic.id, secret == nil else { throw .invalidClient }
      (id, secret) = (basic.id, basic.secret)
    }
    guard let id, let client = client(id) else { throw .invalidClient }
    guard let wanted = client.secret else { return client }
    guard let secret, OpaqueToken.areEqual(secret, wanted) else { throw .invalidClient }
    return client
  }

  private static func basic(_ request: Request) -> (id: String, secret: String)? {
    guard let header = request.headers[.authorization] else { return nil }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "basic",
      let data = Data(base64Encoded: String(parts[1]))
    else { return nil }
    let pair = String(decoding: data, as: UTF8.self).split(
      separator: ":",
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    return pair.count == 2 ? (String(pair[0]), String(pair[1])) : nil
  }
}
