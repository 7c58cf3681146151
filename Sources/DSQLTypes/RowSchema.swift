/// The columns of a result or a batch, in order.
package struct RowSchema: Hashable, Sendable {
  package var columns: [SchemaColumn]

  package init(_ columns: [SchemaColumn]) { self.columns = columns }
}

/// One column of a result.
package struct SchemaColumn: Hashable, Sendable {
  /// The title, as `language.md` §2 names columns; need not be unique.
  package var name: String
  package var type: DataType

  package init(_ name: String, _ type: DataType) {
    self.name = name
    self.type = type
  }
}
