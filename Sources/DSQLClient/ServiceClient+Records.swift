package import DSQLAPI
import DSQLTypes

// Calls on records.
extension ServiceClient {
  package func page(
    _ query: RecordQuery,
    of entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<RecordPage> {
    let call = ServiceCall.query(query, of: entity)
    let reply: CallReply
    do {
      reply = try await perform(call)
    } catch {
      throw error.refusing(query)
    }
    let decoder = PageDecoder(columns: columns, form: .page, watched: query.watchedKeys)
    let decoded = try decode(reply, by: decoder)
    if let ignored = decoded.signs.ignored(of: query) {
      throw ServiceError(ignoring: ignored.feature, ignored.message, reply)
    }
    return Answer(RecordPage(rows: decoded.rows, totalCount: decoded.totalCount), reply.report)
  }

  package func insert(
    _ record: RecordValues,
    into entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<RecordPage> {
    try await records(.insert(record, into: entity), columns, .record)
  }

  package func update(
    _ id: String,
    to record: RecordValues,
    in entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<RecordPage> {
    try await records(.update(id, to: record, in: entity), columns, .record)
  }

  package func delete(
    _ id: String,
    from entity: EntityAddress
  ) async throws(ServiceError) -> Answer<Void> {
    try await nothing(.delete(id, from: entity))
  }

  package func insertBatch(
    _ records: [RecordValues],
    into entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<BatchAnswer> {
    try await batch(.insertBatch(records, into: entity), columns)
  }

  package func updateBatch(
    _ records: [RecordUpdate],
    in entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<BatchAnswer> {
    try await batch(.updateBatch(records, in: entity), columns)
  }

  package func deleteBatch(
    _ ids: [String],
    from entity: EntityAddress
  ) async throws(ServiceError) -> Answer<BatchAnswer> {
    try await batch(.deleteBatch(ids, from: entity), [PageColumn(["Id"], .uuid)])
  }

  private func records(
    _ call: ServiceCall,
    _ columns: [PageColumn],
    _ form: PageDecoder.Form
  ) async throws(ServiceError) -> Answer<RecordPage> {
    let reply = try await perform(call)
    let decoded = try decode(reply, by: PageDecoder(columns: columns, form: form))
    return Answer(RecordPage(rows: decoded.rows, totalCount: decoded.totalCount), reply.report)
  }

  func decode(
    _ reply: CallReply,
    by decoder: PageDecoder
  ) throws(ServiceError) -> PageDecoder.Decoded {
    do {
      return try decoder.decode(reply.answer.body)
    } catch {
      throw ServiceError(invalid: error.message, reply)
    }
  }

  /// A batch with failures comes with status 200 or 400, and is an answer either way.
  private func batch(
    _ call: ServiceCall,
    _ columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<BatchAnswer> {
    let reply = try await perform(call, accepting: [400])
    do throws(PageDecoder.Failure) {
      let decoded = try PageDecoder(columns: columns, form: .batch).decode(reply.answer.body)
      let isAnswer = decoded.hasSuccesses && decoded.failures != nil
      guard isAnswer || reply.answer.status != 400 else {
        throw PageDecoder.Failure(message: "the answer has not both lists of a batch")
      }
      let failures = try BatchFailures.decode(decoded.failures)
      return Answer(BatchAnswer(succeeded: decoded.rows, failures: failures), reply.report)
    } catch {
      guard reply.answer.status == 400 else { throw ServiceError(invalid: error.message, reply) }
      throw ServiceError(reply.answer, to: call, retries: reply.report.retries)
    }
  }

  /// Makes a call whose answer says nothing but that it was done.
  func nothing(_ call: ServiceCall) async throws(ServiceError) -> Answer<Void> {
    let reply = try await perform(call)
    guard !ErrorBody.isWebPage(reply.answer.body) else {
      throw ServiceError(invalid: "the answer is a web page", reply)
    }
    return Answer((), reply.report)
  }
}
