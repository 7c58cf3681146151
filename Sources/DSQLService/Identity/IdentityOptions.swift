/// How the identity server of the embedded service is to be.
///
/// The flags and statuses are what `identity.md` §8 leaves open; each that is set departs from the
/// standard in one point, as some tenant might.
package struct IdentityOptions: Hashable, Sendable {
  /// How long an access token is good for.
  package var accessTokenSeconds: Int64 = 3600
  /// How long a login can be renewed: 60 days.
  package var refreshTokenSeconds: Int64 = 60 * 86400
  /// How long a code can be exchanged.
  package var codeSeconds: Int64 = 300
  /// How long an `id_token` is good for.
  package var idTokenSeconds: Int64 = 300
  /// Whether a refresh token's time begins anew with each renewal, instead of at the sign-in.
  package var slidingRefresh = false
  /// Whether the claim `scope` is one text, instead of an array.
  package var scopeAsText = false
  /// Whether a token request that is no form is answered with a web page and 200.
  package var htmlForWrongContentType = false
  /// The status of `invalid_client`.
  package var statusOfInvalidClient = 400
  /// The status of a call whose token lacks the scope.
  package var statusOfMissingScope = 403
  /// Whether discovery leaves out `revocation_endpoint` and `scopes_supported`.
  package var bareDiscovery = false
  /// Redirect addresses that every client with user scopes has besides its own; matched exactly.
  package var extraRedirectURIs: [String] = []

  package init() {}

  /// Every switch by its name, with the value that is standard and the one that departs from it.
  private static var all: [Switch] {
    [
      Switch("scope-claim", "array", "text", \.scopeAsText, (false, true)),
      Switch("discovery", "full", "bare", \.bareDiscovery, (false, true)),
      Switch("refresh", "absolute", "sliding", \.slidingRefresh, (false, true)),
      Switch("token-form", "400", "html", \.htmlForWrongContentType, (false, true)),
      Switch("scope-refusal", "403", "401", \.statusOfMissingScope, (403, 401)),
      Switch("invalid-client", "400", "401", \.statusOfInvalidClient, (400, 401)),
    ]
  }

  /// Every switch with its values, the standard first, for messages: `refresh=absolute|sliding`.
  package static var choices: [String] {
    all.map { "\($0.name)=\($0.standard)|\($0.other)" }
  }

  /// The switches that depart from the standard, as `NAME=VALUE`.
  package var assignments: [String] {
    Self.all.filter { $0.isTurned(self) }.map { "\($0.name)=\($0.other)" }
  }

  /// Sets a switch that is written as `NAME=VALUE`.
  ///
  /// - Parameter assignment: The switch's name and value.
  /// - Returns: Whether there is a switch of this name.
  /// - Throws: `EmbeddedServiceError` where the switch has no such value.
  mutating func set(_ assignment: String) throws(EmbeddedServiceError) -> Bool {
    let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let found = Self.all.first(where: { $0.name == parts[0] }) else {
      return false
    }
    guard parts[1] == found.standard || parts[1] == found.other else {
      throw .unknownTrait(assignment)
    }
    found.turn(&self, parts[1] == found.other)
    return true
  }

  /// One point in which the server can depart.
  private struct Switch {
    let name: String
    let standard: String
    let other: String
    let isTurned: (IdentityOptions) -> Bool
    let turn: (inout IdentityOptions, Bool) -> Void

    init<Value: Equatable>(
      _ name: String,
      _ standard: String,
      _ other: String,
      _ property: WritableKeyPath<IdentityOptions, Value>,
      _ values: (standard: Value, other: Value)
    ) {
      self.name = name
      self.standard = standard
      self.other = other
      isTurned = { $0[keyPath: property] == values.other }
      turn = { $0[keyPath: property] = $1 ? values.other : values.standard }
    }
  }
}
