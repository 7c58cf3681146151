/// What was asked for, to put a refusal into words.
struct SignInContext: Sendable {
  var clientID: String
  var redirectURI: String?
  /// The scopes that were asked for.
  var scopes: [String]

  /// The fault that an `error` of the identity server stands for, on its error page, in its answer
  /// to the browser or in its answer to a token request.
  ///
  /// - Source: `identity.md` §9.7, §5.1, §5.5.
  func fault(error: String, description: String?) -> SessionError {
    let words = description ?? ""
    let detail = ServerWords.shown(error: error, description: description)
    switch error {
    case "access_denied": return SessionError(.declined, detail: detail)
    case "219": return SessionError(.foreignBrowserSession, detail: detail)
    case "invalid_scope":
      let asked = scopes.filter { $0 != ScopeChoice.renewal }
      let named = asked.filter { words.contains($0) }
      return SessionError(
        .scopesNotRegistered(named.isEmpty ? asked : named, clientID: clientID),
        detail: detail
      )
    case "invalid_grant": return SessionError(.codeRefused, detail: detail)
    case "invalid_client": return SessionError(.unknownClient(clientID: clientID), detail: detail)
    case "unauthorized_client":
      // The authorize endpoint says the same of an application that it does not know.
      let isUnknown = words.lowercased().contains("unknown client")
      return SessionError(
        isUnknown ? .unknownClient(clientID: clientID) : .userNeeded(clientID: clientID),
        detail: detail
      )
    case "invalid_request" where words.contains("User scopes"):
      return SessionError(.userNeeded(clientID: clientID), detail: detail)
    case _ where words.contains("redirect_uri") && redirectURI != nil:
      return SessionError(
        .redirectRefused(uri: redirectURI ?? "", clientID: clientID),
        detail: detail
      )
    default:
      var other = SessionError(.login, "UiPath refused the sign-in")
      other.detail = detail
      return other
    }
  }
}

/// What a server said, made fit for a terminal.
enum ServerWords {
  /// An `error` and its description: control characters removed, 300 characters at most.
  static func shown(error: String, description: String?) -> String {
    let text = [error, description ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
    let kept = text.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: false
      default: true
      }
    }
    return String(String.UnicodeScalarView(kept.prefix(300)))
  }
}
