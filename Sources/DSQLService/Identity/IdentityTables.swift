import GRDB

/// The store's tables of logins.
///
/// Whatever opens something is kept as its hash, so that the file gives nobody a way in.
enum IdentityTables {
  static func create(in db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS dsql_consent (
          hash TEXT PRIMARY KEY,
          request TEXT NOT NULL,
          expires INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS dsql_login (
          id TEXT PRIMARY KEY,
          user_id TEXT NOT NULL,
          client_id TEXT NOT NULL,
          scopes TEXT NOT NULL,
          nonce TEXT,
          browser_hash TEXT NOT NULL,
          signed_in INTEGER NOT NULL,
          expires INTEGER NOT NULL,
          is_ended INTEGER NOT NULL,
          is_revoked INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS dsql_login_browser ON dsql_login (browser_hash);
        CREATE TABLE IF NOT EXISTS dsql_code (
          hash TEXT PRIMARY KEY,
          login_id TEXT NOT NULL,
          redirect_uri TEXT NOT NULL,
          challenge TEXT,
          expires INTEGER NOT NULL,
          is_used INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS dsql_refresh (
          hash TEXT PRIMARY KEY,
          login_id TEXT NOT NULL,
          expires INTEGER NOT NULL,
          is_used INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS dsql_personal_token (
          hash TEXT PRIMARY KEY,
          user_id TEXT NOT NULL,
          scopes TEXT NOT NULL,
          expires INTEGER NOT NULL,
          is_revoked INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
    )
  }
}
