import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

/// A write as this room sees it, whatever its verb.
struct WriteJob: Sendable {
  private(set) var verb: WriteVerb
  let table: Table
  /// Indices into the table's columns; none in a delete.
  private(set) var targets: [Int]
  let source: PlanNode
  let returning: Returning?
  /// Whether the rows count for `MAX_WRITE_ROWS`.
  let countsRows: Bool
  /// The place of each row in the statement, if it has one.
  var spans: [SourceSpan] = []
  /// Whether the records were named and not read, so that one that is not there is no error.
  private(set) var mayLackRecords = false
  /// The record whose answer tells how an empty text is stored.
  var watch: EmptyTextWatch?

  init(_ node: Insert) {
    verb = .insert
    table = node.table
    targets = node.targets
    source = node.source
    returning = node.returning
    countsRows = node.isFromQuery
    spans = node.rowSpans
  }

  init(_ node: Update) {
    verb = .update
    table = node.table
    targets = node.targets
    source = node.source
    returning = node.returning
    countsRows = true
    mayLackRecords = node.namesRecords
  }

  init(_ node: Delete) {
    verb = .delete
    table = node.table
    targets = []
    source = node.source
    returning = node.returning
    countsRows = true
    mayLackRecords = node.namesRecords
  }

  /// The records that an INSERT … ON CONFLICT DO UPDATE changes.
  init(updating conflict: InsertConflict, of node: Insert) {
    self.init(node)
    verb = .update
    targets = conflict.updateTargets
  }

  /// Rows that somebody else provides.
  init(copyInto table: Table, targets: [Int]) {
    verb = .insert
    self.table = table
    self.targets = targets
    source = .rows(ConstantRows(schema: RowSchema([]), rows: []))
    returning = nil
    countsRows = false
  }

  /// The write of a node; nil for one that reads or changes the schema.
  init?(_ node: PlanNode) {
    switch node {
    case .insert(let insert): self.init(insert)
    case .update(let update): self.init(update)
    case .delete(let delete): self.init(delete)
    case .scan, .count, .rows, .filter, .projection, .limit, .localQuery, .schemaChange: return nil
    }
  }

  /// What the answers of inserts and updates are decoded to; `Id` is the first.
  var answerColumns: [PageColumn] {
    guard let returning, verb != .delete else {
      return [PageColumn(["Id"], .uuid)] + (watch?.columns ?? [])
    }
    return returning.columns.map { PageColumn([table.columns[$0.index].name], $0.type) }
  }
}
