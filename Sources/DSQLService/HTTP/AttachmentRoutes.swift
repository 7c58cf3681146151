import HTTPTypes
import Hummingbird
import NIOCore

/// The endpoints of records' files, in one form of address.
///
/// - Source: `data-service-api.md` §3.1 and §3.12.
struct AttachmentRoutes: Sendable {
  let store: Store
  let form: RouteForm

  /// Room for the form around a file of the greatest size.
  private static let mostBytes = SentFile.mostBytes + 65_536

  /// The endpoints of the group whose path ends with the entity.
  func add(to group: RouterGroup<ServiceContext>) {
    group.post(":record/:field", use: upload)
    group.get(":record/:field", use: download)
    group.delete(":record/:field", use: delete)
  }

  @Sendable
  private func upload(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.writeData)
    let reader = RequestReader(request: request, context: context)
    let buffer = try await request.body.whole(upTo: Self.mostBytes)
    let file = try SentFile(
      form: Array(buffer.readableBytesView),
      contentType: request.headers[.contentType]
    )
    let (record, field) = (try reader.parameter("record"), try reader.parameter("field"))
    return try await change(reader, access) { try $0.put(file, record: record, field: field) }
  }

  @Sendable
  private func delete(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.writeData)
    let reader = RequestReader(request: request, context: context)
    let (record, field) = (try reader.parameter("record"), try reader.parameter("field"))
    return try await change(reader, access) { try $0.remove(record: record, field: field) }
  }

  @Sendable
  private func download(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.readData)
    let reader = RequestReader(request: request, context: context)
    let (record, field) = (try reader.parameter("record"), try reader.parameter("field"))
    let address = try address(reader)
    let bytes = try await store.read(as: access) { reading in
      try Attachments.content(
        record: record,
        field: field,
        of: address.find(in: reading.schema),
        reading
      )
    }
    return Response(
      status: .ok,
      headers: [.contentType: "application/octet-stream"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    )
  }

  /// Changes a record's file and answers the record.
  private func change(
    _ reader: RequestReader,
    _ access: Access,
    _ body: @escaping @Sendable (Attachments) throws -> Int64
  ) async throws -> Response {
    let level = try reader.expansionLevel(form)
    let address = try address(reader)
    return .json(
      try await store.write(as: access) { writing in
        let entity = try address.findWritable(in: writing.schema)
        let row = try body(Attachments(writing: writing, entity: entity))
        let reading = writing.reading
        var json = reading.writer(capacity: 1024)
        try WrittenRecords(reading: reading, entity: entity, level: level).write(row, to: &json)
        return json.bytes
      }
    )
  }

  private func address(_ reader: RequestReader) throws -> RecordAddress {
    RecordAddress(
      form: form,
      entity: try reader.parameter("entity"),
      folderKey: reader.folderKey
    )
  }
}
