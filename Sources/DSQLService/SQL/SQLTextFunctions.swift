import GRDB

/// Functions of SQLite that compare computed texts as the store compares its own.
enum SQLTextFunctions {
  /// The SQL of what is equal where two texts are.
  static func equalityKey(_ sql: String) -> String { "dsql_key(\(sql))" }

  /// The SQL of a text as LIKE looks into it.
  static func searchKey(_ sql: String) -> String { "dsql_search(\(sql))" }

  /// Adds the functions to a connection.
  static func register(for traits: EmbeddedTraits, in db: Database) {
    let keys = TextKeys(traits)
    for (name, body): (String, @Sendable (String) -> String) in [
      ("dsql_key", { keys.equalityKey($0) }), ("dsql_search", { keys.searchKey($0) }),
    ] {
      db.add(
        function: DatabaseFunction(name, argumentCount: 1, pure: true) { values in
          values.first.flatMap { String.fromDatabaseValue($0) }.map(body)
        }
      )
    }
  }
}
