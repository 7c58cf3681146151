import DSQLAPI
import DSQLCatalog
import DSQLTypes

/// Makes the calls of one write.
struct RecordWriter: Sendable {
  let service: any RecordService
  let monitor: ExecutionMonitor
  let interrupt: WriteInterrupt
  let verb: WriteVerb
  let entity: EntityAddress
  /// What answers are decoded to; `Id` is the first.
  let columns: [PageColumn]
  /// Whether each record goes by a call of its own.
  let usesSingleCalls: Bool

  /// Sends one chunk; the cancellation of the task does not reach the call, an interrupt does.
  ///
  /// Calls: 1.
  func send(_ chunk: WriteChunk) async -> Result<Answer<BatchAnswer>, any Error> {
    await interrupt.shielded {
      do {
        let answer = try await monitor.call { () throws(ServiceError) in
          if usesSingleCalls, let row = chunk.rows.first { return try await sendAlone(row) }
          return try await sendTogether(chunk.rows)
        }
        return .success(answer)
      } catch {
        return .failure(error)
      }
    }
  }

  private func sendAlone(_ row: WriteRow) async throws(ServiceError) -> Answer<BatchAnswer> {
    let id = row.id ?? ""
    switch verb {
    case .insert:
      return Self.single(try await service.insert(row.values, into: entity, columns: columns))
    case .update:
      return Self.single(try await service.update(id, to: row.values, in: entity, columns: columns))
    case .delete:
      let answer = try await service.delete(id, from: entity)
      let schema = RowSchema([SchemaColumn("Id", .uuid)])
      var rows = RowBatch.empty(schema)
      rows.rowCount = 1
      rows.columns[0].append(.uuid(id), type: .uuid)
      return Answer(BatchAnswer(succeeded: rows, failures: []), answer.report)
    }
  }

  private func sendTogether(_ rows: [WriteRow]) async throws(ServiceError) -> Answer<BatchAnswer> {
    switch verb {
    case .insert:
      return try await service.insertBatch(rows.map(\.values), into: entity, columns: columns)
    case .update:
      let updates = rows.map { RecordUpdate(id: $0.id ?? "", values: $0.values) }
      return try await service.updateBatch(updates, in: entity, columns: columns)
    case .delete:
      return try await service.deleteBatch(rows.map { $0.id ?? "" }, from: entity)
    }
  }

  private static func single(_ answer: Answer<RecordPage>) -> Answer<BatchAnswer> {
    Answer(BatchAnswer(succeeded: answer.value.rows, failures: []), answer.report)
  }
}
