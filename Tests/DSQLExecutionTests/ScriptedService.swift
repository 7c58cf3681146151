import DSQLAPI
import DSQLTypes
import Synchronization

/// What a scripted service does beside keeping records.
struct Script: Sendable {
  /// Awaited before a call is answered; the call's name is as in `ScriptedService.calls`.
  var before: @Sendable (String) async -> Void = { _ in }
  /// Awaited before a batch of inserts is looked at.
  var beforeInserts: @Sendable ([RecordValues]) async -> Void = { _ in }
  /// The error that a call ends with; the call has no effect.
  var failure: @Sendable (String) -> ServiceError? = { _ in nil }
  /// The error that a call ends with after it took effect.
  var lostAnswer: @Sendable (String) -> ServiceError? = { _ in nil }
  /// The total that a page tells, from the true one and the start; nil for none.
  var total: @Sendable (Int, Int) -> Int? = { count, _ in count }
  /// Rows that a page has at most.
  var mostRows = 1000
  /// Seconds that the service asked to wait, by call.
  var throttled: @Sendable (String) -> Double = { _ in 0 }
  /// Why a record is refused by an insert or update.
  var refusal: @Sendable (RecordValues) -> String? = { _ in nil }
  /// Whether failures echo the record.
  var echoes = true
  /// Whether failures of updates and deletes tell the id.
  var tellsIDs = true
  /// Counts and ids as pages are to repeat them: where a page begins in the records, by its start.
  var shift: @Sendable (Int) -> Int = { $0 }
  /// What a query finds in an entity, before paging; nil leaves it to the service's own records.
  var rows:
    @Sendable (RecordQuery, EntityAddress) throws(ServiceError) -> [ScriptedService.Record]? =
      { _, _ in nil }
  /// What the schema lists.
  var entities: [EntityDefinition] = []
}

/// A service over an array of records of one entity, with a script of what goes wrong.
final class ScriptedService: RecordService {
  typealias Record = [String: Value]

  private let store: Mutex<[Record]>
  private let log = Mutex<[String]>([])
  private let bodies = Mutex<[[RecordValues]]>([])
  private let schemas = Mutex<[EntityDraft]>([])
  private let script: Script

  init(_ records: [Record] = [], script: Script = Script()) {
    store = Mutex(records)
    self.script = script
  }

  /// The calls in the order in which they came, for instance `page 1000+1000`, `insertBatch 3`.
  var calls: [String] { log.withLock { $0 } }
  var records: [Record] { store.withLock { $0 } }
  /// The schemas that were sent.
  var drafts: [EntityDraft] { schemas.withLock { $0 } }
  /// What inserts and updates sent.
  var sent: [[RecordValues]] { bodies.withLock { $0 } }

  static func id(_ number: Int) -> String {
    let digits = String(number)
    return "00000000-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
  }

  private func made<Found: Sendable>(
    _ name: String,
    _ effect: () -> Found
  ) async throws(ServiceError) -> Answer<Found> {
    log.withLock { $0.append(name) }
    await script.before(name)
    if let failure = script.failure(name) { throw failure }
    if Task.isCancelled, name.hasPrefix("page") || name.hasPrefix("whole") {
      throw ServiceError(.cancelled, "cancelled", method: "POST", path: "/")
    }
    let found = effect()
    if let lost = script.lostAnswer(name) { throw lost }
    return Answer(
      found,
      CallReport(
        method: "POST",
        path: "/\(name)",
        status: 200,
        requestBytes: 10,
        responseBytes: 100,
        retries: 0,
        throttledSeconds: script.throttled(name)
      )
    )
  }

  private static func batch(_ records: some Sequence<Record>, _ columns: [PageColumn]) -> RowBatch {
    let schema = RowSchema(columns.map { SchemaColumn($0.path.joined(separator: "."), $0.type) })
    var batch = RowBatch.empty(schema)
    for record in records {
      batch.rowCount += 1
      for (index, column) in columns.enumerated() {
        let key = column.path.joined(separator: ".")
        batch.columns[index].append(record[key] ?? .null, type: column.type)
      }
    }
    return batch
  }

  /// ` Code = a`, ` Code in 100`, those of a group with commas between them.
  private static func words(_ filter: FilterGroup?) -> String {
    guard let filter, !filter.isEmpty else { return "" }
    let words = filter.filters.map { condition in
      switch condition.operand {
      case .null: "\(condition.field) \(condition.comparison.rawValue) null"
      case .value(let value): "\(condition.field) \(condition.comparison.rawValue) \(value)"
      case .list(let values): "\(condition.field) \(condition.comparison.rawValue) \(values.count)"
      }
    }
    return " "
      + (words + filter.groups.map { "(\(Self.words($0).dropFirst()))" })
      .joined(separator: filter.logic == .and ? ", " : " or ")
  }

  func page(
    _ query: RecordQuery,
    of entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<RecordPage> {
    if let found = try script.rows(query, entity) {
      let name = "\(entity.name) \(query.start)+\(query.limit)" + Self.words(query.filter)
      return try await made(name) {
        let page = found.dropFirst(query.start).prefix(min(query.limit, script.mostRows))
        return RecordPage(
          rows: Self.batch(page, columns),
          totalCount: script.total(found.count, query.start)
        )
      }
    }
    let condition = query.filter?.filters.first
    let name =
      condition == nil
      ? "page \(query.start)+\(query.limit)" : "lookup \(condition?.field ?? "")"
    return try await made(name) {
      let matching = records.filter { record in
        guard let condition, case .list(let values) = condition.operand else { return true }
        let text = record[condition.field]?.text(type: .text, zone: .utc) ?? ""
        return values.contains { TextComparison.areEqual($0, text) }
      }
      let start = script.shift(query.start)
      let count = min(query.limit, script.mostRows)
      let found = matching.dropFirst(start).prefix(count)
      return RecordPage(
        rows: Self.batch(found, columns),
        totalCount: script.total(matching.count, query.start)
      )
    }
  }

  func wholeRecord(
    _ id: String,
    of entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<RecordPage> {
    try await made("whole \(id.suffix(4))") {
      let found = records.filter { $0["Id"] == .uuid(id) }.map { record in
        var whole = record
        whole["Story"] = record["WholeStory"]
        return whole
      }
      return RecordPage(rows: Self.batch(found, columns), totalCount: nil)
    }
  }

  func insert(
    _ record: RecordValues,
    into entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<RecordPage> {
    bodies.withLock { $0.append([record]) }
    return try await made("insert") {
      RecordPage(rows: Self.batch([add(record)], columns), totalCount: nil)
    }
  }

  func update(
    _ id: String,
    to record: RecordValues,
    in entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<RecordPage> {
    bodies.withLock { $0.append([record]) }
    return try await made("update \(id.suffix(4))") {
      RecordPage(
        rows: Self.batch([change(id, record)].compactMap(\.self), columns),
        totalCount: nil
      )
    }
  }

  func delete(_ id: String, from entity: EntityAddress) async throws(ServiceError) -> Answer<Void> {
    try await made("delete \(id.suffix(4))") { _ = remove(id) }
  }

  func insertBatch(
    _ records: [RecordValues],
    into entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<BatchAnswer> {
    bodies.withLock { $0.append(records) }
    await script.beforeInserts(records)
    return try await made("insertBatch \(records.count)") {
      var added: [Record] = []
      var failures: [BatchFailure] = []
      for record in records {
        if let refusal = script.refusal(record) {
          failures.append(BatchFailure(message: refusal, record: echo(record)))
        } else {
          added.append(add(record))
        }
      }
      return BatchAnswer(succeeded: Self.batch(added, columns), failures: failures)
    }
  }

  func updateBatch(
    _ records: [RecordUpdate],
    in entity: EntityAddress,
    columns: [PageColumn]
  ) async throws(ServiceError) -> Answer<BatchAnswer> {
    bodies.withLock { $0.append(records.map(\.values)) }
    return try await made("updateBatch \(records.count)") {
      var changed: [Record] = []
      var failures: [BatchFailure] = []
      for record in records {
        if let refusal = script.refusal(record.values) {
          failures.append(failure(refusal, record.id))
        } else if let stored = change(record.id, record.values) {
          changed.append(stored)
        } else {
          failures.append(failure("Record not found", record.id))
        }
      }
      return BatchAnswer(succeeded: Self.batch(changed, columns), failures: failures)
    }
  }

  func deleteBatch(
    _ ids: [String],
    from entity: EntityAddress
  ) async throws(ServiceError) -> Answer<BatchAnswer> {
    try await made("deleteBatch \(ids.count)") {
      var removed: [Record] = []
      var failures: [BatchFailure] = []
      for id in ids {
        if remove(id) {
          removed.append(["Id": .uuid(id)])
        } else {
          failures.append(failure("Record not found", id))
        }
      }
      return BatchAnswer(
        succeeded: Self.batch(removed, [PageColumn(["Id"], .uuid)]),
        failures: failures
      )
    }
  }

  private func failure(_ message: String, _ id: String) -> BatchFailure {
    BatchFailure(message: message, id: script.tellsIDs ? id : nil)
  }

  private func echo(_ record: RecordValues) -> [String: FieldValue] {
    guard script.echoes else { return [:] }
    return Dictionary(
      record.fields.map { ($0.name, $0.value) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  private func add(_ record: RecordValues) -> Record {
    store.withLock { store in
      var stored = Self.stored(record)
      stored["Id"] = .uuid(Self.id(store.count + 1))
      store.append(stored)
      return stored
    }
  }

  private func change(_ id: String, _ record: RecordValues) -> Record? {
    store.withLock { store in
      guard let index = store.firstIndex(where: { $0["Id"] == .uuid(id) }) else { return nil }
      store[index].merge(Self.stored(record)) { _, new in new }
      return store[index]
    }
  }

  private func remove(_ id: String) -> Bool {
    store.withLock { store in
      let count = store.count
      store.removeAll { $0["Id"] == .uuid(id) }
      return store.count < count
    }
  }

  private static func stored(_ record: RecordValues) -> Record {
    var stored: Record = [:]
    for field in record.fields {
      stored[field.name] =
        switch field.value {
        case .null: .null
        case .boolean(let flag): .boolean(flag)
        case .number(let digits): ExactDecimal(parsing: digits).map(Value.decimal) ?? .null
        case .text(let text): .text(text)
        case .numbers(let numbers): .text("\(numbers)")
        }
    }
    return stored
  }

  // What a statement never calls.

  private static let misuse = ServiceError(.refused, "not scripted", method: "GET", path: "/")

  func entities() async throws(ServiceError) -> Answer<[EntityDefinition]> {
    try await made("entities") { script.entities }
  }

  func choiceSets() async throws(ServiceError) -> Answer<[ChoiceSetDefinition]> {
    throw Self.misuse
  }

  func choiceValues(ofSet id: String) async throws(ServiceError) -> Answer<[ChoiceValue]> {
    throw Self.misuse
  }

  func createEntity(_ draft: EntityDraft) async throws(ServiceError) -> Answer<String> {
    try await made("createEntity \(draft.name)") {
      schemas.withLock { $0.append(draft) }
      return "e"
    }
  }

  func deleteEntity(_ id: String) async throws(ServiceError) -> Answer<Void> {
    try await made("deleteEntity \(id)") {}
  }

  func createChoiceSet(
    name: String,
    displayName: String,
    description: String
  ) async throws(ServiceError) -> Answer<String> {
    try await made("createChoiceSet \(name)") { "c" }
  }

  func insertChoice(
    name: String,
    label: String,
    intoSet setName: String
  ) async throws(ServiceError) -> Answer<ChoiceValue> {
    try await made("insertChoice \(name)=\(label) into \(setName)") {
      ChoiceValue(id: "v", name: name, displayName: label, number: 0)
    }
  }

  func describe(
    entity id: String,
    displayName: String,
    description: String
  ) async throws(ServiceError) -> Answer<Void> { try await made("describe \(displayName)") {} }

  func renameChoice(
    _ id: String,
    label: String,
    inSet setName: String
  ) async throws(ServiceError) -> Answer<ChoiceValue> {
    try await made("renameChoice \(label)") {
      ChoiceValue(id: id, name: label, displayName: label, number: 0)
    }
  }

  func deleteChoices(
    _ ids: [String],
    fromSet id: String
  ) async throws(ServiceError) -> Answer<Void> { try await made("deleteChoices \(ids.count)") {} }

  func deleteChoiceSet(_ id: String) async throws(ServiceError) -> Answer<Void> {
    try await made("deleteChoiceSet \(id)") {}
  }
}
