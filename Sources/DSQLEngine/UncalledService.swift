import DSQLAPI
import DSQLTypes
import Synchronization

/// Stands in for the service in plans that make no call, so that none is started for them.
///
/// Writes are noted and refused, for EXPLAIN. A class because the calls are noted from several
/// tasks; a lock guards the notes.
final class UncalledService: RecordService {
  private let noted = Mutex<[ServiceCall]>([])

  /// The writes that were asked for, in their order.
  var refusedWrites: [ServiceCall] { noted.withLock { $0 } }

  private func refuse(_ call: ServiceCall) -> ServiceError {
    noted.withLock { $0.append(call) }
    return ServiceError(
      .refused,
      "a plan is only shown",
      method: call.method.rawValue,
      path: call.path
    )
  }

  private var fault: ServiceError {
    ServiceError(
      .invalidAnswer,
      "a plan without calls made one",
      method: "",
      path: ""
    )
  }

  func entities() async throws(ServiceError) -> Answer<[EntityDefinition]> { throw fault }

  func choiceSets() async throws(ServiceError) -> Answer<[ChoiceSetDefinition]> { throw fault }

  func choiceValues(ofSet id: String) async throws(ServiceError) -> Answer<[ChoiceValue]> {
    throw fault
  }

  func page(
    _ query: RecordQuery,
    of entity: EntityAddress,
    columns: [PageColumn]
  )
    async throws(ServiceError) -> Answer<RecordPage>
  { throw fault }

  func wholeRecord(
    _ id: String,
    of entity: EntityAddress,
    columns: [PageColumn]
  )
    async throws(ServiceError) -> Answer<RecordPage>
  { throw fault }

  func insert(
    _ record: RecordValues,
    into entity: EntityAddress,
    columns: [PageColumn]
  )
    async throws(ServiceError) -> Answer<RecordPage>
  { throw refuse(.insert(record, into: entity)) }

  func update(
    _ id: String,
    to record: RecordValues,
    in entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<RecordPage> {
    throw refuse(.update(id, to: record, in: entity))
  }

  func delete(
    _ id: String,
    from entity: EntityAddress
  ) async throws(ServiceError)
    -> Answer<Void>
  { throw refuse(.delete(id, from: entity)) }

  func insertBatch(
    _ records: [RecordValues],
    into entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<BatchAnswer> {
    throw refuse(.insertBatch(records, into: entity))
  }

  func updateBatch(
    _ records: [RecordUpdate],
    in entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<BatchAnswer> {
    throw refuse(.updateBatch(records, in: entity))
  }

  func deleteBatch(
    _ ids: [String],
    from entity: EntityAddress
  )
    async throws(ServiceError) -> Answer<BatchAnswer>
  { throw refuse(.deleteBatch(ids, from: entity)) }

  func createEntity(_ draft: EntityDraft) async throws(ServiceError) -> Answer<String> {
    throw fault
  }

  func deleteEntity(_ id: String) async throws(ServiceError) -> Answer<Void> { throw fault }

  func createChoiceSet(
    name: String,
    displayName: String,
    description: String
  )
    async throws(ServiceError) -> Answer<String>
  { throw fault }

  func insertChoice(
    name: String,
    label: String,
    intoSet setName: String
  )
    async throws(ServiceError) -> Answer<ChoiceValue>
  { throw fault }

  func deleteChoiceSet(_ id: String) async throws(ServiceError) -> Answer<Void> { throw fault }

  func describe(
    entity id: String,
    displayName: String,
    description: String
  ) async throws(ServiceError) -> Answer<Void> { throw fault }

  func renameChoice(
    _ id: String,
    label: String,
    inSet setName: String
  ) async throws(ServiceError) -> Answer<ChoiceValue> { throw fault }

  func deleteChoices(
    _ ids: [String],
    fromSet id: String
  ) async throws(ServiceError) -> Answer<Void> { throw fault }
}
