import DSQLAPI
import DSQLDiagnostics
import DSQLSession
import DSQLSyntax

extension StatementRun {
  /// Refuses a statement whose needs the token's scopes do not satisfy; where they are not known, the
  /// service decides.
  ///
  /// Calls: none; the connection is opened.
  func refuseWithoutScopes(_ statement: Statement, isDryRun: Bool) async throws {
    guard NamesEntities.isPossible(in: statement.explained, text: source.text),
      let needs = ScopeNeeds(of: statement, isDryRun: isDryRun)
    else { return }
    try await refuseWithoutScopes(needs)
  }

  /// As above, for needs that are known.
  func refuseWithoutScopes(_ needs: ScopeNeeds) async throws {
    _ = try await connection.service()
    try connection.info.refuseWithoutScopes(needs)
  }
}

extension ConnectionInfo {
  /// Refuses what the token's scopes do not satisfy; where they are not known, the service decides.
  func refuseWithoutScopes(_ needs: ScopeNeeds) throws(SessionError) {
    guard let granted = grantedScopes else { return }
    let missing = granted.missing(of: needs.scopes)
    guard !missing.isEmpty else { return }
    var error = SessionError(
      .scopeMissing(
        act: needs.act,
        scopes: missing.map(\.shortName),
        who: user ?? "this connection",
        held: granted.shortText.isEmpty ? "no scopes" : granted.shortText,
        asking: granted.names.filter { $0 != "offline_access" }
          + missing.map { granted.spelling(of: $0) }
      )
    )
    if kind == .profile {
      error.hint = error.hint.map { "\($0) (in a running shell \\reconnect then takes it up)" }
    }
    throw error
  }

  /// The token's scopes; nil where they are not known, or do not decide.
  ///
  /// An application has its rights by its role alone, without a scope of this service.
  ///
  /// - Source: `identity.md` §4.1.
  var grantedScopes: GrantedScopes? {
    let granted = GrantedScopes(scopes)
    if scopes.isEmpty { return nil }
    return isApplication && !ServiceScope.allCases.contains(where: granted.allows) ? nil : granted
  }

  /// Whether the service may be asked for records, as for a count or a probe.
  var mayReadRecords: Bool { grantedScopes?.allows(.readData) ?? true }
}

extension GrantedScopes {
  /// A scope in the family that the others are of.
  fileprivate func spelling(of scope: ServiceScope) -> String {
    let family = ScopeFamily.allCases.first { family in
      names.contains { $0.hasPrefix(family.rawValue + ".") }
    }
    return scope.names.first { $0.hasPrefix((family ?? .fabric).rawValue) } ?? scope.rawValue
  }
}

extension Statement {
  /// What EXPLAIN explains; any other statement itself.
  fileprivate var explained: Statement {
    if case .explain(let node) = self { node.statement } else { self }
  }
}
