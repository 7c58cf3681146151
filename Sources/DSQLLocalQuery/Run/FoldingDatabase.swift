import DSQLDiagnostics
import DSQLPlan
import DSQLTypes
import Synchronization

/// The connection that folds constants, opened when the first one needs it.
final class FoldingDatabase: Sendable {
  private let database = Mutex<LocalDatabase?>(nil)

  /// The value of an expression without columns.
  func value(of expression: BoundExpression, engine: LocalEngine) throws -> Value {
    let printer = engine.printer(keyedRelations: [])
    let sql = "SELECT \(MovedExpressions.plain(try printer.sql(expression)))"
    return try connected(engine).perform { connection in
      connection.prepareFunctions(for: printer)
      let statement = try connection.prepare(sql)
      var collector = BatchCollector(schema: RowSchema([SchemaColumn("", expression.type)]))
      guard try connection.step(statement) else { return .null }
      collector.append(statement)
      return collector.take().value(row: 0, column: 0)
    }
  }

  private func connected(_ engine: LocalEngine) throws -> LocalDatabase {
    try database.withLock { database in
      if let database { return database }
      let opened = try LocalDatabase(.memory, environment: engine.makeEnvironment())
      database = opened
      return opened
    }
  }
}
