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
    try context.require(.readData)
    let reader = RequestReader(request: request, context: context)
    let id = try reader.parameter("record")
    let level = try reader.expansionLevel(form)
    let address = try address(reader)
    return .json(
      try await store.read { reading in
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
    try context.require(.readData)
    let reader = RequestReader(request: request, context: context)
    let level = try reader.expansionLevel(form)
    let start = try RecordQueries.checkedStart(reader.integer("start"))
    let limit = try RecordQueries.checkedLimit(reader.integer("limit"))
    if request.uri.queryParameters.contains(where: { $0.key.hasPrefix("$") }) {
      context.logger.warning("OData options have no effect")
    }
    let address = try address(reader)
    return .json(
      try await store.read { reading in
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
    try context.require(.readData)
    let reader = RequestReader(request: request, context: context)
    let level = try reader.expansionLevel(form)
    let body = try await reader.optionalBody(QueryBody.self) ?? QueryBody()
    let address = try address(reader)
    let (options, form) = (options, form)
    return .json(
      try await store.read { reading in
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
    let user = try context.require(.writeData)
    let reader = RequestReader(request: request, context: context)
    let level = try reader.expansionLevel(form)
    let address = try address(reader)
    let data = try await reader.body()
    return .json(
      try await store.write(as: user.id) { writing in
        let entity = try address.findWritable(in: writing.schema)
        let record = try Self.decoder(entity).decode(RecordBody.self, from: data)
        let writer = try RecordWriter(writing, entity)
        let row = try writer.insert(record)
        try writer.finish()
        return try Self.written(row, entity, level, writing)
      }
    )
  }

  @Sendable
  func update(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let user = try context.require(.writeData)
    let reader = RequestReader(request: request, context: context)
    let id = try reader.parameter("record")
    let level = try reader.expansionLevel(form)
    let address = try address(reader)
    let data = try await reader.body()
    return .json(
      try await store.write(as: user.id) { writing in
        let entity = try address.findWritable(in: writing.schema)
        let record = try Self.decoder(entity).decode(RecordBody.self, from: data)
        let writer = try RecordWriter(writing, entity)
        let row = try writer.update(id, to: record)
        return try Self.written(row, entity, level, writing)
      }
    )
  }

  @Sendable
  func delete(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let user = try context.require(.writeData)
    let reader = RequestReader(request: request, context: context)
    let id = try reader.parameter("record")
    let address = try address(reader)
    try await store.write(as: user.id) { writing in
      let entity = try address.findWritable(in: writing.schema)
      let writer = try RecordWriter(writing, entity)
      try writer.delete(id)
      try writer.finish()
    }
    return .json(Array("true".utf8))
  }

  @Sendable
  func insertBatch(_ request: Request, _ context: ServiceContext) async throws -> Response {
    try await batch(request, context) { batch, data in
      try batch.insert(Self.decoder(batch.entity).decode([RecordBody].self, from: data))
    }
  }

  @Sendable
  func updateBatch(_ request: Request, _ context: ServiceContext) async throws -> Response {
    try await batch(request, context) { batch, data in
      try batch.update(Self.decoder(batch.entity).decode([RecordBody].self, from: data))
    }
  }

  @Sendable
  func deleteBatch(_ request: Request, _ context: ServiceContext) async throws -> Response {
    try await batch(request, context) { batch, data in
      try batch.delete(JSONDecoder().decode([String].self, from: data))
    }
  }

  private func batch(
    _ request: Request,
    _ context: ServiceContext,
    _ body: @escaping @Sendable (RecordBatch, Data) throws -> RecordBatch.Outcome
  ) async throws -> Response {
    let user = try context.require(.writeData)
    let reader = RequestReader(request: request, context: context)
    let level = try reader.expansionLevel(form)
    let stopsAtFirst = try reader.flag("failOnFirst")
    let address = try address(reader)
    let data = try await reader.body()
    let outcome = try await store.write(as: user.id) { writing in
      let entity = try address.findWritable(in: writing.schema)
      let batch = RecordBatch(
        writing: writing,
        entity: entity,
        level: level,
        stopsAtFirst: stopsAtFirst
      )
      return try body(batch, data)
    }
    return .json(outcome.body, status: outcome.hasFailures ? .badRequest : .ok)
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
    var json = JSONWriter(capacity: 1024)
    try RecordQueries(reading: writing.reading, entity: entity, level: level)
      .write(row: row, to: &json)
    return json.bytes
  }

  private static func decoder(_ entity: StoredEntity) -> JSONDecoder {
    let decoder = JSONDecoder()
    if let key = RecordBody.entityKey { decoder.userInfo[key] = entity }
    return decoder
  }
}
