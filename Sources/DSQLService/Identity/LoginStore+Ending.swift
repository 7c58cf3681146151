import FoundationEssentials
import GRDB

/// The ends of logins, the tokens that people make for themselves, and who may sign in.
extension LoginStore {
  /// Ends the login of a refresh token that a client no longer wants; does nothing for any other.
  func revoke(_ token: String, for client: RegisteredClient) async throws {
    try await store.transact { db in
      try PreparedSQL(
        db,
        """
        UPDATE dsql_login SET is_ended = 1 WHERE client_id = ?
        AND id IN (SELECT login_id FROM dsql_refresh WHERE hash = ?)
        """
      ).run([.text(client.id), .text(OpaqueToken.hash(of: token))])
    }
  }

  /// Ends every login that was made in a browser.
  func endLogins(ofBrowser browser: String) async throws {
    try await store.transact { db in
      try PreparedSQL(db, "UPDATE dsql_login SET is_ended = 1 WHERE browser_hash = ?")
        .run([.text(OpaqueToken.hash(of: browser))])
    }
  }

  /// Ends every login that was made in the browser where one was made.
  func endLogins(besides login: String) async throws {
    try await store.transact { db in
      try PreparedSQL(
        db,
        """
        UPDATE dsql_login SET is_ended = 1
        WHERE browser_hash = (SELECT browser_hash FROM dsql_login WHERE id = ?)
        """
      ).run([.text(login)])
    }
  }

  /// Whether logins were made in a browser that are known still.
  func knows(browser: String) async throws -> Bool {
    try await store.transact(isReading: true) { db in
      try Self.row(
        db,
        "SELECT 1 FROM dsql_login WHERE browser_hash = ? LIMIT 1",
        [.text(OpaqueToken.hash(of: browser))]
      ) { _ in true } ?? false
    }
  }

  /// Whether a login's tokens are no longer good, because its code was used twice.
  func isRevoked(_ login: String) async throws -> Bool {
    try await store.transact(isReading: true) { db in
      try Self.row(
        db,
        "SELECT is_revoked FROM dsql_login WHERE id = ?",
        [.text(login)]
      ) { $0.integer(0) != 0 } ?? false
    }
  }

  func makePersonalToken(
    for user: LocalUser,
    scopes: [String],
    expires: Int64
  ) async throws -> String {
    let token = OpaqueToken.makePersonalToken()
    try await store.transact { db in
      try PreparedSQL(db, "INSERT INTO dsql_personal_token VALUES (?, ?, ?, ?, 0)").run([
        .text(OpaqueToken.hash(of: token)), .text(user.id),
        .text(scopes.joined(separator: " ")), .integer(expires),
      ])
    }
    return token
  }

  func revokePersonalToken(_ token: String) async throws {
    try await store.transact { db in
      try PreparedSQL(db, "UPDATE dsql_personal_token SET is_revoked = 1 WHERE hash = ?")
        .run([.text(OpaqueToken.hash(of: token))])
    }
  }

  /// Whose a personal access token is, while it is good.
  func caller(
    ofPersonalToken token: String,
    at seconds: Int64
  ) async throws -> TokenAuthority.Caller? {
    try await store.transact(isReading: true) { db in
      let caller = try Self.row(
        db,
        """
        SELECT user_id, scopes, expires FROM dsql_personal_token
        WHERE hash = ? AND is_revoked = 0 AND expires > ?
        """,
        [.text(OpaqueToken.hash(of: token)), .integer(seconds)]
      ) { row in
        LocalUser(id: row.text(0)).map { user in
          TokenAuthority.Caller(
            user: user,
            scopes: Self.scopes(row.text(1)),
            expiration: row.integer(2)
          )
        }
      }
      guard let caller = caller ?? nil, try Self.isActive(caller.user, db) else { return nil }
      return caller
    }
  }

  /// Whether a person may sign in.
  func isActive(_ user: LocalUser) async throws -> Bool {
    try await store.transact(isReading: true) { db in try Self.isActive(user, db) }
  }

  /// Lets a person sign in, or no longer.
  func setActive(_ user: LocalUser, _ isActive: Bool) async throws {
    try await store.transact { db in
      guard let table = try Self.userTable(db) else { return }
      try PreparedSQL(db, "UPDATE \(table) SET v3 = ? WHERE id = ?")
        .run([.integer(isActive ? 1 : 0), .text(user.id)])
      try PreparedSQL(db, "UPDATE dsql_state SET data_revision = data_revision + 1").run([])
    }
  }
}
