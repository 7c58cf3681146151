import DSQLAPI

extension ConnectionInfo {
  /// What the token's scopes allow; roles may take more away.
  package struct Rights: Hashable, Sendable {
    /// An answer to whether something is allowed.
    package enum Answer: String, Hashable, Sendable {
      /// The scopes allow it, and the person's roles decide, which nobody but the service knows.
      case byRole = "by role"
      case no
      /// Nobody said which scopes the token has.
      case unknown
    }

    package var reading: Answer
    package var writing: Answer
  }

  /// What the token's scopes allow with records.
  package var rights: Rights {
    func answer(_ scope: ServiceScope) -> Rights.Answer {
      grantedScopes.map { $0.allows(scope) ? .byRole : .no } ?? .unknown
    }
    return Rights(
      reading: answer(.readData),
      writing: isReadOnly ? .no : answer(.writeData)
    )
  }

  /// The name that the prompt shows: of a mail address what stands before the `@`, of an application
  /// the beginning of its id, since no person is there.
  ///
  /// - Source: `identity.md` §9.5.
  package var promptName: String {
    if isApplication, let clientID { return "app:\(clientID.prefix(8))" }
    guard let user else { return "" }
    guard let at = user.firstIndex(of: "@"), at != user.startIndex else { return user }
    return String(user[..<at])
  }
}
