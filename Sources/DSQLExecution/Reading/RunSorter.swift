import DSQLCatalog
import DSQLPlan
import DSQLTypes
import Synchronization

/// Finishes a sort that the service began: sorts rows that agree in the first keys by the others.
///
/// A class because it holds a run while its stream is read; a lock guards it.
final class RunSorter: Sendable {
  /// A row with the values of its keys.
  private struct Row {
    var batch: RowBatch
    var index: Int
    var run: [Value]
    var rest: [Value]
  }

  private struct State {
    /// The rows of the run that is not known to be over.
    var open: [Row] = []
    var isAtEnd = false
  }

  private let sort: RunSort
  private let computation: any RowComputation
  private let columnCount: Int
  private let state = Mutex(State())

  /// Throws what the local computation throws for keys that it cannot compute.
  init(_ sort: RunSort, over scan: Scan, local: any LocalComputation) throws {
    self.sort = sort
    columnCount = scan.columns.count
    let columns = scan.columns.map { column in
      let name = scan.table.columns[column.index].name
      let bound = BoundColumn(relation: scan.relation, index: column.index, name: name)
      return BoundItem(BoundExpression(.column(bound), column.type), name: name)
    }
    let keys = (sort.run + sort.rest).map { BoundItem($0.expression, name: "") }
    computation = try local.rowComputation(
      relation: scan.relation,
      columns: scan.columns,
      predicate: nil,
      items: columns + keys
    )
  }

  /// The rows in order, a batch for each batch of the input that ends a run.
  func sorted(_ input: RowBatchStream) -> RowBatchStream {
    RowBatchStream { [self] in
      while !state.withLock({ $0.isAtEnd }) {
        let batch = try await input.nextBatch()
        let done = try await Self.advance(self, batch)
        if let done, done.rowCount > 0 { return done }
      }
      return nil
    }
  }

  /// Computes away from the reader's actor.
  @concurrent
  private static func advance(_ sorter: RunSorter, _ batch: RowBatch?) async throws -> RowBatch? {
    let rows = try batch.map { try sorter.rows(of: $0) }
    let finished = sorter.state.withLock { state -> [Row] in
      guard let rows else {
        state.isAtEnd = true
        defer { state.open = [] }
        return sorter.ordered(state.open)
      }
      var finished: [Row] = []
      for row in rows {
        if let first = state.open.first, sorter.order(first.run, row.run, sorter.sort.run) != 0 {
          finished += sorter.ordered(state.open)
          state.open = []
        }
        state.open.append(row)
      }
      return finished
    }
    return finished.isEmpty ? nil : gathered(finished)
  }

  private func rows(of batch: RowBatch) throws -> [Row] {
    let computed = try computation.process(batch)
    let runCount = sort.run.count
    return (0..<computed.rowCount).map { index in
      let keys = (columnCount..<computed.columns.count).map {
        computed.value(row: index, column: $0)
      }
      return Row(
        batch: batch,
        index: index,
        run: Array(keys[..<runCount]),
        rest: Array(keys[runCount...])
      )
    }
  }

  private func ordered(_ rows: [Row]) -> [Row] {
    if rows.count < 2 { return rows }
    let places = rows.indices.sorted { left, right in
      let order = order(rows[left].rest, rows[right].rest, sort.rest)
      return order == 0 ? left < right : order < 0
    }
    return places.map { rows[$0] }
  }

  private static func gathered(_ rows: [Row]) -> RowBatch {
    var result = RowBatch.empty(rows[0].batch.schema)
    result.rowCount = rows.count
    for row in rows {
      for column in result.columns.indices {
        result.columns[column].append(
          row.batch.value(row: row.index, column: column),
          type: result.schema.columns[column].type
        )
      }
    }
    return result
  }

  /// The order of two rows by their keys: negative, 0 or positive.
  private func order(_ left: [Value], _ right: [Value], _ keys: [RunSort.Key]) -> Int {
    for (index, key) in keys.enumerated() {
      let (a, b) = (left[index], right[index])
      if a.isNull || b.isNull {
        if a.isNull, b.isNull { continue }
        return a.isNull == key.nullsFirst ? -1 : 1
      }
      let order = Self.compare(a, b, key.textRule)
      if order != 0 { return key.isDescending ? -order : order }
    }
    return 0
  }

  /// The order of two values of one type that are not NULL.
  private static func compare(_ left: Value, _ right: Value, _ rule: TextRule) -> Int {
    switch (left, right) {
    case (.boolean(let a), .boolean(let b)): a == b ? 0 : a ? 1 : -1
    case (.integer(let a), .integer(let b)): order(a, b)
    case (.choice(let a), .choice(let b)): order(a, b)
    case (.decimal(let a), .decimal(let b)): order(a, b)
    case (.double(let a), .double(let b)): order(a, b)
    case (.date(let a), .date(let b)): order(a, b)
    case (.timestamp(let a), .timestamp(let b)): order(a, b)
    case (.uuid(let a), .uuid(let b)): bytes(a, b)
    case (.text(let a), .text(let b)): rule == .folded ? TextComparison.compare(a, b) : bytes(a, b)
    default: 0
    }
  }

  private static func order<Key: Comparable>(_ left: Key, _ right: Key) -> Int {
    left < right ? -1 : right < left ? 1 : 0
  }

  private static func bytes(_ left: String, _ right: String) -> Int {
    left.utf8.lexicographicallyPrecedes(right.utf8)
      ? -1 : right.utf8.lexicographicallyPrecedes(left.utf8) ? 1 : 0
  }
}
