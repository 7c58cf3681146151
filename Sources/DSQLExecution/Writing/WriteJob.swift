import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

/// A write as this room sees it, whatever its verb.
struct WriteJob: Sendable {
  var verb: WriteVerb
  var table: Table
  /// Indices into the table's columns; none in a delete.
  var targets: [Int]
  var source: PlanNode
  var returning: Returning?
  /// Whether the rows count for `MAX_WRITE_ROWS`.
  var countsRows: Bool
  /// The place of each row in the statement, if it has one.
  var spans: [SourceSpan] = []

  /// What the answers of inserts and updates are decoded to; `Id` is the first.
  var answerColumns: [PageColumn] {
    guard let returning, verb != .delete else { return [PageColumn(["Id"], .uuid)] }
    return returning.columns.map { PageColumn([table.columns[$0.index].name], $0.type) }
  }
}
