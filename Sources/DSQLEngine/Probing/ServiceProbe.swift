import DSQLAPI
import DSQLCatalog
import DSQLTypes

/// Finds out by harmless calls how a service behaves where no document says it for every one.
///
/// The tenant's own records are asked for, a few at a time and by their ids. What they cannot settle
/// stays unknown.
///
/// - Source: `design.md` §5, `data-service-api.md` §7.
struct ServiceProbe {
  /// The most entities that one question is put to.
  static let mostTables = 3

  let service: any RecordService
  /// The entities that may be asked, the statement's own first, then those with most records.
  let tables: [Table]
  /// What is known, what was just found out included.
  private(set) var traits: ServiceTraits
  /// The questions that the tenant's records cannot settle.
  private(set) var undecided: Set<ServiceQuestion> = []
  /// The calls made.
  private(set) var calls = 0
  /// Whether a call failed in a way that the next would share; nothing more is asked then.
  private(set) var isCutOff = false
  /// The first record of an entity, by the entity's id.
  private var firstIDs: [String: String] = [:]

  /// A probe of the service that a catalogue was read from.
  ///
  /// - Parameters:
  ///   - service: What is asked.
  ///   - catalog: Its entities, and what is known of it so far.
  ///   - preferred: Ids and names of entities that are asked first.
  init(_ service: any RecordService, catalog: Catalog, preferring preferred: Set<String>) {
    self.service = service
    traits = catalog.traits
    let askable = catalog.tables.filter { table in
      table.isWritable && table.keyIndex != nil && table.recordCount != 0
    }
    let first = askable.filter {
      preferred.contains($0.address.id) || preferred.contains($0.name)
    }
    let others = askable.filter { table in !first.contains { $0.address.id == table.address.id } }
      .sorted { ($0.recordCount ?? 0, $1.name) > ($1.recordCount ?? 0, $0.name) }
    tables = first + others
  }

  /// Asks questions and keeps the answers in `traits`.
  ///
  /// Calls: as `calls` says afterwards, seven at most for each question that is settled at once.
  mutating func ask(_ questions: Set<ServiceQuestion>) async {
    for question in ServiceQuestion.inOrder where questions.contains(question) {
      if isCutOff { return }
      let isSettled =
        switch question {
        case .feature(let feature): await learn(feature)
        case .textMatching: await learnTextMatching()
        case .nullOrder: await learnNullOrder()
        case .decimalSums: await learnDecimalSums()
        }
      if !isSettled, !isCutOff { undecided.insert(question) }
    }
  }

  /// Keeps that the service has a part of the interface, or has it not.
  mutating func settle(_ feature: QueryFeature, _ isThere: Bool) {
    traits.features[feature] = isThere
  }

  mutating func settle(_ matching: ServiceTraits.TextMatching) { traits.textMatching = matching }

  mutating func settle(_ order: ServiceTraits.NullOrder) { traits.nullOrder = order }

  mutating func settle(sumsDecimalsExactly isExact: Bool) { traits.sumsDecimalsExactly = isExact }

  private mutating func learn(_ feature: QueryFeature) async -> Bool {
    switch feature {
    case .aggregates: await learnAggregates()
    case .having: await learnHaving()
    case .joins: await learnJoins()
    // Documented for every version, so there is nothing to ask before a plan fails by it.
    case .expansion: false
    }
  }

  // MARK: Calls

  /// What a call came to.
  enum Reply {
    case rows(RowBatch)
    /// The service does not take the query, or ignored a part of it.
    case refused
    /// It says nothing about the service's ways.
    case failed
  }

  /// Asks for one page.
  ///
  /// Calls: 1.
  mutating func page(
    _ query: RecordQuery,
    of table: Table,
    _ columns: [PageColumn]
  ) async -> Reply {
    do {
      let answer = try await service.page(query, of: table.address, columns: columns)
      calls += 1 + answer.report.retries
      return .rows(answer.value.rows)
    } catch {
      calls += 1 + error.retries
      switch error.code {
      case .featureIgnored: return .refused
      case .refused where error.status == nil || error.status == 400: return .refused
      case .notFound where error.status == 400: return .refused
      case .connection, .timeout, .unauthorized, .throttled, .cancelled:
        isCutOff = true
        return .failed
      case .refused, .notFound, .forbidden, .conflict, .tooLarge, .outcomeUnknown, .serverFault,
        .invalidAnswer:
        return .failed
      }
    }
  }

  /// The id of any record of an entity; nil where there is none or it cannot be read.
  ///
  /// Calls: 1, none where it is known.
  mutating func firstID(of table: Table) async -> String? {
    if let known = firstIDs[table.address.id] { return known }
    guard let key = table.keyIndex else { return nil }
    let name = table.columns[key].name
    let query = RecordQuery(fields: [name], limit: 1)
    guard case .rows(let rows) = await page(query, of: table, [PageColumn([name], .uuid)]),
      rows.rowCount > 0, case .uuid(let id) = rows.value(row: 0, column: 0)
    else { return nil }
    firstIDs[table.address.id] = id
    return id
  }
}

extension ServiceQuestion {
  /// All questions, those first whose answers spare others.
  fileprivate static let inOrder: [ServiceQuestion] =
    [QueryFeature.aggregates, .having, .joins, .expansion].map { .feature($0) }
    + [.textMatching, .nullOrder, .decimalSums]
}
