import DSQLDiagnostics
import DSQLPlan
package import DSQLTypes

/// A row-by-row step, prepared once and run for every batch.
///
/// A class, since it owns a connection with a prepared statement. `@unchecked Sendable`: what
/// `computation` holds is touched only inside `database.perform`, which runs one caller at a time; everything else never
/// changes.
package final class RowStage: @unchecked Sendable {
  /// The columns of the batches that come out.
  ///
  /// Without a select list their titles are the input's, which are empty here.
  package let schema: RowSchema
  private let outputs: [Output]
  private let computation: RowComputation?
  /// Whether the input's columns come out as they are, with the input's own schema.
  private let passesThrough: Bool

  /// Where a column of the result comes from.
  private enum Output {
    /// A column of the input, by its place in the batch.
    case input(Int)
    /// A computed column, by its place among those.
    case computed(Int)
  }

  init(
    _ engine: LocalEngine,
    relation: RelationID,
    columns: [ScanColumn],
    predicate: BoundExpression?,
    items: [BoundItem]?
  ) throws {
    var outputs: [Output] = []
    var computed: [BoundItem] = []
    var schema: [SchemaColumn] = []
    if let items {
      for item in items {
        schema.append(SchemaColumn(item.name, item.expression.type))
        if case .column(let column) = item.expression.kind,
          let place = columns.firstIndex(where: { $0.index == column.index })
        {
          outputs.append(.input(place))
        } else {
          outputs.append(.computed(computed.count))
          computed.append(item)
        }
      }
    } else {
      outputs = columns.indices.map(Output.input)
      schema = columns.map { SchemaColumn("", $0.type) }
    }
    self.outputs = outputs
    self.schema = RowSchema(schema)
    passesThrough = items == nil
    computation =
      predicate == nil && computed.isEmpty
      ? nil
      : try Self.prepare(engine, relation, columns, predicate, computed)
  }

  private static func prepare(
    _ engine: LocalEngine,
    _ relation: RelationID,
    _ columns: [ScanColumn],
    _ predicate: BoundExpression?,
    _ computed: [BoundItem]
  ) throws -> RowComputation {
    let printer = engine.printer(keyedRelations: [])
    var selected = predicate == nil ? [] : ["rowid"]
    selected += try computed.map { try printer.sql($0.expression) }
    let table = SQLitePrinter.table(relation)
    var sql = "SELECT \(selected.joined(separator: ", ")) FROM \(table)"
    if let predicate { sql += " WHERE \(try printer.sql(predicate))" }
    let layout = BatchLayout(
      columns: columns.enumerated().map { position, column in
        BatchLayout.Column(
          position: position,
          type: column.type,
          name: SQLitePrinter.column(column.index),
          isKey: false
        )
      }
    )
    sql = MovedExpressions.plain(sql)
    let source = BatchSource(layout: layout, arrival: .single)
    let database = try LocalDatabase(.memory, environment: engine.makeEnvironment())
    let statement = try database.perform { connection in
      connection.prepareFunctions(for: printer)
      try connection.execute(connection.module.add(source, table: table))
      return try connection.prepare(sql)
    }
    return RowComputation(
      database: database,
      statement: statement,
      source: source,
      schema: RowSchema(computed.map { SchemaColumn($0.name, $0.expression.type) }),
      filters: predicate != nil
    )
  }

  /// Runs the step over a batch.
  ///
  /// - Parameter batch: Rows whose columns are those that the step was prepared for.
  /// - Returns: The rows that are kept, in their order, with the columns of `schema`.
  /// - Throws: `LocalQueryError` where an expression fails on a row.
  package func process(_ batch: RowBatch) throws(LocalQueryError) -> RowBatch {
    let schema = passesThrough ? batch.schema : self.schema
    if batch.rowCount == 0 { return .empty(schema) }
    guard let computation else { return output(batch, .empty(RowSchema([])), schema) }
    do {
      let (kept, computed) = try computation.run(batch)
      if kept == nil || kept?.count == batch.rowCount { return output(batch, computed, schema) }
      return output(batch.gathering(kept ?? []), computed, schema)
    } catch {
      throw LocalQueryError(Diagnostic(local: error))
    }
  }

  private func output(_ input: RowBatch, _ computed: RowBatch, _ schema: RowSchema) -> RowBatch {
    RowBatch(
      schema: schema,
      rowCount: input.rowCount,
      columns: outputs.map { output in
        switch output {
        case .input(let place): input.columns[place]
        case .computed(let place): computed.columns[place]
        }
      }
    )
  }
}
