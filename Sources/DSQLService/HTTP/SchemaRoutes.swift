import DSQLAPI
import FoundationEssentials
import Hummingbird

/// The endpoints of entities.
///
/// - Source: `data-service-api.md` §2.1.
struct SchemaRoutes: Sendable {
  let store: Store

  /// The endpoints below `Entity`.
  func add(to group: RouterGroup<ServiceContext>) {
    group.get("choiceset", use: listChoiceSets)
    group.post("choiceset", use: createChoiceSet)
    group.post(":entity/delete", use: deleteChoiceSet)
    addCommon(to: group)
  }

  /// The endpoints that the third version has below `v3/entities` as well.
  func addCommon(to group: RouterGroup<ServiceContext>) {
    group.get { request, context in
      try await list(request, context, showsFolders: false)
    }
    group.post(use: write)
    group.get(":entity", use: getByID)
    group.delete(":entity", use: delete)
    group.get(":entity/metadata", use: getByName)
    group.patch(":entity/metadata", use: changeMetadata)
  }

  /// Lists the entities of the tenant and of its folders together.
  @Sendable
  func listAll(_ request: Request, _ context: ServiceContext) async throws -> Response {
    try await list(request, context, showsFolders: true)
  }

  private func list(
    _ request: Request,
    _ context: ServiceContext,
    showsFolders: Bool
  ) async throws -> Response {
    let access = try context.require(.readSchema)
    let folder = RequestReader(request: request, context: context).folder
    return .json(
      try await store.read(as: access) { reading in
        try EntityText(reading: reading).array(
          reading.schema.entities.filter {
            $0.kind != .choiceSet && (showsFolders || $0.folderID == folder)
          }
        )
      }
    )
  }

  @Sendable
  private func listChoiceSets(
    _ request: Request,
    _ context: ServiceContext
  ) async throws -> Response {
    let access = try context.require(.readSchema)
    let folder = RequestReader(request: request, context: context).folderKey
    return .json(
      try await store.read(as: access) { reading in
        try EntityText(reading: reading).array(
          reading.schema.entities.filter {
            $0.kind == .choiceSet && (folder == nil || $0.folderID == folder)
          }
        )
      }
    )
  }

  @Sendable
  private func getByID(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.readSchema)
    let address = try address(RequestReader(request: request, context: context))
    return .json(
      try await store.read(as: access) { reading in
        try EntityText(reading: reading).object(address.find(in: reading.schema))
      }
    )
  }

  @Sendable
  private func getByName(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.readSchema)
    let address = try address(RequestReader(request: request, context: context))
    return .json(
      try await store.read(as: access) { reading in
        try EntityText(reading: reading).object(address.findByName(in: reading.schema))
      }
    )
  }

  /// Creates an entity, or replaces the fields of the one whose id the body tells.
  @Sendable
  private func write(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.writeSchema)
    let reader = RequestReader(request: request, context: context)
    let (sent, folderKey) = (try await reader.body(EntityBody.self), reader.folderKey)
    let id = try await store.write(as: access) { writing in
      guard let id = sent.entityDefinition.id, !id.isEmpty else {
        return try SchemaWriter(writing: writing).create(sent.placed(in: folderKey))
      }
      let address = SchemaAddress(entity: id, folderKey: folderKey)
      let entity = try address.findToChange(in: writing.schema)
      guard entity.kind == .entity else { throw RequestFailure.entityNotFound }
      try EntityReplacement(writing: writing, entity: entity).apply(sent)
      return entity.id
    }
    return .json(Array("\"\(id)\"".utf8))
  }

  @Sendable
  private func createChoiceSet(
    _ request: Request,
    _ context: ServiceContext
  ) async throws -> Response {
    let access = try context.require(.writeSchema)
    let reader = RequestReader(request: request, context: context)
    let body = try await reader.body(EntityBody.self).placed(in: reader.folderKey)
    let id = try await store.write(as: access) { writing in
      try SchemaWriter(writing: writing).createChoiceSet(body)
    }
    return .json(Array("\"\(id)\"".utf8))
  }

  @Sendable
  private func changeMetadata(
    _ request: Request,
    _ context: ServiceContext
  ) async throws -> Response {
    let access = try context.require(.writeSchema)
    let reader = RequestReader(request: request, context: context)
    let address = try address(reader)
    let body = try await reader.body(MetadataBody.self)
    try await store.write(as: access) { writing in
      let entity = try address.findToChange(in: writing.schema)
      guard entity.isOfPeople else { throw RequestFailure.entityNotFound }
      try SchemaWriter(writing: writing).changeMetadata(of: entity, body)
    }
    return Response(status: .ok)
  }

  @Sendable
  private func delete(_ request: Request, _ context: ServiceContext) async throws -> Response {
    try await delete(request, context, isChoiceSet: false)
  }

  @Sendable
  private func deleteChoiceSet(
    _ request: Request,
    _ context: ServiceContext
  ) async throws -> Response {
    try await delete(request, context, isChoiceSet: true)
  }

  private func delete(
    _ request: Request,
    _ context: ServiceContext,
    isChoiceSet: Bool
  ) async throws -> Response {
    let access = try context.require(.writeSchema)
    let address = try address(RequestReader(request: request, context: context))
    try await store.write(as: access) { writing in
      guard let entity = try? address.findToChange(in: writing.schema), entity.isOfPeople,
        (entity.kind == .choiceSet) == isChoiceSet
      else {
        throw isChoiceSet
          ? RequestFailure.choiceSetNotFound : RequestFailure.entityNotFound
      }
      let user = writing.schema.entities.first { other in
        other.userFields.contains { $0.definition.choiceSetID == entity.id }
      }
      if let user {
        throw RequestFailure.conflict("The choice set is used by entity '\(user.name)'.")
      }
      try SchemaWriter(writing: writing).delete(entity)
    }
    return Response(status: .ok)
  }

  private func address(_ reader: RequestReader) throws(RequestFailure) -> SchemaAddress {
    SchemaAddress(entity: try reader.parameter("entity"), folderKey: reader.folderKey)
  }
}
