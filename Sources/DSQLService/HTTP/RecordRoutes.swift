import FoundationEssentials
import Hummingbird
import Logging

/// The endpoints of records, in one form of address.
///
/// - Source: `data-service-api.md` §3.1.
struct RecordRoutes: Sendable {
  let store: Store
  let options: EmbeddedServiceOptions
  let form: RouteForm
  /// Whether a query with joins is refused; elsewhere by id they have no effect.
  ///
  /// - Source: `data-service-api.md` §3.5.
  var refusesJoins = false

  /// The endpoints of the first version, and of the third, which has the same.
  ///
  /// - Parameters:
  ///   - group: The group whose path ends with the entity.
  ///   - readsWholeText: Whether the single read answers long texts.
  func add(to group: RouterGroup<ServiceContext>, readsWholeText: Bool) {
    group.get("read/:record") { request, context in
      try await read(request, context, readsWholeText: readsWholeText)
    }
    group.get("read", use: list)
    group.post("query", use: query)
    group.post("insert", use: insert)
    group.post("update/:record", use: update)
    group.delete("delete/:record", use: delete)
    group.post("insert-batch", use: insertBatch)
    group.post("update-batch", use: updateBatch)
    group.post("delete-batch", use: deleteBatch)
  }

  @Sendable
  func read(
    _ request: Request,
    _ context: ServiceContext,
    readsWholeText: Bool
  ) async throws -> Response {
    let access = try context.require(.readData)
    let reader = RequestReader(request: request, context: context)
    let id = try reader.parameter("record")
    let level = try reader.expansionLevel(form)
    let address = try address(reader)
    return .json(
      try await store.read(as: access) { reading in
        try RecordQueries(
          reading: reading,
          entity: address.find(in: reading.schema),
          level: level,
          writesWholeText: readsWholeText
        ).record(id)
      }
    )
  }

  @Sendable
  func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.readData)
    let reader = RequestReader(request: request, context: context)
    let level = try reader.expansionLevel(form)
    let start = try RecordQueries.checkedStart(reader.integer("start"))
    let limit = try RecordQueries.checkedLimit(reader.integer("limit"))
    if request.uri.queryParameters.contains(where: { $0.key.hasPrefix("$") }) {
      context.warn("OData options have no effect")
    }
    let address = try address(reader)
    return .json(
      try await store.read(as: access) { reading in
        try RecordQueries(
          reading: reading,
          entity: address.find(in: reading.schema),
          level: level
        ).list(start: start, limit: limit)
      }
    )
  }

  @Sendable
  func query(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.readData)
    let reader = RequestReader(request: request, context: context)
    let level = try reader.expansionLevel(form)
    let body = try await reader.optionalBody(SentQuery.self) ?? SentQuery()
    if refusesJoins, body.hasJoins {
      throw RequestFailure.invalid("Joins are not supported by this version of the query.")
    }
    let address = try address(reader)
    let (options, form) = (options, form)
    return .json(
      try await store.read(as: access) { reading in
        try QueryDispatch(
          reading: reading,
          entity: address.find(in: reading.schema),
          level: level,
          options: options,
          form: form
        ).answer(body)
      }
    )
  }

  @Sendable
  func insert(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.writeData)
    let reader = RequestReader(request: request, context: context)
    let level = try reader.expansionLevel(form)
    let sent = try await records(RecordBody.self, reader, access)
    return .json(
      try await store.write(as: access) { writing in
        let (entity, record) = try sent.records(in: writing.schema)
        let writer = try RecordWriter(writing, entity)
        let row = try writer.insert(record)
        try writer.finish()
        return try Self.written(row, entity, level, writing)
      }
    )
  }

  @Sendable
  func update(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.writeData)
    let reader = RequestReader(request: request, context: context)
    let id = try reader.parameter("record")
    let level = try reader.expansionLevel(form)
    let sent = try await records(RecordBody.self, reader, access)
    return .json(
      try await store.write(as: access) { writing in
        let (entity, record) = try sent.records(in: writing.schema)
        let writer = try RecordWriter(writing, entity)
        let row = try writer.update(id, to: record)
        return try Self.written(row, entity, level, writing)
      }
    )
  }

  @Sendable
  func delete(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.writeData)
    let reader = RequestReader(request: request, context: context)
    let id = try reader.parameter("record")
    let address = try address(reader)
    try await store.write(as: access) { writing in
      let entity = try address.findWritable(in: writing.schema)
      let writer = try RecordWriter(writing, entity)
      try writer.delete(id)
      try writer.finish()
    }
    return .json(Array("true".utf8))
  }

  @Sendable
  func insertBatch(_ request: Request, _ context: ServiceContext) async throws -> Response {
    try await batch(request, context, of: [RecordBody].self) { try $0.insert($1) }
  }

  @Sendable
  func updateBatch(_ request: Request, _ context: ServiceContext) async throws -> Response {
    try await batch(request, context, of: [RecordBody].self) { try $0.update($1) }
  }

  @Sendable
  func deleteBatch(_ request: Request, _ context: ServiceContext) async throws -> Response {
    try await batch(request, context, of: [String].self) { try $0.delete($1) }
  }

  private func batch<Records: Decodable & Sendable>(
    _ request: Request,
    _ context: ServiceContext,
    of type: Records.Type,
    _ body: @escaping @Sendable (RecordBatch, Records) throws -> RecordBatch.Outcome
  ) async throws -> Response {
    let access = try context.require(.writeData)
    let reader = RequestReader(request: request, context: context)
    let level = try reader.expansionLevel(form)
    let stopsAtFirst = try reader.flag("failOnFirst")
    let sent = try await records(type, reader, access)
    let outcome = try await store.write(as: access) { writing in
      let (entity, records) = try sent.records(in: writing.schema)
      let batch = RecordBatch(
        writing: writing,
        entity: entity,
        level: level,
        stopsAtFirst: stopsAtFirst
      )
      return try body(batch, records)
    }
    let isRefused = outcome.hasFailures && !options.traits.answersFailuresWithSuccess
    return .json(outcome.body, status: isRefused ? .badRequest : .ok)
  }

  /// Reads the records of a body before the store is locked for them.
  private func records<Records: Decodable & Sendable>(
    _ type: Records.Type,
    _ reader: RequestReader,
    _ access: Access
  ) async throws -> SentRecords<Records> {
    let address = try address(reader)
    let data = try await reader.body()
    let entity = try await store.read(as: access) { try address.findWritable(in: $0.schema) }
    return try SentRecords(
      address: address,
      data: data,
      entity: entity,
      notes: reader.context.notes
    )
  }

  private func address(_ reader: RequestReader) throws -> RecordAddress {
    RecordAddress(
      form: form,
      entity: try reader.parameter("entity"),
      folderKey: reader.folderKey
    )
  }

  private static func written(
    _ row: Int64,
    _ entity: StoredEntity,
    _ level: Int,
    _ writing: StoreWriting
  ) throws -> [UInt8] {
    let reading = writing.reading
    var json = reading.writer(capacity: 1024)
    try WrittenRecords(reading: reading, entity: entity, level: level).write(row, to: &json)
    return json.bytes
  }
}
