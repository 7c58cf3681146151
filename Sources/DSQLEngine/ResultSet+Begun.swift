import DSQLTypes

extension ResultSet {
  /// The same rows, their first batch pulled.
  ///
  /// Calls: those of the first batch.
  func begun() async throws -> ResultSet {
    var source = batches.makeAsyncIterator()
    guard let batch = try await source.next() else {
      return ResultSet(schema: schema, batches: RowBatchStream { nil })
    }
    let first = OnceOnly(batch)
    let rest = source
    return ResultSet(
      schema: schema,
      batches: RowBatchStream {
        if let batch = first.take() { return batch }
        var rest = rest
        return try await rest.next()
      }
    )
  }
}
