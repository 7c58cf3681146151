/// What can go wrong with a login, each with its own message.
///
/// - Source: `identity.md` §9.7; the raw codes are its.
package enum LoginFault: Hashable, Sendable {
  // Before anything is asked.
  case notLoggedIn(profile: String)
  case noTerminal
  case noClientID(profile: String)
  case secretMissing(clientID: String)
  // Signing in.
  case browserTimedOut
  case redirectRefused(uri: String, clientID: String)
  case portsTaken([Int])
  case scopesNotRegistered([String], clientID: String)
  case declined
  case foreignBrowserSession
  case foreignAnswer
  case codeRefused
  case unknownClient(clientID: String)
  case userNeeded(clientID: String)
  // Keeping the login.
  case ended
  case renewalLost
  case lockHeld(processID: Int32?)
  /// `validUntil` is the clock time of the access token's end, nil where nothing was sent for want
  /// of one.
  case identityUnreachable(address: String, reason: String, validUntil: String?)
  case identityThrottled(seconds: Int)
  case notAToken
  case issuerMismatch(found: String, expected: String)
  // Using it.
  /// `act` is the statement and its object: `UPDATE of Invoice`; `asking` are the scopes to log in
  /// with.
  case scopeMissing(act: String, scopes: [String], who: String, held: String, asking: [String])
  case freshTokenRefused
  /// `act` is what was refused: `read entity Invoice`.
  case roleMissing(act: String, who: String)
  case wrongPlace(organization: String, tenant: String)
  case environmentTokenExpired(variable: String)
  case personalTokenRefused
  // Storage and transport.
  /// `path` as the user may type it; `mode` is what `chmod` must set.
  case unsafeFile(path: String, problem: String, fix: String)
  case damagedFile
  case unencrypted(host: String)
  case otherOrigin(belongsTo: String, other: String)

  /// The code that DETAIL begins with.
  package var code: String {
    switch self {
    case .notLoggedIn: "A01"
    case .noTerminal: "A02"
    case .noClientID: "A03"
    case .secretMissing: "A04"
    case .browserTimedOut: "A10"
    case .redirectRefused: "A11"
    case .portsTaken: "A12"
    case .scopesNotRegistered: "A13"
    case .declined: "A14"
    case .foreignBrowserSession: "A15"
    case .foreignAnswer: "A16"
    case .codeRefused: "A17"
    case .unknownClient: "A18"
    case .userNeeded: "A19"
    case .ended: "A20"
    case .renewalLost: "A21"
    case .lockHeld: "A22"
    case .identityUnreachable: "A23"
    case .identityThrottled: "A24"
    case .notAToken: "A25"
    case .issuerMismatch: "A26"
    case .scopeMissing: "A30"
    case .freshTokenRefused: "A31"
    case .roleMissing: "A32"
    case .wrongPlace: "A33"
    case .environmentTokenExpired: "A34"
    case .personalTokenRefused: "A35"
    case .unsafeFile: "A40"
    case .damagedFile: "A42"
    case .unencrypted: "A50"
    case .otherOrigin: "A51"
    }
  }

  /// The SQLSTATE, by `identity.md` §9.7.
  package var sqlState: String {
    switch code {
    case "A30", "A32": "42501"
    case "A23", "A24", "A25", "A50", "A51": "08006"
    default: "28000"
    }
  }

  /// Whether a batch ends with the status of a failed statement (3), not of a failed connection (2).
  package var isPermission: Bool { code == "A30" || code == "A32" }
}
