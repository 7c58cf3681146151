/// What a client asks of a person, once it was found to be in order.
///
/// - Source: `identity.md` §5.1.
struct AuthorizeRequest: Codable, Hashable, Sendable {
  let clientID: String
  let redirectURI: String
  /// In the order they were asked for, each once.
  let scopes: [String]
  let state: String?
  /// Nil where a confidential client sent none.
  let challenge: String?
  let nonce: String?
  /// The mail address or name of whom the client expects.
  let hint: String?

  /// Reads the parameters of an address or of a form, and refuses what is not in order.
  init(_ values: FormValues, registry: ClientRegistry) throws(AuthorizeRefusal) {
    guard let clientID = values["client_id"] else {
      throw .page("invalid_request", "Invalid client_id", clientID: nil)
    }
    guard let client = registry.client(clientID) else {
      throw .page("unauthorized_client", "Unknown client or client not enabled", clientID)
    }
    guard let redirectURI = values["redirect_uri"], registry.hasRegistered(redirectURI, client)
    else { throw .page("invalid_request", "Invalid redirect_uri", clientID) }
    guard let type = values["response_type"] else {
      throw .page("invalid_request", "Missing response_type", clientID)
    }
    guard type == "code" else {
      throw .page("unsupported_response_type", "Response type not supported", clientID)
    }
    guard [nil, "query"].contains(values["response_mode"]) else {
      throw .page("invalid_request", "Invalid response_mode", clientID)
    }
    guard let scope = values["scope"] else {
      throw .page("invalid_request", "Invalid scope", clientID)
    }
    var scopes: [String] = []
    for name in scope.split(separator: " ").map(String.init) where !scopes.contains(name) {
      guard client.userScopes.contains(name) else {
        throw .page("invalid_scope", "Invalid scope", clientID)
      }
      scopes.append(name)
    }
    guard !scopes.isEmpty else { throw .page("invalid_request", "Invalid scope", clientID) }
    self.clientID = clientID
    self.redirectURI = redirectURI
    self.scopes = scopes
    state = values["state"]
    challenge = try Self.challenge(values, client)
    nonce = values["nonce"]
    hint = values["login_hint"]
    let prompts = (values["prompt"] ?? "").split(separator: " ")
    // Nobody stays signed in here: each login asks who it is.
    if prompts.contains("none") {
      guard prompts.count == 1 else { throw .page("invalid_request", "Invalid prompt", clientID) }
      throw .client("login_required", self)
    }
  }

  /// The challenge, which a public client must send and which must be made with SHA-256.
  ///
  /// - Source: `identity.md` §5.1 and §5.2.
  private static func challenge(
    _ values: FormValues,
    _ client: RegisteredClient
  ) throws(AuthorizeRefusal) -> String? {
    guard let challenge = values["code_challenge"] else {
      guard client.secret != nil, values["code_challenge_method"] == nil else {
        throw .page("invalid_request", "code challenge required", client.id)
      }
      return nil
    }
    guard values["code_challenge_method"] == "S256" else {
      throw .page("invalid_request", "Transform algorithm not supported", client.id)
    }
    guard (43...128).contains(challenge.utf8.count), challenge.utf8.allSatisfy(Self.isUnreserved)
    else { throw .page("invalid_request", "Invalid code_challenge", client.id) }
    return challenge
  }

  /// Whether a character may stand in a verifier or a challenge.
  ///
  /// - Source: RFC 7636 §4.1.
  static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  /// The address that the browser is sent to with an answer for the client.
  func redirect(_ answer: [(name: String, value: String?)], issuer: String) throws -> String {
    let text = try FormValues.text(answer + [("state", state), ("iss", issuer)])
    return "\(redirectURI)\(redirectURI.contains("?") ? "&" : "?")\(text)"
  }
}

/// Why a person is not asked.
enum AuthorizeRefusal: Error, Hashable {
  /// The person sees a page, and the client hears nothing.
  case page(String, String, clientID: String?)
  /// The client is told; only what gives nothing away is.
  case client(String, AuthorizeRequest)

  static func page(_ error: String, _ description: String, _ clientID: String) -> Self {
    .page(error, description, clientID: clientID)
  }
}
