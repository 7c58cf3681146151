import HTTPTypes
import Testing

@testable import DSQLService

/// What counts as the same value in a unique field, and what defaults, ranges and automatic numbers
/// make of a write.
///
/// - Source: `data-service-api.md` §2.4 and §2.5.
@Suite
struct UniqueTests {
  static let violation = "data failed. Value uniqueness violation."

  /// A write to `Price` below, and a piece of the answer; a status other than 200 where it fails.
  static let writes: [(path: String, body: String, status: Int, holding: String)] = [
    ("insert", #"{"Cost":1.004}"#, 200, #""Cost":1,"#),
    // Rounded first, then compared.
    ("insert", #"{"Cost":1.001}"#, 400, "Insert \(violation)"),
    ("insert", #"{"Cost":0.995}"#, 400, "Insert \(violation)"),
    ("insert", #"{"Cost":1.005}"#, 200, #""Cost":1.01,"#),
    // Letter case does not make another value, accents and blanks do.
    ("insert", #"{"Code":"Straße"}"#, 200, #""Code":"Straße","#),
    ("insert", #"{"Code":"sTRAßE"}"#, 400, "Insert \(violation)"),
    ("insert", #"{"Code":"Unique Value"}"#, 200, #""Code":"Unique Value","#),
    ("insert", #"{"Code":"unique VALUE"}"#, 400, "Insert \(violation)"),
    ("insert", #"{"Code":"unique VALUE "}"#, 200, #""Code":"unique VALUE ","#),
    // Absent values are not the same value.
    ("insert", "{}", 200, #""Code":null,"Cost":null,"#),
    ("insert", #"{"Code":null}"#, 200, #""Code":null,"Cost":null,"#),
    // A default stands for what is absent, and not for what is null.
    ("insert", #"{"Kind":null}"#, 200, #""Kind":null,"#),
    ("insert", #"{"Code":"d"}"#, 200, #""Kind":"usual","#),
    // Numbers from the start value on, without holes for what failed, whatever is sent.
    ("insert", #"{"Code":"n","Serial":7}"#, 200, #""Serial":1009"#),
    ("insert-batch", #"[{"Code":"x"},{"Code":"X"},{"Code":"y"}]"#, 400, "Insert \(violation)"),
    ("insert-batch", #"[{"Code":"z"}]"#, 200, #""Serial":1012"#),
    ("insert", #"{"Level":10.4}"#, 400, "is not valid for field 'Level' of type INTEGER."),
    ("insert", #"{"Level":11}"#, 400, "Value for field 'Level' is outside the range -10 to 10."),
    ("insert", #"{"Level":-10}"#, 200, #""Level":-10"#),
  ]

  @Test
  func writes() async throws {
    try await ServiceScenario.make().run { tester in
      let unique = #","isUnique":true"#
      let fields = [
        ThingFixture.field("Code", #""name":"NVARCHAR""#, "Basic", unique),
        ThingFixture.field("Cost", #""name":"DECIMAL","decimalPrecision":2"#, "Basic", unique),
        ThingFixture.field("Kind", #""name":"NVARCHAR""#, "Basic", #","defaultValue":"usual""#),
        ThingFixture.field("Level", #""name":"INT","minValue":-10,"maxValue":10"#),
        ThingFixture.field("Serial", #""name":"DECIMAL","minValue":1000"#, "AutoNumber"),
      ]
      _ = try await tester.created(
        Exchange(.post, "/Entity", body: ThingFixture.entity("Price", fields))
      )
      for (path, body, status, holding) in Self.writes {
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Price/\(path)?expansionLevel=0",
            body: body,
            status: status,
            .holding(holding)
          )
        )
      }
      // A change to what another record has, and to what the record has itself.
      let found = try await tester.check(
        Exchange(
          .post,
          "/EntityService/Price/query?expansionLevel=0",
          body:
            #"{"filterGroup":{"queryFilters":[{"fieldName":"Code","operator":"=","value":"D"}]}}"#
        )
      )
      let id = try #require(ServiceTester.ids(in: found).first)
      for (body, status, holding) in [
        (#"{"Code":"N"}"#, 400, "Update \(Self.violation)"),
        (#"{"Code":"D"}"#, 200, #""Code":"D""#),
      ] {
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Price/update/\(id)?expansionLevel=0",
            body: body,
            status: status,
            .holding(holding)
          )
        )
      }
    }
  }
}
