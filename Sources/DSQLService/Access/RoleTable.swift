import FoundationEssentials
import GRDB

/// Where the store keeps the tenant's roles: one row, in the form of a role file.
enum RoleTable {
  static func create(in db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS dsql_role (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          book TEXT NOT NULL
        ) STRICT
        """
    )
  }

  static func load(_ db: Database) throws -> RoleBook {
    let statement = try PreparedSQL(db, "SELECT book FROM dsql_role")
    defer { statement.reset() }
    guard try statement.step() else { return RoleBook() }
    return try JSONDecoder().decode(RoleBook.self, from: Data(statement.text(0).utf8))
  }

  /// Keeps a book, and lets every process read the schema again.
  static func save(_ book: RoleBook, _ db: Database) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(book), as: UTF8.self)
    try PreparedSQL(db, "INSERT OR REPLACE INTO dsql_role VALUES (1, ?)").run([.text(text)])
    try PreparedSQL(db, "UPDATE dsql_state SET schema_revision = schema_revision + 1").run([])
  }
}
