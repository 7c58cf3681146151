import DSQLAPI
import DSQLClient
import DSQLService
import DSQLTypes
import Foundation
import Logging

/// The embedded service over HTTP, with dsql's own client at the other end, both in this process.
///
/// The store is a file. What is inserted by ten runs is the million records that are then read and
/// searched.
struct ServiceBenchmark {
  private static let runSize = 100_000
  private static let columns: [SaleColumn] = [.number, .customer, .amount, .day, .city, .paid]
  private static let answered = [PageColumn(["Id"], .uuid)]

  func run() async throws -> [Measurement] {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "dsql-bench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let service = try EmbeddedService(
      EmbeddedServiceOptions(
        store: .file(folder.appending(path: "store.sqlite").path),
        writesSample: false
      ),
      logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
    )
    return try await withThrowingTaskGroup(of: [Measurement].self) { group in
      group.addTask {
        try await service.run()
        return []
      }
      let transport = HTTPTransport()
      let measurements = try await Self.measure(service, transport)
      await transport.shutdown()
      group.cancelAll()
      return measurements
    }
  }

  private static func measure(
    _ service: EmbeddedService,
    _ transport: HTTPTransport
  ) async throws -> [Measurement] {
    let port = try await service.boundPort()
    guard let endpoint = ServiceEndpoint(uipathURL: "http://127.0.0.1:\(port)/local/sample") else {
      throw BenchFault("the endpoint has no meaning")
    }
    let client = ServiceClient(
      endpoint: endpoint,
      transport: transport,
      tokens: FixedTokenSource(
        AccessToken(try await service.accessToken(for: .administrator))
      )
    )
    let id = try await client.createEntity(draft).value
    let entity = EntityAddress(id: id, name: draft.name)
    return [
      try await insert(client, entity), try await read(client, entity),
      try await find(client, entity, "City", .equal, first: true) { "City \($0)" },
      try await find(client, entity, "City", .equal) { "City \($0 + 1)" },
      try await find(client, entity, "Customer", .contains) { "Sons \($0)" },
    ]
  }

  private static func insert(
    _ client: ServiceClient,
    _ entity: EntityAddress
  ) async throws -> Measurement {
    let rows = SaleRows(columns: columns)
    var start = 0
    return try await Measurement.take(
      "insert 100 batches of 1,000 x 6, one by one",
      runs: 9,
      amount: (runSize, "records")
    ) {
      for lower in stride(from: start, to: start + runSize, by: SaleRows.pageSize) {
        let records = records(of: rows.batch(lower..<(lower + SaleRows.pageSize)))
        let answer = try await client.insertBatch(records, into: entity, columns: answered)
        if answer.value.succeeded.rowCount != records.count {
          throw BenchFault("a batch lost records: \(answer.value.failures.first?.message ?? "")")
        }
      }
      start += runSize
    }
  }

  private static func read(
    _ client: ServiceClient,
    _ entity: EntityAddress
  ) async throws -> Measurement {
    let pageColumns = columns.map { PageColumn([$0.rawValue], $0.type) }
    return try await Measurement.take(
      "read 100 pages of 1,000 x 6 of 1,000,000, one by one",
      amount: (runSize, "records")
    ) {
      for start in stride(from: 0, to: runSize, by: SaleRows.pageSize) {
        var query = RecordQuery(fields: columns.map(\.rawValue), limit: SaleRows.pageSize)
        query.start = start
        let answer = try await client.page(query, of: entity, columns: pageColumns)
        if answer.value.rows.rowCount != SaleRows.pageSize {
          throw BenchFault("a page lost records")
        }
      }
    }
  }

  /// A filter with another value on each run, so that no answer is remembered.
  private static func find(
    _ client: ServiceClient,
    _ entity: EntityAddress,
    _ field: String,
    _ comparison: FilterOperator,
    first: Bool = false,
    value: @Sendable (Int) -> String
  ) async throws -> Measurement {
    var number = 0
    var seconds: [Double] = []
    for _ in 0..<(first ? 1 : 5) {
      let query = RecordQuery(
        fields: ["Id"],
        filter: FilterGroup(.and, filters: [QueryFilter(field, comparison, .value(value(number)))]),
        limit: 100
      )
      number += 1
      let duration = try await ContinuousClock().measure {
        let page = try await client.page(query, of: entity, columns: answered).value
        if page.totalCount == 0 { throw BenchFault("a filter found nothing") }
      }
      seconds.append(duration / .seconds(1))
    }
    let time = first ? ", the first time" : ""
    return Measurement(
      "find \(field) \(comparison.rawValue) in 1,000,000\(time)",
      seconds: seconds
    )
  }

  private static var draft: EntityDraft {
    EntityDraft(
      name: "Sale",
      displayName: "Sale",
      fields: columns.map { column in
        let type: FieldType =
          switch column {
          case .number: .decimal(precision: 0, range: .standard)
          case .amount: .decimal(precision: 2, range: .standard)
          case .customer, .city: .text(lengthLimit: 100)
          case .day: .date
          case .paid: .boolean
          case .id, .shop: .uuid
          }
        return EntityField(id: "", name: column.rawValue, type: type)
      }
    )
  }

  private static func records(of batch: RowBatch) -> [RecordValues] {
    (0..<batch.rowCount).map { row in
      RecordValues(
        columns.enumerated().map { index, column in
          RecordField(column.rawValue, value(batch.value(row: row, column: index)))
        }
      )
    }
  }

  private static func value(_ value: Value) -> FieldValue {
    switch value {
    case .null: .null
    case .boolean(let flag): .boolean(flag)
    case .integer(let number): .number(String(number))
    case .decimal(let number): .number(number.text(minimumScale: 0))
    case .text(let text), .uuid(let text): .text(text)
    case .date(let date): .text(date.text)
    case .choice(let number): .number(String(number))
    case .double(let number): .number(String(number))
    case .timestamp, .interval: .null
    }
  }
}
