package import DSQLAPI

/// An entity as the language sees it.
package struct Table: Hashable, Sendable {
  package let address: EntityAddress
  package let displayName: String
  package let description: String
  package let kind: EntityDefinition.Kind
  /// `Id` first, then what people made in schema order, then the fields that the service keeps.
  package let columns: [Column]
  /// Whether records can be written: a native entity of people's making.
  package let isWritable: Bool
  /// The service's count of records when the schema was read, nil where it did not say.
  package let recordCount: Int?
  /// Whether roles of the organisation grant rights on it one by one.
  package let isAccessControlled: Bool

  package init(
    address: EntityAddress,
    displayName: String,
    description: String,
    kind: EntityDefinition.Kind,
    columns: [Column],
    isWritable: Bool,
    recordCount: Int?,
    isAccessControlled: Bool = false
  ) {
    self.address = address
    self.displayName = displayName
    self.description = description
    self.kind = kind
    self.columns = columns
    self.isWritable = isWritable
    self.recordCount = recordCount
    self.isAccessControlled = isAccessControlled
  }

  package var name: String { address.name }

  /// The index of `Id` in `columns`; nil for an entity that lists no key.
  package var keyIndex: Int? { columns.firstIndex { $0.isPrimaryKey } }

  /// The indices that `*` stands for: `Id`, then the fields that people made.
  package var starIndices: [Int] {
    columns.indices.filter { columns[$0].isPrimaryKey || !columns[$0].isSystem }
  }

  /// Finds the index of the column that a name means.
  package func column(named name: String, matching: NameMatching) -> NameLookup<Int> {
    NameLookup.find(name, in: Array(columns.indices), matching: matching) { columns[$0].name }
  }

  /// The table with other columns: more of them, found in related records, or those of its groups.
  package func with(columns: [Column], recordCount: Int?) -> Table {
    Table(
      address: address,
      displayName: displayName,
      description: description,
      kind: kind,
      columns: columns,
      isWritable: isWritable,
      recordCount: recordCount,
      isAccessControlled: isAccessControlled
    )
  }
}
