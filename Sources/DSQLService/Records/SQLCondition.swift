/// A piece of SQL with the values of its parameters, in order.
struct SQLCondition: Hashable, Sendable {
  var sql: String
  var values: [StoredValue]

  init(_ sql: String, _ values: [StoredValue] = []) {
    self.sql = sql
    self.values = values
  }

  /// What no record fulfils.
  static let never = SQLCondition("0")

  /// Puts conditions together; nil for none.
  static func combined(_ parts: [SQLCondition], isOr: Bool) -> SQLCondition? {
    guard parts.count > 1 else { return parts.first }
    return SQLCondition(
      "(\(parts.map(\.sql).joined(separator: isOr ? " OR " : " AND ")))",
      parts.flatMap(\.values)
    )
  }
}
