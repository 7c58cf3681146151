import DSQLTypes

/// How the columns of a batch stand in a table of SQLite.
struct BatchLayout: Hashable, Sendable {
  struct Column: Hashable, Sendable {
    /// The column in the batch.
    var position: Int
    var type: DataType
    /// The column's name in SQL.
    var name: String
    /// Whether it is not the value but a key of it that memcmp orders.
    var isKey: Bool
  }

  var columns: [Column]
  /// How texts that keys are made of are compared.
  var collation = Collation.language

  /// `c5, c7, k5`, in their order.
  var names: String { columns.map(\.name).joined(separator: ", ") }
}
