package import DSQLAPI
package import DSQLCatalog
package import DSQLDiagnostics

/// Inserts the rows that `source` answers: one record by the single call, more in batches.
///
/// `INSERT INTO table (targets) source RETURNING …`.
package struct Insert: Hashable, Sendable {
  package var table: Table
  /// Indices into `Table.columns`, one for each column of `source`.
  package var targets: [Int]
  /// Rows in the types of the targets; a choice is its number, a multiple choice its JSON array of
  /// labels.
  package var source: PlanNode
  /// Whether the rows come from a query, hence count for `MAX_WRITE_ROWS`.
  package var isFromQuery: Bool
  package var returning: Returning?
  /// The place of each VALUES row in the text, for messages; empty for a query.
  package var rowSpans: [SourceSpan]

  package init(
    table: Table,
    targets: [Int],
    source: PlanNode,
    isFromQuery: Bool,
    returning: Returning?,
    rowSpans: [SourceSpan] = []
  ) {
    self.table = table
    self.targets = targets
    self.source = source
    self.isFromQuery = isFromQuery
    self.returning = returning
    self.rowSpans = rowSpans
  }
}

/// Changes the records that `source` finds: one by the single call, more in batches.
///
/// `UPDATE table SET targets = … FROM … WHERE … RETURNING …`.
package struct Update: Hashable, Sendable {
  package var table: Table
  /// Indices into `Table.columns`.
  package var targets: [Int]
  /// Rows of `Id`, then one value for each target in its type; an id that comes twice is written
  /// once.
  package var source: PlanNode
  /// Whether the statement has a WHERE that can be false, or names another table.
  package var isRestricted: Bool
  package var returning: Returning?

  package init(
    table: Table,
    targets: [Int],
    source: PlanNode,
    isRestricted: Bool,
    returning: Returning?
  ) {
    self.table = table
    self.targets = targets
    self.source = source
    self.isRestricted = isRestricted
    self.returning = returning
  }
}

/// Deletes the records that `source` finds: one by the single call, more in batches.
///
/// `DELETE FROM table USING … WHERE … RETURNING …`.
package struct Delete: Hashable, Sendable {
  package var table: Table
  /// Rows of `Id`, then one column for each of `returning.columns`.
  package var source: PlanNode
  /// Whether the statement has a WHERE that can be false, or names another table.
  package var isRestricted: Bool
  package var returning: Returning?

  package init(
    table: Table,
    source: PlanNode,
    isRestricted: Bool,
    returning: Returning?
  ) {
    self.table = table
    self.source = source
    self.isRestricted = isRestricted
    self.returning = returning
  }
}

/// `RETURNING items`: computed row by row over the records as they were stored (or deleted).
package struct Returning: Hashable, Sendable {
  /// The relation that the items' columns belong to.
  package var relation: RelationID
  /// The columns that the items need, `Id` first.
  package var columns: [ScanColumn]
  package var items: [BoundItem]

  package init(relation: RelationID, columns: [ScanColumn], items: [BoundItem]) {
    self.relation = relation
    self.columns = columns
    self.items = items
  }
}

/// A change of the schema.
package enum SchemaChange: Hashable, Sendable {
  case createEntity(EntityDraft)
  case dropEntity(id: String, name: String)
  /// Creates a set and then each of its choices, in order.
  case createChoiceSet(name: String, displayName: String, choices: [ChoiceDraft])
  case dropChoiceSet(id: String, name: String)
  /// Nothing is to be done (`IF [NOT] EXISTS`), and a notice says so.
  case none
}

/// A choice that is to be created.
package struct ChoiceDraft: Hashable, Sendable {
  package var name: String
  package var label: String

  package init(name: String, label: String) {
    self.name = name
    self.label = label
  }
}
