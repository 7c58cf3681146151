package import DSQLAPI
import DSQLTypes
import Synchronization

// The read of one record with its long texts.
extension ServiceClient {
  package func wholeRecord(
    _ id: String,
    of entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<RecordPage> {
    // Relationships and files show more than their ids only where a column looks into them.
    let depth = columns.map(\.path.count).max() ?? 1
    let asksForFile = columns.contains { $0.type == .file }
    let level = depth > 1 ? min(depth, 3) : asksForFile ? 1 : 0
    let first = ServiceCall.readOne(id, of: entity, expansionLevel: level)
    if wholeReads.withLock({ $0 == .absent }) { return try await readFirst(first, columns) }
    let missing: ServiceError
    do {
      let answer = try await readWhole(
        .readWhole(id, of: entity, expansionLevel: level),
        columns
      )
      wholeReads.withLock { $0 = .present }
      return answer
    } catch {
      guard error.status == 404, !error.isAboutRecord, wholeReads.withLock({ $0 != .present })
      else { throw error }
      missing = error
    }
    // The route may be missing, or the record: what the first version says decides.
    do {
      var answer = try await readFirst(first, columns)
      wholeReads.withLock { $0 = .absent }
      answer.report.retries += missing.retries + 1
      return answer
    } catch {
      if error.isAboutRecord { wholeReads.withLock { $0 = .absent } }
      var failure = error
      failure.retries += missing.retries + 1
      throw failure
    }
  }

  /// Reads by the first version; a web page that answers 404 says nothing about the record.
  private func readFirst(
    _ call: ServiceCall,
    _ columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<RecordPage> {
    do {
      return try await readWhole(call, columns)
    } catch {
      guard error.code == .notFound, error.body?.hasPrefix("<") == true else { throw error }
      var failure = error
      failure.code = .invalidAnswer
      throw failure
    }
  }

  private func readWhole(
    _ call: ServiceCall,
    _ columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<RecordPage> {
    let reply = try await perform(call)
    let decoded = try decode(reply, by: PageDecoder(columns: columns, form: .record))
    for (index, column) in columns.enumerated() where column.type == .text {
      let cells = decoded.rows.columns[index]
      for row in 0..<decoded.rows.rowCount
      where !cells.isNull(row) && LongTextMarker.begins(cells.text(row)) {
        let name = column.path.joined(separator: ".")
        throw ServiceError(
          invalid: "the service answers the long text \"\(name)\" only as a marker",
          reply
        )
      }
    }
    return Answer(RecordPage(rows: decoded.rows, totalCount: decoded.totalCount), reply.report)
  }
}

extension ServiceError {
  /// Whether a 404 says by its text that the record, or its entity, is not there.
  ///
  /// A missing route may have its own path in its text, and with it the word `entity`.
  ///
  /// - Source: `data-service-api.md` §4.2.
  fileprivate var isAboutRecord: Bool {
    guard code == .notFound else { return false }
    let text = message.lowercased()
    return text.contains("record") || text.contains("entity not found")
  }
}
