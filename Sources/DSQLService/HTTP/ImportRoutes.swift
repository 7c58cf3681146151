import HTTPTypes
import Hummingbird
import NIOCore

/// The endpoints of CSV import, and of the rows that an import could not insert.
///
/// - Source: `data-service-api.md` §3.11.
struct ImportRoutes: Sendable {
  let store: Store
  let options: EmbeddedServiceOptions
  let files: FailedRowFiles
  let gate = ImportGate()

  /// Room for the form around a file of the greatest size.
  private static let mostBytes = SentFile.mostBytes + 65_536
  private static let path = "BulkUpload/errors"

  /// The endpoint of the group whose path ends with the entity.
  func add(to group: RouterGroup<ServiceContext>, form: RouteForm) {
    group.post("bulk-upload") { request, context in
      if let response = try await gate.pass({ try await load(request, context, form) }) {
        return response
      }
      var refusal = RequestFailure(.tooManyRequests, "Too Many Requests")
        .response(trace: context.traceID)
      if !options.traits.omitsRetryAfter { refusal.headers[.retryAfter] = "1" }
      return refusal
    }
  }

  /// The endpoint that answers the rows that failed.
  func addErrors(to api: RouterGroup<ServiceContext>) {
    api.get("\(Self.path)/:file", use: errors)
  }

  private func load(
    _ request: Request,
    _ context: ServiceContext,
    _ form: RouteForm
  ) async throws -> Response {
    let access = try context.require(.writeData, and: .readData)
    let reader = RequestReader(request: request, context: context)
    let address = RecordAddress(
      form: form,
      entity: try reader.parameter("entity"),
      folderKey: reader.folderKey
    )
    let buffer = try await request.body.whole(upTo: Self.mostBytes)
    let file = try SentFile(
      form: Array(buffer.readableBytesView),
      contentType: request.headers[.contentType]
    )
    let outcome = try await store.write(as: access) { writing in
      let entity = try address.findWritable(in: writing.schema)
      return try RecordImport(writing: writing, entity: entity).run(file.content)
    }
    var json = JSONWriter()
    json.raw("{")
    json.key("totalRecords")
    json.integer(Int64(outcome.total))
    json.key("insertedRecords")
    json.integer(Int64(outcome.inserted))
    if !outcome.failures.isEmpty {
      json.key("errorFileLink")
      json.string(link(to: files.keep(outcome.failures), request))
    }
    json.raw("}")
    return .json(json.bytes)
  }

  @Sendable
  private func errors(_ request: Request, _ context: ServiceContext) async throws -> Response {
    _ = try context.require(.readData)
    let id = try RequestReader(request: request, context: context).parameter("file")
    guard let content = files.content(of: id) else { throw RequestFailure.fileNotFound }
    return Response(
      status: .ok,
      headers: [.contentType: "text/csv; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: content))
    )
  }

  /// The address of a file on the host that the request was sent to.
  private func link(to id: String, _ request: Request) -> String {
    let host = request.head.authority ?? "127.0.0.1:\(options.port)"
    return "http://\(host)/\(options.organization)/\(options.tenant)/datafabric_/api/"
      + "\(Self.path)/\(id)"
  }
}
