import DSQLAPI
import DSQLCatalog

/// Reads a tenant's schema.
struct CatalogReader {
  let service: any RecordService
  let traits: ServiceTraits
  /// The folder whose entities are read; nil is the tenant's own level.
  var folder: String?
  /// Whether the values of choice sets may be read, which are records; else they stay unknown.
  var readsChoices = true

  /// Reads entities, choice sets and their values, side by side.
  ///
  /// Calls: 2, and 1 for each choice set whose values are read.
  func read() async throws -> Catalog {
    async let entities = entities()
    let sets = try await service.choiceSets().value
    let service = service
    let readsChoices = readsChoices
    let values = try await withThrowingTaskGroup(of: (Int, [ChoiceValue]).self) { group in
      for (index, set) in sets.enumerated() where readsChoices {
        group.addTask {
          do {
            return (index, try await service.choiceValues(ofSet: set.id).value)
          } catch let error as ServiceError where error.isMissingScope {
            return (index, [])
          }
        }
      }
      var values = [[ChoiceValue]](repeating: [], count: sets.count)
      for try await (index, found) in group { values[index] = found }
      return values
    }
    return Catalog(
      entities: try await entities,
      choiceSets: zip(sets, values).map { (definition: $0, values: $1) },
      traits: traits
    )
  }

  private func entities() async throws -> [EntityDefinition] {
    guard let folder else { return try await service.entities().value }
    return try await service.scoped(toFolder: folder).entities().value
  }
}

extension ServiceError {
  /// Whether the token, whose scopes nobody told, may not do this.
  fileprivate var isMissingScope: Bool {
    code == .forbidden && message.contains("insufficient_scope")
  }
}
