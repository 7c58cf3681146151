import DSQLTypes
import FoundationEssentials
import GRDB

/// What the store knows of logins.
///
/// Each change is one transaction that takes the write lock first, so what may be used once is used
/// once also when several processes have the file.
struct LoginStore: Sendable {
  let store: Store

  // MARK: Asking for consent

  /// How long a person may look at the form.
  private static let consentSeconds: Int64 = 900

  /// Keeps a request until a person has answered, and answers the key that the form carries.
  func ask(_ request: AuthorizeRequest, at seconds: Int64) async throws -> String {
    let key = OpaqueToken.make()
    let text = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
    try await store.transact { db in
      try PreparedSQL(db, "DELETE FROM dsql_consent WHERE expires <= ?").run([.integer(seconds)])
      try PreparedSQL(db, "INSERT INTO dsql_consent VALUES (?, ?, ?)").run([
        .text(OpaqueToken.hash(of: key)), .text(text),
        .integer(seconds + Self.consentSeconds),
      ])
    }
    return key
  }

  /// The request that a form was made for; each form is good for one answer.
  func takeRequest(_ key: String, at seconds: Int64) async throws -> AuthorizeRequest? {
    let text: String? = try await store.transact { db in
      try Self.row(
        db,
        "DELETE FROM dsql_consent WHERE hash = ? RETURNING request, expires",
        [.text(OpaqueToken.hash(of: key))]
      ) { row in
        row.integer(1) > seconds ? row.text(0) : nil
      } ?? nil
    }
    return try text.map { try JSONDecoder().decode(AuthorizeRequest.self, from: Data($0.utf8)) }
  }

  // MARK: Codes

  /// Begins a login and answers the code that the client exchanges for its tokens.
  func begin(
    _ login: Login,
    for request: AuthorizeRequest,
    browser: String,
    options: IdentityOptions
  ) async throws -> String {
    let code = OpaqueToken.make()
    let now = login.signedIn
    try await store.transact { db in
      try Self.removeOld(db, at: now)
      try PreparedSQL(db, "INSERT INTO dsql_login VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)").run([
        .text(login.id), .text(login.user.id), .text(login.clientID),
        .text(login.scopes.joined(separator: " ")), login.nonce.map { .text($0) } ?? .null,
        .text(OpaqueToken.hash(of: browser)), .integer(now),
        .integer(now + Self.remembered(options)),
      ])
      try PreparedSQL(db, "INSERT INTO dsql_code VALUES (?, ?, ?, ?, ?, 0)").run([
        .text(OpaqueToken.hash(of: code)), .text(login.id), .text(request.redirectURI),
        request.challenge.map { .text($0) } ?? .null, .integer(now + options.codeSeconds),
      ])
    }
    return code
  }

  /// Uses a code up.
  ///
  /// One that is used a second time ends the login that it began.
  ///
  /// - Source: RFC 6749 §4.1.2.
  func redeem(_ code: String, for client: RegisteredClient) async throws -> RedeemedCode? {
    let hash = OpaqueToken.hash(of: code)
    return try await store.transact { db in
      let found = try Self.row(
        db,
        """
        SELECT \(Self.loginColumns), c.redirect_uri, c.challenge, c.expires, c.is_used, l.is_ended
        FROM dsql_code c JOIN dsql_login l ON l.id = c.login_id WHERE c.hash = ?
        """,
        [.text(hash)]
      ) { row in
        Self.login(row).map { login in
          let code = RedeemedCode(
            login: login,
            redirectURI: row.text(6),
            challenge: row.isNull(7) ? nil : row.text(7),
            expires: row.integer(8)
          )
          return (code: code, isUsed: row.integer(9) != 0, isEnded: row.integer(10) != 0)
        }
      }
      guard let found = found ?? nil, found.code.login.clientID == client.id else { return nil }
      if found.isUsed {
        try PreparedSQL(db, "UPDATE dsql_login SET is_ended = 1, is_revoked = 1 WHERE id = ?")
          .run([.text(found.code.login.id)])
        return nil
      }
      try PreparedSQL(db, "UPDATE dsql_code SET is_used = 1 WHERE hash = ?").run([.text(hash)])
      guard !found.isEnded, try Self.isActive(found.code.login.user, db) else { return nil }
      return found.code
    }
  }

  // MARK: Refresh tokens

  /// The first refresh token of a login.
  func renewal(
    of login: Login,
    at seconds: Int64,
    options: IdentityOptions
  ) async throws -> String {
    let token = OpaqueToken.makeRefreshToken()
    try await store.transact { db in
      try Self.insert(token, of: login, expires: seconds + options.refreshTokenSeconds, db)
    }
    return token
  }

  /// Uses a refresh token up and makes the next one; nil where it may not be used.
  func renew(
    _ token: String,
    for client: RegisteredClient,
    at seconds: Int64,
    options: IdentityOptions
  ) async throws -> (login: Login, token: String)? {
    let hash = OpaqueToken.hash(of: token)
    return try await store.transact { db in
      let found = try Self.row(
        db,
        """
        SELECT \(Self.loginColumns), r.expires
        FROM dsql_refresh r JOIN dsql_login l ON l.id = r.login_id
        WHERE r.hash = ? AND r.is_used = 0 AND l.is_ended = 0
        """,
        [.text(hash)]
      ) { row in
        Self.login(row).map { (login: $0, expires: row.integer(6)) }
      }
      guard let found = found ?? nil, found.login.clientID == client.id, seconds < found.expires,
        try Self.isActive(found.login.user, db)
      else { return nil }
      try PreparedSQL(db, "UPDATE dsql_refresh SET is_used = 1 WHERE hash = ?").run([.text(hash)])
      let next = OpaqueToken.makeRefreshToken()
      let expires =
        options.slidingRefresh ? seconds + options.refreshTokenSeconds : found.expires
      try Self.insert(next, of: found.login, expires: expires, db)
      if options.slidingRefresh {
        try PreparedSQL(db, "UPDATE dsql_login SET expires = ? WHERE id = ?").run([
          .integer(seconds + Self.remembered(options)), .text(found.login.id),
        ])
      }
      return (found.login, next)
    }
  }

  // MARK: Rows

  private static let loginColumns =
    "l.id, l.user_id, l.client_id, l.scopes, l.nonce, l.signed_in"

  private static func login(_ row: PreparedSQL) -> Login? {
    guard let user = LocalUser(id: row.text(1)) else { return nil }
    return Login(
      id: row.text(0),
      user: user,
      clientID: row.text(2),
      scopes: row.text(3).split(separator: " ").map(String.init),
      nonce: row.isNull(4) ? nil : row.text(4),
      signedIn: row.integer(5)
    )
  }

  static func scopes(_ text: String) -> Set<String> {
    Set(text.split(separator: " ").map(String.init))
  }

  static func row<Value>(
    _ db: Database,
    _ sql: String,
    _ values: [StoredValue],
    _ read: (PreparedSQL) throws -> Value
  ) throws -> Value? {
    let statement = try PreparedSQL(db, sql)
    statement.bind(values)
    guard try statement.step() else { return nil }
    defer { statement.reset() }
    return try read(statement)
  }

  private static func insert(
    _ token: String,
    of login: Login,
    expires: Int64,
    _ db: Database
  ) throws {
    try PreparedSQL(db, "INSERT INTO dsql_refresh VALUES (?, ?, ?, 0)").run([
      .text(OpaqueToken.hash(of: token)), .text(login.id), .integer(expires),
    ])
  }

  /// How long a login is remembered: as long as anything of it may come back.
  private static func remembered(_ options: IdentityOptions) -> Int64 {
    max(options.refreshTokenSeconds, options.codeSeconds) + options.accessTokenSeconds
  }

  private static func removeOld(_ db: Database, at seconds: Int64) throws {
    for sql in [
      "DELETE FROM dsql_refresh WHERE login_id IN (SELECT id FROM dsql_login WHERE expires <= ?)",
      "DELETE FROM dsql_code WHERE login_id IN (SELECT id FROM dsql_login WHERE expires <= ?)",
      "DELETE FROM dsql_login WHERE expires <= ?",
    ] {
      try PreparedSQL(db, sql).run([.integer(seconds)])
    }
  }

  /// What the entity of users says of a person.
  static func isActive(_ user: LocalUser, _ db: Database) throws -> Bool {
    guard let table = try userTable(db) else { return false }
    return try row(
      db,
      "SELECT v3 FROM \(table) WHERE id = ?",
      [.text(user.id)]
    ) { $0.integer(0) != 0 } ?? false
  }

  /// The table of the entity of users.
  static func userTable(_ db: Database) throws -> String? {
    try row(
      db,
      "SELECT key FROM dsql_entity WHERE id = ?",
      [.text(SystemFields.systemUserEntity)]
    ) { "r\($0.integer(0))" }
  }
}
