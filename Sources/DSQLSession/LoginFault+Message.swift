extension LoginFault {
  /// The first sentence of the message, in lower case and without a full stop.
  package var message: String {
    switch self {
    case .notLoggedIn(let profile): "you are not logged in to profile \(profile)"
    case .noTerminal: "this run has no terminal to log in with"
    case .noClientID(let profile): "profile \(profile) has no client_id"
    case .secretMissing(let client):
      "application \(client) is confidential and its secret is not stored"
    case .browserTimedOut: "no answer from the browser after 5 minutes"
    case .redirectRefused: "UiPath refused the redirect URL"
    case .portsTaken(let ports):
      "\(ports.count == 1 ? "port" : "ports") \(Self.list(ports.map(String.init))) "
        + "\(ports.count == 1 ? "is" : "are") in use"
    case .scopesNotRegistered(let scopes, let client):
      "application \(client) is not registered for: \(scopes.joined(separator: " "))"
    case .declined: "the sign-in was declined in the browser"
    case .foreignBrowserSession:
      "your browser is signed in as someone who is not a member of this organization"
    case .foreignAnswer: "that address belongs to a different login attempt"
    case .codeRefused: "the sign-in code was already used or too old"
    case .unknownClient(let client):
      "UiPath does not know application \(client), or the secret is wrong or expired"
    case .userNeeded(let client):
      "application \(client) may not log in this way: Data Service scopes need a signed-in user"
    case .ended:
      "your login has ended (60 days, a sign-out in the browser, or an administrator)"
    case .renewalLost:
      "the connection broke while your login was being renewed, and UiPath has already replaced it"
    case .lockHeld(let process):
      "another dsql\(process.map { " (pid \($0))" } ?? "") has been renewing this login for 45 s"
    case .identityUnreachable(let address, let reason, _): "cannot reach \(address) (\(reason))"
    case .identityThrottled: "UiPath is limiting sign-in requests for your organization"
    case .notAToken: "the identity address answered with a web page, not a token"
    case .issuerMismatch(let found, let expected):
      "the server calls itself \(found) but the profile says \(expected)"
    case .scopeMissing(let act, let scopes, let who, let held, _):
      "\(act) needs \(Self.list(scopes)); the login of \(who) has \(held)"
    case .freshTokenRefused: "UiPath rejected a token it has just issued"
    case .roleMissing(let act, let who): "\(who) may not \(act)"
    case .wrongPlace(let organization, let tenant):
      "organization \"\(organization)\" or tenant \"\(tenant)\" was not accepted"
    case .environmentTokenExpired(let variable):
      "the token in \(variable) has expired; dsql cannot renew it"
    case .personalTokenRefused:
      "the personal access token was refused: expired, revoked, or disabled by the administrator"
    case .unsafeFile(let path, let problem, _): "\(path) \(problem)"
    case .damagedFile: "the saved login cannot be read and was left in place"
    case .unencrypted(let host):
      "refusing to send credentials to http://\(host): only loopback may be unencrypted"
    case .otherOrigin(let origin, let other):
      "this login belongs to \(origin) and will not be sent to \(other)"
    }
  }

  /// What the user can do, in sentences; nil where the message says it all.
  package var hint: String? {
    switch self {
    case .notLoggedIn(let profile): "Run: dsql login --profile \(profile)"
    case .noTerminal: "Log in once by hand, or set DSQL_ACCESS_TOKEN or DSQL_PAT."
    case .noClientID:
      "An administrator creates one under Admin > External Applications (non-confidential, user "
        + "scopes); then: dsql config set client_id <id>"
    case .secretMissing: "Set DSQL_CLIENT_SECRET, or run: dsql login --save-secret"
    case .browserTimedOut:
      "If it shows a UiPath error page, run dsql login again and paste that page's address."
    case .redirectRefused(let uri, let client):
      "Register exactly \(uri) (no slash at the end) on application \(client)."
    case .portsTaken: "Close the other program or register another redirect URL."
    case .scopesNotRegistered(let scopes, _):
      scopes.contains { $0.hasPrefix("DataFabric.") }
        ? "Ask the administrator to add it, or try: dsql login --scopes service"
        : "Ask the administrator to add it."
    case .foreignBrowserSession:
      "Sign out there or use a private window, then try again. (UiPath 219)"
    case .foreignAnswer: "Nothing was accepted."
    case .codeRefused: "Run dsql login again."
    case .userNeeded: "Use dsql login without --app."
    case .ended, .renewalLost: "Run: dsql login"
    case .lockHeld: "Try again; if it is stuck, end that process."
    case .identityUnreachable(_, _, let until?):
      "Your access token is valid until \(until), so work continues."
    case .identityUnreachable(_, _, nil): "This statement was not sent."
    case .identityThrottled(let seconds): "Try again in \(seconds) s."
    case .notAToken: "Check issuer = ... in the profile."
    case .issuerMismatch: "Not continuing."
    case .scopeMissing(_, _, _, _, let asking):
      "Log in again with: dsql login --scopes \"\(asking.joined(separator: " "))\""
    case .freshTokenRefused:
      "The login may be for another service; check organization and tenant."
    case .roleMissing: "A Data Fabric administrator can grant a role under Manage Access."
    case .wrongPlace: "Names are part of the URL; check them in the portal."
    case .personalTokenRefused: "Directory accounts cannot have one."
    case .unsafeFile(_, _, let fix): "Run: \(fix)"
    case .damagedFile: "Run: dsql logout, then dsql login"
    case .declined, .unknownClient, .environmentTokenExpired, .unencrypted, .otherOrigin: nil
    }
  }

  private static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}
