import Hummingbird

/// The endpoints of choice sets' values.
///
/// - Source: `data-service-api.md` §2.11.
struct ChoiceRoutes: Sendable {
  let store: Store

  /// The endpoints below `EntityService/entity/:entity`.
  func addByID(to group: RouterGroup<ServiceContext>) {
    group.post("query_expansion", use: values)
    group.post("choiceset/delete", use: delete)
  }

  /// The endpoints below `EntityService/:entity`.
  func addByName(to group: RouterGroup<ServiceContext>) {
    group.post("choiceset/insert", use: insert)
    group.post("choiceset/:value/update", use: rename)
  }

  /// A page of values; the address says which, else the body.
  @Sendable
  private func values(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.readData, orRole: .readSchema)
    let reader = RequestReader(request: request, context: context)
    let body = try await reader.optionalBody(ChoicePageBody.self)
    let start = try RecordQueries.checkedStart(reader.integer("start") ?? body?.start)
    let limit = try RecordQueries.checkedLimit(reader.integer("limit") ?? body?.limit)
    let address = try address(reader, .id)
    return .json(
      try await store.read(as: access) { reading in
        let set = try address.findChoiceSet(in: reading.schema)
        return ChoiceSets.page(set, start: start, limit: limit, reading)
      }
    )
  }

  @Sendable
  private func insert(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.writeChoices)
    let reader = RequestReader(request: request, context: context)
    let address = try address(reader, .name)
    let body = try await reader.body(ChoiceBody.self)
    return .json(
      try await store.write(as: access) { writing in
        let set = try address.findWritableChoiceSet(in: writing.schema)
        return ChoiceSets.object(try ChoiceSets.insert(body, into: set, writing))
      }
    )
  }

  @Sendable
  private func rename(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.writeChoices)
    let reader = RequestReader(request: request, context: context)
    let address = try address(reader, .name)
    let id = try reader.parameter("value")
    let body = try await reader.body(ChoiceBody.self)
    return .json(
      try await store.write(as: access) { writing in
        let set = try address.findWritableChoiceSet(in: writing.schema)
        return ChoiceSets.object(try ChoiceSets.rename(id, of: set, to: body, writing))
      }
    )
  }

  @Sendable
  private func delete(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.writeChoices)
    let reader = RequestReader(request: request, context: context)
    let address = try address(reader, .id)
    let ids = try await reader.body([String].self)
    try await store.write(as: access) { writing in
      let set = try address.findWritableChoiceSet(in: writing.schema)
      try ChoiceSets.delete(ids, of: set, writing)
    }
    return Response(status: .ok)
  }

  private func address(_ reader: RequestReader, _ form: RouteForm) throws -> RecordAddress {
    RecordAddress(
      form: form,
      entity: try reader.parameter("entity"),
      folderKey: reader.folderKey
    )
  }
}
