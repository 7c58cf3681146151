import GRDB

/// The store's own tables; each entity has one more, `r` and its key, for its records.
enum StoreTables {
  /// The layout that this version writes and reads, kept in SQLite's `user_version`.
  static let version: Int64 = 2

  /// Earlier layouts, which become this one when they are opened.
  static let upgradable: ClosedRange<Int64> = 1...1

  static func create(in db: Database) throws {
    try createData(in: db)
    try IdentityTables.create(in: db)
    try db.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// Brings an earlier layout up to this one.
  static func upgrade(_ db: Database, from earlier: Int64) throws {
    if earlier < 2 {
      try IdentityTables.create(in: db)
      try SystemContent.addRobot(to: db)
    }
    try db.execute(sql: "PRAGMA user_version = \(version)")
  }

  private static func createData(in db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE dsql_state (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          signing_key TEXT NOT NULL,
          schema_revision INTEGER NOT NULL,
          data_revision INTEGER NOT NULL,
          id_time INTEGER NOT NULL,
          id_counter INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE dsql_entity (
          key INTEGER PRIMARY KEY AUTOINCREMENT,
          id TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL,
          display_name TEXT NOT NULL,
          description TEXT NOT NULL,
          kind TEXT NOT NULL,
          folder_id TEXT NOT NULL,
          is_rbac_enabled INTEGER NOT NULL,
          record_count INTEGER NOT NULL,
          next_number INTEGER NOT NULL,
          create_time TEXT NOT NULL,
          created_by TEXT NOT NULL,
          update_time TEXT NOT NULL,
          updated_by TEXT NOT NULL
        ) STRICT;
        CREATE TABLE dsql_field (
          entity_key INTEGER NOT NULL,
          number INTEGER NOT NULL,
          place INTEGER NOT NULL,
          id TEXT NOT NULL,
          name TEXT NOT NULL,
          display_name TEXT NOT NULL,
          description TEXT NOT NULL,
          display_type TEXT NOT NULL,
          sql_type TEXT NOT NULL,
          length_limit INTEGER,
          decimals INTEGER,
          minimum TEXT,
          maximum TEXT,
          flags INTEGER NOT NULL,
          default_value TEXT,
          choice_set_id TEXT,
          reference_entity_id TEXT,
          reference_field_id TEXT,
          next_value INTEGER NOT NULL,
          create_time TEXT NOT NULL,
          created_by TEXT NOT NULL,
          update_time TEXT NOT NULL,
          updated_by TEXT NOT NULL,
          PRIMARY KEY (entity_key, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE dsql_choice (
          set_id TEXT NOT NULL,
          number INTEGER NOT NULL,
          id TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL,
          display_name TEXT NOT NULL,
          create_time TEXT NOT NULL,
          created_by TEXT NOT NULL,
          update_time TEXT NOT NULL,
          updated_by TEXT NOT NULL,
          PRIMARY KEY (set_id, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE dsql_attachment (
          id TEXT PRIMARY KEY,
          entity_key INTEGER NOT NULL,
          record_id TEXT NOT NULL,
          field_number INTEGER NOT NULL,
          name TEXT NOT NULL,
          type TEXT NOT NULL,
          size INTEGER NOT NULL,
          content BLOB NOT NULL,
          create_time TEXT NOT NULL,
          created_by TEXT NOT NULL,
          update_time TEXT NOT NULL,
          updated_by TEXT NOT NULL
        ) STRICT;
        """
    )
  }
}
