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
  /// What becomes of rows whose key a record has already; nil is for the service to refuse.
  package var conflict: InsertConflict?
  /// Whether the rows come from a query, hence count for `MAX_WRITE_ROWS`.
  package var isFromQuery: Bool
  package var returning: Returning?
  /// The place of each VALUES row in the text, for messages; empty for a query.
  package var rowSpans: [SourceSpan]

  package init(
    table: Table,
    targets: [Int],
    source: PlanNode,
    conflict: InsertConflict? = nil,
    isFromQuery: Bool,
    returning: Returning?,
    rowSpans: [SourceSpan] = []
  ) {
    self.table = table
    self.targets = targets
    self.source = source
    self.conflict = conflict
    self.isFromQuery = isFromQuery
    self.returning = returning
    self.rowSpans = rowSpans
  }
}

/// `ON CONFLICT (keys) DO NOTHING`, or `DO UPDATE SET updateTargets = … [WHERE …]`.
///
/// With it the source's rows have two columns before those of the targets and one for each update
/// target after them: the `Id` of the record that has the key, NULL where none has; the number of the
/// row among those of the same key, from 1 (1 where a key is NULL); the values of the targets; the
/// values of the update targets, computed over the old record and the row; with WHERE whether the
/// condition holds for them, where not the record is left as it is.
///
/// The second row of a key is left out by DO NOTHING and is an error for DO UPDATE (21000), unless
/// the record was left as it is.
package struct InsertConflict: Hashable, Sendable {
  /// Indices into `Table.columns`.
  package var keys: [Int]
  /// Indices into `Table.columns`; empty for DO NOTHING.
  package var updateTargets: [Int]
  /// Whether DO UPDATE has a WHERE.
  package var isConditional: Bool

  package init(keys: [Int], updateTargets: [Int], isConditional: Bool = false) {
    self.keys = keys
    self.updateTargets = updateTargets
    self.isConditional = isConditional
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
  /// Whether the WHERE names the records by `Id` and nothing of them is read: one that is not there
  /// is passed over.
  package var namesRecords: Bool

  package init(
    table: Table,
    targets: [Int],
    source: PlanNode,
    isRestricted: Bool,
    returning: Returning?,
    namesRecords: Bool = false
  ) {
    self.table = table
    self.targets = targets
    self.source = source
    self.isRestricted = isRestricted
    self.returning = returning
    self.namesRecords = namesRecords
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
  /// Whether the WHERE names the records by `Id` and nothing of them is read: one that is not there
  /// is passed over.
  package var namesRecords: Bool

  package init(
    table: Table,
    source: PlanNode,
    isRestricted: Bool,
    returning: Returning?,
    namesRecords: Bool = false
  ) {
    self.table = table
    self.source = source
    self.isRestricted = isRestricted
    self.returning = returning
    self.namesRecords = namesRecords
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
  case alterEntity(id: String, name: String, EntityEdit)
  case dropEntity(id: String, name: String)
  /// Creates a set and then each of its choices, in order.
  case createChoiceSet(
    name: String,
    displayName: String,
    folderKey: String? = nil,
    choices: [ChoiceDraft]
  )
  case addChoice(ChoiceDraft, setName: String)
  case renameChoice(id: String, label: String, setName: String)
  case dropChoices(ids: [String], setID: String, setName: String)
  case dropChoiceSet(id: String, name: String)
  /// Nothing is to be done (`IF [NOT] EXISTS`), and a notice says so.
  case none
}

/// A change of one entity's schema.
///
/// A change of fields reads the entity first and sends its whole field list, so that what the
/// statement does not name stays as it is (`data-service-api.md` §2.10).
package enum EntityEdit: Hashable, Sendable {
  case addField(EntityField)
  /// Drops a field with its values.
  case dropField(String)
  case setFieldDisplayName(String, field: String)
  case setDisplayName(String)
  case setDescription(String)
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
