import DSQLAPI
import DSQLCatalog
import DSQLExecution
import DSQLPlan
import DSQLTestSupport
import DSQLTypes
import Testing

/// Tables, scans and records for the tests of this room.
enum Samples {
  static func table(_ name: String) throws -> Table {
    guard case .found(let table) = SampleCatalog.make().table(named: name, matching: .exact) else {
      throw SampleError()
    }
    return table
  }

  static func index(_ column: String, _ table: Table) throws -> Int {
    try #require(table.columns.firstIndex { $0.name == column })
  }

  static func scan(
    _ columns: [String] = ["Id", "Name"],
    of name: String = "Supplier",
    offset: Int = 0,
    limit: Int? = nil,
    pageSize: Int = 1000
  ) throws -> Scan {
    let table = try table(name)
    return Scan(
      relation: RelationID(1),
      table: table,
      columns: try columns.map { name in
        let index = try index(name, table)
        return ScanColumn(index: index, type: table.columns[index].type)
      },
      sort: [SortOption(field: "Id")],
      offset: offset,
      limit: limit,
      pageSize: pageSize
    )
  }

  static func suppliers(_ count: Int) -> [ScriptedService.Record] {
    (0..<count).map { ["Id": .uuid(ScriptedService.id($0)), "Name": .text("S\($0)")] }
  }

  /// The texts of a column, all batches one after another.
  static func texts(_ result: ResultSet, column: Int) async throws -> [String] {
    var texts: [String] = []
    for try await batch in result.batches {
      for row in 0..<batch.rowCount {
        let value = batch.value(row: row, column: column)
        texts.append(
          value.text(type: batch.schema.columns[column].type, zone: .utc) ?? "NULL"
        )
      }
    }
    return texts
  }
}

struct SampleError: Error {}

/// A local computation without SQLite: it knows `column = 'constant'` and columns as items.
struct PlainComputation: LocalComputation {
  struct Rows: RowComputation {
    var columns: [ScanColumn]
    var predicate: BoundExpression?
    var items: [BoundItem]?

    func process(_ batch: RowBatch) throws -> RowBatch {
      var result = RowBatch.empty(batch.schema)
      for row in 0..<batch.rowCount where holds(predicate, batch, row) {
        result.rowCount += 1
        for (index, column) in batch.schema.columns.enumerated() {
          result.columns[index].append(batch.value(row: row, column: index), type: column.type)
        }
      }
      guard let items else { return result }
      let places = items.compactMap { place($0.expression) }
      let schema = RowSchema(items.map { SchemaColumn($0.name, $0.expression.type) })
      return result.selecting(places, schema: schema)
    }

    private func place(_ expression: BoundExpression) -> Int? {
      guard case .column(let column) = expression.kind else { return nil }
      return columns.firstIndex { $0.index == column.index }
    }

    private func holds(_ predicate: BoundExpression?, _ batch: RowBatch, _ row: Int) -> Bool {
      guard let predicate else { return true }
      if case .and(let operands) = predicate.kind {
        return operands.allSatisfy { holds($0, batch, row) }
      }
      guard case .comparison(_, let left, let right, _) = predicate.kind,
        let place = place(left), case .constant(let wanted) = right.kind
      else { return false }
      return batch.value(row: row, column: place) == wanted
    }
  }

  func rowComputation(
    relation: RelationID,
    columns: [ScanColumn],
    predicate: BoundExpression?,
    items: [BoundItem]?
  ) throws -> any RowComputation {
    Rows(columns: columns, predicate: predicate, items: items)
  }

  func run<Outcome>(
    _ query: LocalQuery,
    inputs: [RelationID: RowBatchStream],
    body: (ResultSet) async throws -> Outcome
  ) async throws -> Outcome {
    let streams = inputs.sorted { $0.key < $1.key }.map(\.value)
    let first = streams[0]
    return try await body(ResultSet(schema: query.query.schema, batches: first))
  }
}
