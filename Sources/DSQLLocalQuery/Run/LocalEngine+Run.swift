import DSQLDiagnostics
package import DSQLPlan
package import DSQLTypes

extension LocalEngine {
  /// Computes a blocking query over its inputs and hands the result to a function.
  ///
  /// Inputs that are small or read again are staged before the function is called; the others are
  /// pulled as the result is, at most a few batches ahead. When the function returns, or throws, or the task
  /// is cancelled, the computation ends. An error of an input comes out as it is.
  ///
  /// - Parameters:
  ///   - query: The query and the scans that it reads.
  ///   - inputs: The rows of each scan, by its relation, in the scan's columns.
  ///   - body: Uses the result, which lives no longer than the call.
  /// - Returns: What the function answers.
  /// - Throws: `LocalQueryError` for a fault of the computation, else what an input or the function
  ///   throws.
  /// - Calls: those that the inputs make when they are pulled.
  package func run<Answer>(
    _ query: LocalQuery,
    inputs: [RelationID: RowBatchStream],
    body: (ResultSet) async throws -> Answer
  ) async throws -> Answer {
    let run: LocalQueryRun
    do {
      run = try LocalQueryRun(self, query)
    } catch {
      throw LocalQueryError(Diagnostic(local: error))
    }
    return try await withTaskCancellationHandler {
      let streams = try await run.stage(inputs)
      return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await run.feed(streams) }
        group.addTask { await run.compute() }
        // Whatever happens, the thread and the feeds end before this scope does.
        defer {
          run.stop()
          group.cancelAll()
        }
        let batches = RowBatchStream { try await run.output.receive() }
        return try await body(ResultSet(schema: query.query.schema, batches: batches))
      }
    } onCancel: {
      run.stop()
    }
  }
}
