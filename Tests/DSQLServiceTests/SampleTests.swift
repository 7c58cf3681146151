import HTTPTypes
import Testing

@testable import DSQLService

@Suite
struct SampleTests {
  @Test
  func listsEntitiesAndQueriesRecords() async throws {
    let scenario = try ServiceScenario.make(sample: true)
    try await scenario.run { tester in
      try await tester.check(Exchange(.get, "/Entity", .holding(#""name":"InvoiceLine""#)))
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Supplier/query",
          body: #"""
            {"selectedFields":["Name"],"filterGroup":{"queryFilters":[
            {"fieldName":"Name","operator":"contains","value":"ÅLESUND"}]}}
            """#,
          .holding(#""Name":"Fjordkraft Ålesund AS"}]}"#)
        )
      )
    }
  }
}
