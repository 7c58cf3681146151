import DSQLClient

/// Where a token may be sent: over TLS or to this machine, and to nobody but whom it belongs to.
///
/// - Source: `identity.md` §9.8.
enum TokenRoute {
  /// Refuses addresses that a token would cross a network to in the clear.
  static func check(_ target: ServerAddress) throws(SessionError) {
    guard target.isEncrypted || target.isLoopback else {
      throw SessionError(.unencrypted(host: target.host))
    }
  }

  /// Refuses all addresses but those that a login belongs to; the first stands for it in messages.
  static func check(
    _ target: ServerAddress,
    belongingTo owners: [ServerAddress]
  ) throws(SessionError) {
    try check(target)
    guard !owners.contains(where: { $0.isSameOrigin(as: target) }) else { return }
    throw SessionError(
      .otherOrigin(belongsTo: owners.first?.origin ?? "another server", other: target.origin)
    )
  }

  /// Refuses to send a token of an embedded service to another machine, and the reverse.
  ///
  /// The host of a token's issuer is not compared beyond that: tokens that come through
  /// `api.uipath.com` name the main host.
  static func check(_ token: AccessToken, to target: ServerAddress) throws(SessionError) {
    try check(target)
    guard let issuer = TokenClaims(of: token)?.issuer.flatMap({ ServerAddress(url: $0) }),
      issuer.isLoopback != target.isLoopback
    else { return }
    throw SessionError(.otherOrigin(belongsTo: issuer.origin, other: target.origin))
  }
}
