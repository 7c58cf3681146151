/// What one consent of a person gave to a client.
struct Login: Hashable, Sendable {
  let id: String
  let user: LocalUser
  let clientID: String
  /// As they were asked for, in that order.
  let scopes: [String]
  /// What the client wants to see again in the `id_token`.
  let nonce: String?
  /// Seconds since 1970.
  let signedIn: Int64

  /// Whether the client may renew it.
  var isRenewable: Bool { scopes.contains("offline_access") }
}

/// A code that was exchanged just now, and what it was bound to.
struct RedeemedCode: Hashable, Sendable {
  let login: Login
  let redirectURI: String
  /// Nil where a confidential client sent none.
  let challenge: String?
  /// Seconds since 1970.
  let expires: Int64
}
