/// Runs a batch: each record for itself, the good ones stay where others fail.
///
/// - Source: `data-service-api.md` §3.10.
struct RecordBatch {
  let writing: StoreWriting
  let entity: StoredEntity
  let level: Int
  let stopsAtFirst: Bool

  /// The most records of one call.
  static let most = 1000

  /// What became of a batch: the body, and whether a record failed.
  struct Outcome: Sendable {
    var body: [UInt8]
    var hasFailures: Bool
  }

  func insert(_ records: [RecordBody]) throws -> Outcome {
    try run(records) { writer, record in try writer.insert(record) }
  }

  func update(_ records: [RecordBody]) throws -> Outcome {
    try run(records) { writer, record in
      guard let id = record.id else { throw RequestFailure.recordNotFound }
      return try writer.update(id, to: record)
    }
  }

  /// Deletes records; each success shows the record's id.
  func delete(_ ids: [String]) throws -> Outcome {
    try Self.checkSize(ids.count)
    let writer = try RecordWriter(writing, entity)
    var successes = writing.reading.writer(capacity: ids.count * 48)
    var failures = JSONWriter()
    var failureCount = 0
    for id in ids {
      do {
        let deleted = try writer.delete(id)
        if successes.count > 0 { successes.raw(",") }
        Self.writeID(deleted, to: &successes)
      } catch let failure as RequestFailure {
        failureCount += 1
        Self.write(failure, to: &failures) { Self.writeID(id, to: &$0) }
        if stopsAtFirst { break }
      }
    }
    try writer.finish()
    return outcome(successes, failures, failureCount)
  }

  private func run(
    _ records: [RecordBody],
    _ body: (RecordWriter, RecordBody) throws -> Int64
  ) throws -> Outcome {
    try Self.checkSize(records.count)
    let writer = try RecordWriter(writing, entity)
    var rows: [Int64] = []
    rows.reserveCapacity(records.count)
    var failures = JSONWriter()
    var failureCount = 0
    for record in records {
      do {
        rows.append(try body(writer, record))
      } catch let failure as RequestFailure {
        failureCount += 1
        Self.write(failure, to: &failures) { record.write(to: &$0, entity: entity) }
        if stopsAtFirst { break }
      }
    }
    try writer.finish()
    return outcome(try successes(rows), failures, failureCount)
  }

  private func successes(_ rows: [Int64]) throws -> JSONWriter {
    let reading = writing.reading
    let written = try WrittenRecords(reading: reading, entity: entity, level: level)
    var json = reading.writer(capacity: rows.count * 512)
    for row in rows {
      if json.count > 0 { json.raw(",") }
      try written.write(row, to: &json)
    }
    return json
  }

  private func outcome(
    _ successes: JSONWriter,
    _ failures: JSONWriter,
    _ failureCount: Int
  ) -> Outcome {
    var json = JSONWriter(capacity: successes.count + failures.count + 64)
    json.raw("{\"successRecords\":[")
    json.raw(successes.bytes)
    json.raw("],\"failureRecords\":")
    if writing.behaviour.traits.hasFailureAsObject, failureCount < 2 {
      if failureCount == 0 { json.raw("{}") }
      json.raw(failures.bytes)
    } else {
      json.raw("[")
      json.raw(failures.bytes)
      json.raw("]")
    }
    json.raw("}")
    return Outcome(body: json.bytes, hasFailures: failureCount > 0)
  }

  private static func write(
    _ failure: RequestFailure,
    to json: inout JSONWriter,
    record: (inout JSONWriter) -> Void
  ) {
    if json.count > 0 { json.raw(",") }
    json.raw("{\"error\":")
    json.string(failure.message)
    json.raw(",\"record\":")
    record(&json)
    json.raw("}")
  }

  private static func writeID(_ id: String, to json: inout JSONWriter) {
    json.raw("{\"Id\":")
    json.identifier(id)
    json.raw("}")
  }

  private static func checkSize(_ count: Int) throws {
    guard count <= most else {
      throw RequestFailure.invalid("A batch holds at most \(most) records.")
    }
  }
}
