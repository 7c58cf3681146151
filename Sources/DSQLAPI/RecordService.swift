package import DSQLTypes

/// The Data Service as the rooms above see it: one method for each endpoint.
///
/// Each method makes one call (repeated as `data-service-api.md` §4.3 allows) and throws
/// `ServiceError`. Only `ServiceClient` implements it for the product; tests script their own.
package protocol RecordService: Sendable {
  /// Lists the entities with their fields; no choice sets. Calls: 1.
  func entities() async throws(ServiceError) -> Answer<[EntityDefinition]>

  /// Lists the choice sets, without values. Calls: 1.
  func choiceSets() async throws(ServiceError) -> Answer<[ChoiceSetDefinition]>

  /// Reads all values of a choice set (250 at most, hence one page). Calls: 1.
  func choiceValues(ofSet id: String) async throws(ServiceError) -> Answer<[ChoiceValue]>

  /// Reads a page of records, in the order the service gives them. Calls: 1.
  ///
  /// Throws `featureIgnored` where the answer shows that a part of the query had no effect. Keys of
  /// the answer that differ from a column's only in letter case are taken for it.
  func page(
    _ query: RecordQuery,
    of entity: EntityAddress,
    columns: [PageColumn]
  )
    async throws(ServiceError) -> Answer<RecordPage>

  /// Reads one record with long text in full, as a page of one row.
  ///
  /// Throws `notFound` where the record is not there, and `invalidAnswer` where the service answers
  /// a long text only as its marker. Calls: 1; 2 while it is not known whether the service has the
  /// second version of this read and it has not.
  func wholeRecord(
    _ id: String,
    of entity: EntityAddress,
    columns: [PageColumn]
  )
    async throws(ServiceError) -> Answer<RecordPage>

  /// Inserts one record and answers it as stored, as a page of one row. Calls: 1.
  func insert(
    _ record: RecordValues,
    into entity: EntityAddress,
    columns: [PageColumn]
  )
    async throws(ServiceError) -> Answer<RecordPage>

  /// Changes one record and answers it as stored, as a page of one row. Calls: 1.
  func update(
    _ id: String,
    to record: RecordValues,
    in entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<RecordPage>

  /// Deletes one record. Calls: 1.
  func delete(
    _ id: String,
    from entity: EntityAddress
  ) async throws(ServiceError)
    -> Answer<Void>

  /// Inserts up to 1,000 records. Calls: 1.
  func insertBatch(
    _ records: [RecordValues],
    into entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<BatchAnswer>

  /// Changes up to 1,000 records. Calls: 1.
  func updateBatch(
    _ records: [RecordUpdate],
    in entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<BatchAnswer>

  /// Deletes up to 1,000 records. Calls: 1.
  func deleteBatch(
    _ ids: [String],
    from entity: EntityAddress
  )
    async throws(ServiceError) -> Answer<BatchAnswer>

  /// Creates an entity and answers its id. Calls: 1.
  func createEntity(_ draft: EntityDraft) async throws(ServiceError) -> Answer<String>

  /// Gives an entity or a choice set another display name and description. Calls: 1.
  func describe(
    entity id: String,
    displayName: String,
    description: String
  ) async throws(ServiceError) -> Answer<Void>

  /// Deletes an entity with its records. Calls: 1.
  func deleteEntity(_ id: String) async throws(ServiceError) -> Answer<Void>

  /// Creates an empty choice set and answers its id. Calls: 1.
  func createChoiceSet(
    name: String,
    displayName: String,
    description: String
  )
    async throws(ServiceError) -> Answer<String>

  /// Adds a value to a choice set and answers it with its number. Calls: 1.
  func insertChoice(
    name: String,
    label: String,
    intoSet setName: String
  )
    async throws(ServiceError) -> Answer<ChoiceValue>

  /// Gives a value of a choice set another label and answers it. Calls: 1.
  func renameChoice(
    _ id: String,
    label: String,
    inSet setName: String
  ) async throws(ServiceError) -> Answer<ChoiceValue>

  /// Deletes values of a choice set. Calls: 1.
  func deleteChoices(
    _ ids: [String],
    fromSet id: String
  ) async throws(ServiceError) -> Answer<Void>

  /// Deletes a choice set. Calls: 1.
  func deleteChoiceSet(_ id: String) async throws(ServiceError) -> Answer<Void>

  /// The same service, whose calls on the schema are about one folder. Calls: none.
  ///
  /// - Source: `data-service-api.md` §2.7.
  func scoped(toFolder key: String) -> any RecordService
}

extension RecordService {
  package func scoped(toFolder key: String) -> any RecordService { self }
}

/// A column that a page of records is decoded to.
package struct PageColumn: Hashable, Sendable {
  /// The keys from the record down: `["Name"]`, or `["Supplier", "Name"]` in an expanded record.
  ///
  /// A relationship's own value is found whether the record holds a GUID or an object with `Id`. In
  /// the answer to a query with joins a key is a qualified name (`["Supplier.Name"]`), in one with
  /// aggregates it may be an alias.
  package var path: [String]
  package var type: DataType

  package init(_ path: [String], _ type: DataType) {
    self.path = path
    self.type = type
  }
}

/// A page of records.
package struct RecordPage: Sendable {
  /// The records, one column for each `PageColumn`; the schema's names are the paths with dots.
  package var rows: RowBatch
  /// How many records match in all, before paging; nil where the answer did not say.
  package var totalCount: Int?

  package init(rows: RowBatch, totalCount: Int?) {
    self.rows = rows
    self.totalCount = totalCount
  }
}

/// What became of a batch of writes.
package struct BatchAnswer: Sendable {
  /// The records that were written, in the order of the request; for a delete only `Id` is sure.
  package var succeeded: RowBatch
  package var failures: [BatchFailure]

  package init(succeeded: RowBatch, failures: [BatchFailure]) {
    self.succeeded = succeeded
    self.failures = failures
  }
}

/// A record that a batch refused.
package struct BatchFailure: Hashable, Sendable {
  /// The service's own words.
  package var message: String
  /// The record's id, where the answer tells it.
  package var id: String?
  /// The record as the service echoes it, by field name.
  package var record: [String: FieldValue]

  package init(message: String, id: String? = nil, record: [String: FieldValue] = [:]) {
    self.message = message
    self.id = id
    self.record = record
  }
}
