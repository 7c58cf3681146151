import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

/// Sorts the rows of an INSERT … ON CONFLICT into those that are inserted and those whose record is
/// changed, and checks both before anything is sent.
struct ConflictCheck {
  private(set) var inserts: WriteCheck
  private(set) var updates: WriteCheck
  private(set) var sources: [RowBatch] = []
  private let changes: Bool
  /// The column that says whether a record is changed; nil where each is.
  private let condition: Int?
  /// The records that are changed.
  private var changed: Set<String> = []
  private let spans: [SourceSpan]
  private var rowCount = 0
  /// The first row whose key an earlier one has.
  private var repeated: Int?

  init(_ node: Insert, _ conflict: InsertConflict, emptyIsNull: Bool) {
    changes = !conflict.updateTargets.isEmpty
    condition =
      conflict.isConditional
      ? 2 + node.targets.count + conflict.updateTargets.count : nil
    spans = node.rowSpans
    inserts = WriteCheck(
      .insert,
      encoder: RecordEncoder(
        node.table,
        targets: node.targets,
        verb: .insert,
        firstColumn: 2,
        emptyIsNull: emptyIsNull
      ),
      spans: node.rowSpans
    )
    updates = WriteCheck(
      .update,
      encoder: RecordEncoder(
        node.table,
        targets: conflict.updateTargets,
        verb: .update,
        firstColumn: 2 + node.targets.count,
        emptyIsNull: emptyIsNull
      ),
      spans: node.rowSpans
    )
  }

  /// The rows that are written.
  var count: Int { inserts.rows.count + updates.rows.count }

  /// Adds rows of the record's `Id`, the number of the row among those of its key, and the values.
  mutating func add(_ batch: RowBatch) {
    sources.append(batch)
    for row in 0..<batch.rowCount {
      rowCount += 1
      let id = batch.columns[0].isNull(row) ? nil : batch.columns[0].text(row)
      if isRepeated(batch, row, id) {
        if changes { repeated = repeated ?? rowCount }
        continue
      }
      if let id {
        if !changes || !isMet(batch, row) { continue }
        changed.insert(id)
      }
      let written = WriteRow(
        number: rowCount,
        id: id,
        values: RecordValues(),
        source: sources.count - 1,
        sourceRow: row
      )
      if id == nil {
        inserts.add(written, of: batch)
      } else {
        updates.add(written, of: batch)
      }
    }
  }

  /// Whether an earlier row has written the record of a row.
  private func isRepeated(_ batch: RowBatch, _ row: Int, _ id: String?) -> Bool {
    if condition != nil, let id { return changed.contains(id) }
    guard case .integer(let place) = batch.value(row: row, column: 1) else { return false }
    return place > 1
  }

  /// Whether the record of a row is to be changed.
  private func isMet(_ batch: RowBatch, _ row: Int) -> Bool {
    guard let condition else { return true }
    return batch.value(row: row, column: condition) == .boolean(true)
  }

  /// What the user is told about the faults; nil where there are none.
  var diagnostic: Diagnostic? {
    if let repeated {
      return Diagnostic(
        .tooManyRows,
        "ON CONFLICT DO UPDATE cannot write a record a second time",
        span: spans.indices.contains(repeated - 1) ? spans[repeated - 1] : nil,
        detail: "Row \(repeated.grouped) has the key of an earlier one. Nothing was sent.",
        hint: "Let each key come once."
      )
    }
    return inserts.diagnostic ?? updates.diagnostic
  }

  /// The rows that are written, as a person is to see them: what is done, the record's `Id`, and
  /// the values.
  func preview(of node: Insert, _ conflict: InsertConflict) -> RowBatch {
    let shown =
      node.targets + conflict.updateTargets.filter { !node.targets.contains($0) }
    let columns = shown.map {
      SchemaColumn(node.table.columns[$0].name, node.table.columns[$0].type)
    }
    let schema = RowSchema(
      [SchemaColumn("Action", .text), SchemaColumn("Id", .uuid)] + columns
    )
    var result = RowBatch.empty(schema)
    let rows = (inserts.rows + updates.rows).sorted { $0.number < $1.number }
    for row in rows {
      let batch = sources[row.source]
      let targets = row.id == nil ? node.targets : conflict.updateTargets
      let first = row.id == nil ? 2 : 2 + node.targets.count
      result.columns[0].append(.text(row.id == nil ? "INSERT" : "UPDATE"), type: .text)
      result.columns[1].append(row.id.map { .uuid($0) } ?? .null, type: .uuid)
      for (place, target) in shown.enumerated() {
        let value = targets.firstIndex(of: target).map {
          batch.value(row: row.sourceRow, column: first + $0)
        }
        result.columns[place + 2].append(value ?? .null, type: columns[place].type)
      }
    }
    result.rowCount = rows.count
    return result
  }
}
