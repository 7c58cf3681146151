import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Puts the whole texts in place of the markers that a page has for long text.
///
/// Only the read of a single record answers such a text (`data-service-api.md` §3.9).
struct LongTextReader: Sendable {
  /// Records that are read at once, and the rows of a batch: texts are long.
  private static let group = 8

  let scan: Scan
  let service: any RecordService
  let monitor: ExecutionMonitor
  /// Where the long texts stand among the scan's columns.
  let positions: [Int]
  private let keyColumn: Int

  /// Nil where the scan reads no long text.
  init?(_ scan: Scan, service: any RecordService, monitor: ExecutionMonitor) {
    let positions = scan.columns.indices.filter { position in
      if case .longText = scan.table.columns[scan.columns[position].index].fieldType {
        return true
      }
      return false
    }
    guard !positions.isEmpty, let keyColumn = scan.keyColumn else { return nil }
    self.scan = scan
    self.service = service
    self.monitor = monitor
    self.positions = positions
    self.keyColumn = keyColumn
  }

  /// Whether an expression needs one of the texts.
  func isRead(by expression: BoundExpression) -> Bool {
    expression.columnsRead.contains { column in
      column.relation == scan.relation
        && positions.contains { scan.columns[$0].index == column.index }
    }
  }

  /// The rows with their texts, in small batches.
  ///
  /// Calls: one for each row that has such a text, when its batch is pulled.
  func filled(_ input: RowBatchStream) -> RowBatchStream {
    let source = RowSlicer(input, rows: Self.group)
    return RowBatchStream {
      guard let batch = try await source.next() else { return nil }
      return try await fill(batch)
    }
  }

  private func fill(_ batch: RowBatch) async throws -> RowBatch {
    let found = try await texts(of: batch)
    var result = batch
    for (order, position) in positions.enumerated() {
      let type = scan.columns[position].type
      var column = RowColumn(type: type)
      for row in 0..<batch.rowCount {
        if let record = found[row], record.rowCount > 0 {
          column.append(record.value(row: 0, column: order), type: type)
        } else {
          column.appendNull()
        }
      }
      result.columns[position] = column
    }
    let gone = found.values.count { $0.rowCount == 0 }
    guard gone > 0 else { return result }
    monitor.add(rowsVanished: gone, scan: scan.relation)
    return result.keeping { found[$0]?.rowCount != 0 }
  }

  /// The long texts by row; a batch without rows where the record is no longer there.
  private func texts(of batch: RowBatch) async throws -> [Int: RowBatch] {
    let columns = positions.map { scan.pageColumns[$0] }
    return try await withThrowingTaskGroup(of: (Int, RowBatch).self) { group in
      for row in 0..<batch.rowCount
      where positions.contains(where: { !batch.columns[$0].isNull(row) }) {
        let id = batch.columns[keyColumn].text(row)
        group.addTask { (row, try await self.record(id, columns: columns)) }
      }
      var found: [Int: RowBatch] = [:]
      for try await (row, record) in group { found[row] = record }
      return found
    }
  }

  private func record(_ id: String, columns: [PageColumn]) async throws -> RowBatch {
    do {
      let answer = try await monitor.call(scan: scan.relation) { () throws(ServiceError) in
        try await service.wholeRecord(id, of: scan.table.address, columns: columns)
      }
      return answer.value.rows
    } catch let error as ServiceError where error.code == .notFound {
      return .empty(RowSchema([]))
    }
  }
}
