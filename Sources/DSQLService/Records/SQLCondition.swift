/// A piece of SQL with the values of its parameters, in order.
struct SQLCondition: Hashable, Sendable {
  var sql: String
  var values: [StoredValue]
  /// The columns by whose indexes the records can be found.
  var searched: Set<SearchedColumn> = []

  init(_ sql: String, _ values: [StoredValue] = [], searched: Set<SearchedColumn> = []) {
    self.sql = sql
    self.values = values
    self.searched = searched
  }

  /// What no record fulfils.
  static let never = SQLCondition("0")

  /// Puts conditions together; nil for none.
  static func combined(_ parts: [SQLCondition], isOr: Bool) -> SQLCondition? {
    guard parts.count > 1 else { return parts.first }
    return SQLCondition(
      "(\(parts.map(\.sql).joined(separator: isOr ? " OR " : " AND ")))",
      parts.flatMap(\.values),
      searched: parts.reduce(into: []) { $0.formUnion($1.searched) }
    )
  }
}
