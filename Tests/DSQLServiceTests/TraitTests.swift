import FoundationEssentials
import HTTPTypes
import Testing

@testable import DSQLService

/// What no document says, decided otherwise: each trait for itself and together.
@Suite
struct TraitTests {
  /// A query under traits, and the names of the records that it answers, in order.
  struct Case: Sendable {
    var traits: String
    var body: String
    var names: String

    init(_ traits: String, _ body: String, _ names: String) {
      self.traits = traits
      self.body = body
      self.names = names
    }
  }

  static let records = [
    #"{"Name":"a","Note":"Ete"}"#, #"{"Name":"b","Note":"été"}"#, #"{"Name":"c","Note":"ETE  "}"#,
    #"{"Name":"d","Note":""}"#, #"{"Name":"e"}"#, #"{"Name":"f","Note":"zoo"}"#,
    #"{"Name":"g","Note":"éz"}"#, #"{"Name":"h","Note":"Zoo"}"#,
  ]

  static func filter(_ operation: String, _ value: String) -> String {
    let operand =
      operation.hasSuffix("in") ? #""valueList":["\#(value)"]"# : #""value":"\#(value)""#
    return
      #""filterGroup":{"queryFilters":[{"fieldName":"Note","operator":"\#(operation)",\#(operand)}]}"#
  }

  static let sort = #""sortOptions":[{"fieldName":"Note"}]"#
  static let descending = #""sortOptions":[{"fieldName":"Note","isDescending":true}]"#

  static let cases: [Case] = [
    // The standard, to differ from.
    Case("", filter("=", "ETE"), "a"), Case("", filter("!=", "ETE"), "b c d f g h"),
    Case("", filter("contains", "Z"), "f g h"), Case("", sort, "e d a c f h b g"),
    Case("", descending, "g b f h c a d e"), Case("", filter("=", ""), "d"),
    // Letter case counts.
    Case("case=sensitive", filter("=", "Ete"), "a"), Case("case=sensitive", filter("=", "ete"), ""),
    Case("case=sensitive", filter("!=", "Ete"), "b c d f g h"),
    Case("case=sensitive", filter("in", "ete"), ""),
    Case("case=sensitive", filter("not in", "ZOO"), "a b c d f g h"),
    Case("case=sensitive", filter("contains", "Z"), "h"),
    Case("case=sensitive", filter("not contains", "Z"), "a b c d f g"),
    Case("case=sensitive", filter("startswith", "z"), "f"),
    Case("case=sensitive", filter("endswith", "TE  "), "c"),
    Case("case=sensitive", sort, "e d c a h f b g"),
    // Accents do not.
    Case("accents=ignored", filter("=", "ete"), "a b"),
    Case("accents=ignored", filter("=", "ÉTÉ"), "a b"),
    Case("accents=ignored", filter("!=", "ete"), "c d f g h"),
    Case("accents=ignored", filter("in", "étE"), "a b"),
    Case("accents=ignored", filter("contains", "te"), "a b c"),
    Case("accents=ignored", filter("startswith", "É"), "a b c g"),
    Case("accents=ignored", filter("endswith", "é"), "a b"),
    Case("accents=ignored", sort, "e d a b c g f h"),
    // Nor do blanks at the end.
    Case("blanks=ignored", filter("=", "ete"), "a c"),
    Case("blanks=ignored", filter("=", "ete "), "a c"),
    Case("blanks=ignored", filter("=", " "), "d"),
    Case("blanks=ignored", filter("!=", "ete"), "b d f g h"),
    Case("blanks=ignored", filter("in", "Ete   "), "a c"),
    Case("blanks=ignored", filter("not in", "Ete   "), "b d f g h"),
    Case("blanks=ignored", filter("endswith", "e"), "a"),
    Case("blanks=ignored", filter("contains", " "), "c"),
    // Absent values sort last.
    Case("nulls=high", sort, "d a c f h b g e"), Case("nulls=high", descending, "e g b f h c a d"),
    // Letters sort before accents, and these before capitals.
    Case("order=linguistic", sort, "e d a b c g f h"),
    Case("order=linguistic", filter("=", "ETE"), "a"),
    // An empty text is none.
    Case("empty=null", filter("=", ""), ""), Case("empty=null", sort, "d e a c f h b g"),
    // Together.
    Case("case=sensitive accents=ignored", filter("=", "ete"), "b"),
    Case("case=sensitive accents=ignored", filter("=", "Éte"), "a"),
    Case("case=sensitive blanks=ignored", filter("in", "ETE"), "c"),
    Case("accents=ignored blanks=ignored", filter("=", "ete"), "a b c"),
    Case("case=sensitive accents=ignored blanks=ignored", filter("!=", "ETE "), "a b d f g h"),
    Case("order=linguistic nulls=high empty=null", descending, "d e h f g c b a"),
    Case("order=linguistic accents=ignored blanks=ignored", sort, "e d b a c g f h"),
    Case("case=insensitive accents=significant", filter("=", "ETE"), "a"),
  ]

  @Test(arguments: Set(cases.map(\.traits)).sorted())
  func check(_ traits: String) async throws {
    let chosen = traits.split(separator: " ").map { String($0) }
    try await ServiceScenario.make(traits: chosen).run { tester in
      _ = try await ThingFixture.create(tester)
      for record in Self.records { _ = try await ThingFixture.insert(tester, record) }
      for one in Self.cases where one.traits == traits {
        let body = try await tester.check(
          Exchange(
            .post,
            "/EntityService/Thing/query?expansionLevel=0",
            body: #"{"selectedFields":["Name"],\#(one.body)}"#
          )
        )
        let names = body.components(separatedBy: #""Name":""#).dropFirst().map { $0.prefix(1) }
        #expect(names.joined(separator: " ") == one.names, "\(one.body)")
      }
    }
  }

  static let groups: [(traits: [String], counts: String)] = [
    ([], "null 1, \"\" 1, \"Ete\" 1, \"ETE  \" 1, \"zoo\" 2, \"été\" 1, \"éz\" 1"),
    (
      ["case=sensitive"],
      "null 1, \"\" 1, \"ETE  \" 1, \"Ete\" 1, \"Zoo\" 1, \"zoo\" 1, \"été\" 1, \"éz\" 1"
    ),
    (["accents=ignored"], "null 1, \"\" 1, \"Ete\" 2, \"ETE  \" 1, \"éz\" 1, \"zoo\" 2"),
    (
      ["blanks=ignored", "nulls=high"], "\"\" 1, \"Ete\" 2, \"zoo\" 2, \"été\" 1, \"éz\" 1, null 1"
    ),
    (["empty=null"], "null 2, \"Ete\" 1, \"ETE  \" 1, \"zoo\" 2, \"été\" 1, \"éz\" 1"),
    (
      ["order=linguistic"],
      "null 1, \"\" 1, \"Ete\" 1, \"été\" 1, \"ETE  \" 1, \"éz\" 1, \"zoo\" 2"
    ),
  ]

  @Test
  func groupsByWhatIsEqual() async throws {
    for (traits, counts) in Self.groups {
      try await ServiceScenario.make(traits: traits).run { tester in
        _ = try await ThingFixture.create(tester)
        for record in Self.records { _ = try await ThingFixture.insert(tester, record) }
        for order in ["", #","sortOptions":[{"fieldName":"Note"}]"#] {
          let body = try await tester.check(
            Exchange(
              .post,
              "/EntityService/Thing/query",
              body:
                #"{"groupBy":["Note"],"aggregates":[{"function":"COUNT","field":"Id","alias":"n"}]\#(order)}"#
            )
          )
          let rows = body.components(separatedBy: #"{"Note":"#).dropFirst().map { row in
            row.prefix { $0 != "}" }.replacing(#","n":"#, with: " ")
          }
          #expect(rows.joined(separator: ", ") == counts, "\(traits)")
        }
      }
    }
  }

  /// Unique values never mind letter case, and a required text that is empty is missing where empty
  /// texts are none.
  @Test
  func writesUnderTraits() async throws {
    try await ServiceScenario.make(traits: ["case=sensitive", "empty=null"]).run { tester in
      _ = try await ThingFixture.create(tester)
      let insert = "/EntityService/Thing/insert?expansionLevel=0"
      for (record, status, text) in [
        (#"{"Name":"a","Code":"x"}"#, 200, #""Code":"x""#),
        (#"{"Name":"b","Code":"X"}"#, 400, "Insert data failed. Value uniqueness violation."),
        (#"{"Name":"c","Code":""}"#, 200, #""Code":null"#),
        (#"{"Name":"d","Code":""}"#, 200, #""Code":null"#),
        (#"{"Name":"e","Story":""}"#, 200, #""Story":null"#),
        (#"{"Name":""}"#, 400, #"Required field \"Name\" is not provided"#),
      ] {
        try await tester.check(
          Exchange(.post, insert, body: record, status: status, .holding(text))
        )
      }
    }
  }

  /// Ids that look random, in SQL Server's order, which is neither that of the text nor that of the
  /// insertion.
  @Test
  func scattersIDs() async throws {
    @Sendable
    func key(_ id: String) -> String {
      let bytes = id.filter { $0 != "-" }
      let places = [10, 11, 12, 13, 14, 15, 8, 9, 7, 6, 5, 4, 3, 2, 1, 0]
      return places.map { place in
        let start = bytes.index(bytes.startIndex, offsetBy: place * 2)
        return String(bytes[start..<bytes.index(start, offsetBy: 2)])
      }.joined()
    }
    try await ServiceScenario.make(traits: ["guid=sqlserver"]).run { tester in
      _ = try await ThingFixture.create(tester)
      var inserted: [String] = []
      for index in 0..<40 {
        inserted.append(try await ThingFixture.insert(tester, #"{"Name":"n\#(index)"}"#))
      }
      let expected = inserted.sorted { key($0) < key($1) }
      #expect(expected != inserted && expected != inserted.sorted())
      let read = "/EntityService/Thing/read?expansionLevel=0"
      let query = "/EntityService/Thing/query?expansionLevel=0"
      let first = try await tester.check(Exchange(.get, read + "&limit=25"))
      let rest = try await tester.check(Exchange(.get, read + "&limit=25&start=25"))
      #expect(ServiceTester.ids(in: first) + ServiceTester.ids(in: rest) == expected)
      for (body, ids) in [
        ("{}", expected), (#"{"sortOptions":[{"fieldName":"Id"}]}"#, expected),
        (
          #"{"sortOptions":[{"fieldName":"Id","isDescending":true}]}"#,
          Array(expected.reversed())
        ),
        (
          #"{"filterGroup":{"queryFilters":[{"fieldName":"Id","operator":">","value":"\#(expected[9].uppercased())"}]}}"#,
          Array(expected[10...])
        ),
        (
          #"{"filterGroup":{"queryFilters":[{"fieldName":"Id","operator":"in","valueList":["\#(expected[9].uppercased())"]}]}}"#,
          [expected[9]]
        ),
      ] {
        let found = try await tester.check(Exchange(.post, query, body: body))
        #expect(ServiceTester.ids(in: found) == ids, "\(body)")
      }
    }
  }

  @Test
  func refusesWhatDoesNotExist() {
    for name in ["case", "case=", "case=other", "colour=red", "=sensitive", ""] {
      var traits = EmbeddedTraits()
      #expect(throws: EmbeddedServiceError.unknownTrait(name)) { try traits.set(name) }
    }
    #expect(
      EmbeddedServiceError.unknownTrait("case=x").description
        == "there is no trait \"case=x\"; there are case=insensitive|sensitive, "
        + "accents=significant|ignored, blanks=significant|ignored, nulls=low|high, "
        + "order=codepoint|linguistic, guid=rising|sqlserver, empty=empty|null, sums=exact|binary, "
        + "envelope=camel|pascal, ids=lower|upper, alias=kept|pascal, absent=null|missing, "
        + "multi=array|text, members=known|more, failures=400|200, failures=array|object, "
        + "retry-after=sent|absent, scope-claim=array|text, discovery=full|bare, "
        + "refresh=absolute|sliding, token-form=400|html, scope-refusal=403|401, "
        + "invalid-client=400|401"
    )
  }

  @Test
  func tellsWhetherItIsStandard() throws {
    var options = EmbeddedServiceOptions(store: .memory)
    #expect(options.isStandard)
    try options.traits.set("nulls=high")
    #expect(!options.isStandard && options.traits.assignments == ["nulls=high"])
    try options.traits.set("nulls=low")
    #expect(options.isStandard)
    try options.switchOff("joins,expansion-of-users")
    #expect(!options.isStandard && options.without == [.joins, .expansionOfUsers])
    try options.traits.set("case=sensitive")
    options.apiLevel = .suite2024
    #expect(
      options.switches
        == "--api-level suite-2024.10 --without joins,expansion-of-users --trait case=sensitive"
    )
    #expect(throws: EmbeddedServiceError.unknownFeature("join")) { try options.switchOff("join") }
  }
}
