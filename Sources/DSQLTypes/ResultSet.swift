/// The rows of a statement: a schema and a stream of batches that are pulled.
///
/// It lives no longer than the scope that handed it out; batches come in row order, each with the
/// result's schema, and may be empty.
package struct ResultSet: Sendable {
  package let schema: RowSchema
  package let batches: RowBatchStream

  package init(schema: RowSchema, batches: RowBatchStream) {
    self.schema = schema
    self.batches = batches
  }
}

/// Batches of rows, made one by one as they are asked for; read once, by one reader.
package struct RowBatchStream: AsyncSequence, Sendable {
  package typealias Element = RowBatch

  private let next: @Sendable () async throws -> RowBatch?

  /// A stream over a function that answers the next batch, or nil when there is none.
  package init(next: @escaping @Sendable () async throws -> RowBatch?) {
    self.next = next
  }

  package func makeAsyncIterator() -> Iterator { Iterator(next: next) }

  /// Pulls the batches of a `RowBatchStream`.
  package struct Iterator: AsyncIteratorProtocol {
    fileprivate let next: @Sendable () async throws -> RowBatch?

    package mutating func next() async throws -> RowBatch? { try await next() }
  }
}
