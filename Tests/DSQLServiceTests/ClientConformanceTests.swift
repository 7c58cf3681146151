import DSQLAPI
import DSQLClient
import DSQLTypes
import Logging
import Testing

@testable import DSQLService

/// The product's own client against the service, over a real socket.
@Suite
struct ClientConformanceTests {
  /// Runs a service while a client uses it.
  private func run(
    at level: APILevel = .cloud,
    traits: [String] = [],
    _ body: @Sendable (ServiceClient) async throws -> Void
  ) async throws {
    var chosen = EmbeddedTraits()
    for trait in traits { try chosen.set(trait) }
    let service = try EmbeddedService(
      EmbeddedServiceOptions(store: .memory, apiLevel: level, traits: chosen),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await service.run() }
      let port = try await service.boundPort()
      let endpoint = try #require(
        ServiceEndpoint(uipathURL: "http://127.0.0.1:\(port)/local/sample")
      )
      let token = try await service.accessToken(for: .administrator)
      let client = ServiceClient(
        endpoint: endpoint,
        transport: HTTPTransport(),
        tokens: FixedTokenSource(AccessToken(token))
      )
      try await body(client)
      group.cancelAll()
    }
  }

  @Test(arguments: APILevel.allCases)
  func readsLongTexts(_ level: APILevel) async throws {
    try await run(at: level) { client in
      let entities = try await client.entities().value
      let invoice = try #require(entities.first { $0.name == "Invoice" })
      let address = EntityAddress(id: invoice.id, name: invoice.name)
      let columns = [PageColumn(["Id"], .uuid), PageColumn(["RecognizedText"], .text)]
      let query = RecordQuery(
        fields: ["Id", "RecognizedText"],
        limit: 100
      )
      let page = try await client.page(query, of: address, columns: columns).value.rows
      let rows = (0..<page.rowCount).filter { !page.columns[1].isNull($0) }.prefix(3)
      try #require(rows.count == 3)
      for row in rows {
        let marker = page.columns[1].text(row)
        let length = try #require(marker.split(separator: " ").dropFirst().first)
        let whole = try await client.wholeRecord(
          page.columns[0].text(row),
          of: address,
          columns: columns
        ).value.rows
        #expect(length == "Length=\(whole.columns[1].text(0).utf16.count)")
      }
      let error = try await #require(throws: ServiceError.self) {
        try await client.wholeRecord(
          "00000000-0000-7000-8000-0000000000ff",
          of: address,
          columns: columns
        )
      }
      #expect(error.message == "Record not found")
    }
  }

  @Test
  func readsTheSample() async throws {
    try await run { client in
      let entities = try await client.entities().value
      #expect(
        Set(entities.map(\.name)) == [
          "SystemUser", "Supplier", "Employee", "PurchaseOrder", "Invoice", "InvoiceLine",
          "Payment",
        ]
      )
      let invoice = try #require(entities.first { $0.name == "Invoice" })
      let supplier = invoice.fields.first { $0.name == "Supplier" }
      #expect(supplier?.reference?.entityName == "Supplier")
      #expect(
        invoice.fields.first { $0.name == "ExchangeRate" }?.type
          == .decimal(precision: 6, range: .standard)
      )
      let sets = try await client.choiceSets().value
      let status = try #require(sets.first { $0.name == "InvoiceStatus" })
      let values = try await client.choiceValues(ofSet: status.id).value
      #expect(values.map(\.displayName).contains("On hold"))
      #expect(values.map(\.number) == Array(0..<6))
      let page = try await client.page(
        RecordQuery(
          fields: ["Id", "Number", "Supplier", "TotalAmount"],
          filter: FilterGroup(
            .and,
            filters: [
              QueryFilter("Supplier.Name", .contains, .value("ÅLESUND")),
              QueryFilter("TotalAmount", .greater, .value("100")),
            ]
          ),
          sort: [SortOption(field: "TotalAmount", isDescending: true), SortOption(field: "Id")],
          expansionLevel: 2
        ),
        of: EntityAddress(id: invoice.id, name: invoice.name),
        columns: [
          PageColumn(["Number"], .text), PageColumn(["Supplier", "Name"], .text),
          PageColumn(["TotalAmount"], .decimal(scale: 2)),
        ]
      ).value
      #expect(page.totalCount == page.rows.rowCount && page.rows.rowCount > 0)
      #expect(page.rows.value(row: 0, column: 1) == .text("Fjordkraft Ålesund AS"))
    }
  }

  @Test(arguments: [[], ["failures=object"], ["failures=object", "failures=200"]])
  func writesRecords(_ traits: [String]) async throws {
    try await run(traits: traits) { client in
      let draft = EntityDraft(
        name: "Probe",
        displayName: "Probe",
        fields: [
          EntityField(id: "", name: "Code", type: .text(lengthLimit: 10), isUnique: true),
          EntityField(id: "", name: "Price", type: .decimal(precision: 4, range: .widest)),
        ]
      )
      let id = try await client.createEntity(draft).value
      let address = EntityAddress(id: id, name: "Probe")
      let columns = [PageColumn(["Id"], .uuid), PageColumn(["Price"], .decimal(scale: 4))]
      let batch = try await client.insertBatch(
        [
          RecordValues([RecordField("Code", .text("a")), RecordField("Price", .number("0.1234"))]),
          RecordValues([RecordField("Code", .text("A"))]),
          RecordValues([RecordField("Price", .number("9007199254740990.0001"))]),
        ],
        into: address,
        columns: columns
      ).value
      #expect(batch.succeeded.rowCount == 2)
      #expect(batch.failures.map(\.message) == ["Insert data failed. Value uniqueness violation."])
      #expect(
        batch.succeeded.value(row: 1, column: 1)
          == .decimal(ExactDecimal(coefficient: 90_071_992_547_409_900_001, scale: 4))
      )
      guard case .uuid(let record) = batch.succeeded.value(row: 0, column: 0) else {
        Issue.record("no id")
        return
      }
      _ = try await client.update(
        record,
        to: RecordValues([RecordField("Price", .null)]),
        in: address,
        columns: columns
      )
      let whole = try await client.wholeRecord(record, of: address, columns: columns).value
      #expect(whole.rows.value(row: 0, column: 1) == .null)
      _ = try await client.delete(record, from: address)
      await #expect(throws: ServiceError.self) {
        try await client.wholeRecord(record, of: address, columns: columns)
      }
      _ = try await client.deleteEntity(id)
    }
  }
}
