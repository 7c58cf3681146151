import DSQLAPI
import DSQLClient
import DSQLTypes
import Testing

/// What differs between services and must make no difference (`data-service-api.md` §7).
///
/// The rows of that table that are tested elsewhere: the prefix in `ConnectionTests`; lists of
/// failures and the status of a batch in `BatchTests`; what a service ignores or refuses, feature
/// flags among it, and ids in place of related records in `QueryEffectTests`. Two rows concern no
/// call of this client: CSV imports, since records are written by insert-batch, which every version
/// has; and scope names, which only a login asks for.
@Suite struct WireToleranceTests {
  /// Answers that mean the same.
  struct Case: Sendable, CustomTestStringConvertible {
    var point: String
    var columns: [PageColumn]
    /// Each a whole body.
    var bodies: [String]
    var lines: [String]

    init(_ point: String, _ columns: [PageColumn], bodies: [String], _ lines: [String]) {
      self.point = point
      self.columns = columns
      self.bodies = bodies
      self.lines = lines
    }

    /// One column of type `type`, and the ways in which the wire has one value of it.
    init(_ point: String, _ type: DataType, _ values: [String], _ line: String) {
      self.init(
        point,
        [PageColumn(["Field"], type)],
        bodies: values.map { #"{"totalRecordCount":1,"value":[{"Field":\#($0)}]}"# },
        [line]
      )
    }

    var testDescription: String { point }
  }

  static let id = "aa110000-0000-4000-8000-00000000000f"
  static let upperID = "AA110000-0000-4000-8000-00000000000F"
  static let states = PageDecodingTests.states

  static let cases = [
    Case(
      "envelope case",
      [PageColumn(["N"], .integer)],
      bodies: [
        #"{"totalRecordCount":1,"value":[{"N":1}]}"#, #"{"TotalRecordCount":1,"Value":[{"N":1}]}"#,
        #"{"value":[{"N":1}],"totalrecordcount":1,"hasNextPage":false,"nextCursor":null}"#,
        #"{"VALUE":[{"N":1}],"TOTALRECORDCOUNT":"1"}"#,
      ],
      ["1"]
    ),
    Case(
      "CreatedBy as GUID or object",
      .uuid,
      [
        #""\#(id)""#, #"{"Id":"\#(id)"}"#, #"{"Name":"Ann","Email":"","Id":"\#(upperID)"}"#,
        #"{"id":"\#(upperID)","Type":0,"CreatedBy":{"Id":"x"}}"#,
      ],
      id
    ),
    Case(
      "an object for an id at level 0",
      .uuid,
      [#""\#(upperID)""#, #"{"Id":"\#(id)","Name":"Acme","Id2":"x"}"#],
      id
    ),
    Case(
      "GUID case",
      .uuid,
      [
        #""\#(upperID)""#, #""\#(id)""#, #""{\#(upperID)}""#,
        #""AA11000000004000800000000000000f""#,
      ],
      id
    ),
    Case(
      "single choice",
      .choice(states),
      [
        "1", #""1""#, "1.0", #"{"NumberId":1,"Name":"paid","DisplayName":"x"}"#,
        #"{"Id":"x","numberId":"1"}"#,
      ],
      "1"
    ),
    Case(
      "multiple choice as array or JSON string",
      .choices(states),
      [
        "[3,0]", #""[3,0]""#, #""[0, 3]""#, #"["0","3"]"#,
        #"[{"NumberId":0,"Name":"open"},{"numberid":3}]"#,
      ],
      #"["Open","Verloren ü"]"#
    ),
    Case(
      "alias case",
      [PageColumn(["total"], .decimal(scale: 2)), PageColumn(["n"], .integer)],
      bodies: [
        #"{"value":[{"total":840.0,"n":12}]}"#, #"{"value":[{"Total":840.0,"N":12}]}"#,
        #"{"value":[{"N":"12","TOTAL":"8.4E2"}]}"#, #"{"value":[{"n":1.2e1,"Total":840}]}"#,
      ],
      ["840.00|12"]
    ),
    Case(
      "null or missing",
      [PageColumn(["A"], .text), PageColumn(["Supplier", "Name"], .text)],
      bodies: [
        #"{"value":[{"A":null,"Supplier":null}]}"#, #"{"value":[{}]}"#,
        #"{"value":[{"Supplier":{"Name":null}}]}"#,
        #"{"value":[{"Supplier":{"Id":"\#(id)"}}]}"#, #"{"value":[{"Supplier":{}}]}"#,
      ],
      ["NULL|NULL"]
    ),
    Case(
      "case of field keys",
      [
        PageColumn(["Supplier", "DisplayName"], .text), PageColumn(["Amount"], .decimal(scale: 1)),
      ],
      bodies: [
        #"{"value":[{"Supplier":{"DisplayName":"a"},"Amount":1}]}"#,
        #"{"value":[{"supplier":{"displayName":"a"},"amount":1}]}"#,
        #"{"value":[{"AMOUNT":1,"SUPPLIER":{"DISPLAYNAME":"a","Displayname":"b"}}]}"#,
      ],
      ["a|1.0"]
    ),
    Case(
      "extra keys",
      [PageColumn(["A"], .integer), PageColumn(["B"], .text)],
      bodies: [
        #"{"value":[{"A":1,"B":"b"}]}"#,
        #"{"@odata":{"value":[{"A":9}]},"value":[{"C":{"A":2,"B":[{"A":3}]},"A":1,"D":[],"B":"b"}]}"#,
        #"{"value":[{"A":1,"B":"b","AB":{"A":null}}],"next":{"totalRecordCount":7}}"#,
      ],
      ["1|b"]
    ),
    Case(
      "numbers as text",
      .decimal(scale: 2),
      ["12.5", #""12.5""#, "1.25E1", #""1.25e+1""#, "125e-1", "12.50"],
      "12.50"
    ),
    Case("booleans as text", .boolean, ["true", #""true""#, #""True""#, "1", #""1""#], "1"),
    Case(
      "instants with any offset",
      .timestamp,
      [
        #""2026-03-04T09:15:02.3371234Z""#, #""2026-03-04T10:15:02.3371234+01:00""#,
        #""2026-03-03T23:45:02.3371234-0930""#, #""2026-03-04T09:15:02.3371234""#,
        #""2026-03-04 09:15:02.33712349z""#,
      ],
      "17726157023371234"
    ),
    Case(
      "dates with a time",
      .date,
      [
        #""2026-03-04""#, #""2026-03-04T00:00:00""#, #""2026-03-04T00:00:00Z""#,
        #""2026-03-04T00:00:00.0000000+00:00""#,
      ],
      "20516"
    ),
    Case(
      "files",
      .file,
      [
        #"{"Name":"s.pdf","Path":"a/b","Size":48213,"Type":"application/pdf"}"#,
        #"{"Id":"c","Name":"s.pdf","Size":"48213","Type":"application/pdf","RecordId":"r"}"#,
        #"{"type":"application/pdf","size":4.8213E4,"name":"s.pdf"}"#,
      ],
      "s.pdf\u{1F}48213\u{1F}application/pdf"
    ),
    Case(
      "digits beyond a binary float",
      [PageColumn(["D"], .decimal(scale: 2)), PageColumn(["I"], .integer)],
      bodies: [
        #"{"value":[{"D":123456789012345678901234567890.12,"I":9223372036854775807}]}"#,
        #"{"value":[{"D":"123456789012345678901234567890.12","I":"9223372036854775807"}]}"#,
        #"{"value":[{"D":1.2345678901234567890123456789012E29,"I":9223372036854775807.0}]}"#,
      ],
      ["123456789012345678901234567890.12|9223372036854775807"]
    ),
  ]

  @Test(arguments: cases) func check(_ item: Case) async throws {
    for body in item.bodies {
      let page = try await PageDecodingTests.page(body, item.columns)
      #expect(lines(page.rows) == item.lines, "\(body)")
      if item.point == "envelope case" { #expect(page.totalCount == 1, "\(body)") }
    }
  }

  // MARK: Schema

  static let entity = #"""
    [{"id":"e1","name":"Invoice","displayName":"The invoice","description":"d","entityType":"Entity",
    "recordCount":12,"externalFields":[],"fields":[
    {"id":"f1","name":"Amount","fieldDisplayType":"Basic","isRequired":true,"defaultValue":"0",
    "sqlType":{"name":"DECIMAL","lengthLimit":1000,"decimalPrecision":4,"maxValue":5,"minValue":-5}},
    {"id":"f2","name":"Number","isUnique":true,"sqlType":{"name":"NVARCHAR","lengthLimit":40}},
    {"id":"f3","name":"State","fieldDisplayType":"ChoiceSetSingle","sqlType":{"name":"INT"},
    "choiceSetId":"c1"},
    {"id":"f4","name":"Supplier","fieldDisplayType":"Relationship","isForeignKey":true,
    "sqlType":{"name":"UNIQUEIDENTIFIER"},"referenceType":"ManyToOne",
    "referenceEntity":{"id":"e2","name":"Supplier"}}]}]
    """#

  /// How a service may spell the same schema.
  static let spellings: [(name: String, change: @Sendable (String) -> String)] = [
    ("as the client writes it", { $0 }),
    ("Pascal case", { keys(of: $0) { $0.prefix(1).uppercased() + $0.dropFirst() } }),
    ("ChoiceSetId", { $0.replacing("choiceSetId", with: "ChoiceSetId") }),
    ("choicesetId", { $0.replacing("choiceSetId", with: "choicesetId") }),
    (
      "referenceChoiceSet",
      { $0.replacing(#""choiceSetId":"c1""#, with: #""referenceChoiceSet":{"id":"c1"}"#) }
    ),
    (
      "referenceChoiceset beside a null",
      {
        $0.replacing(
          #""choiceSetId":"c1""#,
          with: #""choiceSetId":null,"referenceChoiceset":{"id":"c1","name":"State"}"#
        )
      }
    ),
    (
      "numbers as text",
      {
        $0.replacing(":1000,", with: #":"1000","#).replacing(":4,", with: #":"4","#)
          .replacing(":-5}", with: #":"-5"}"#).replacing(":40}", with: #":"40"}"#)
      }
    ),
    (
      "keys that no source names",
      {
        $0.replacing(#""id":"#, with: #""binnings":[{"id":"x"}],"fieldz":{"name":"y"},"id":"#)
      }
    ),
    ("without a display type", { $0.replacing(#""fieldDisplayType":"Basic","#, with: "") }),
  ]

  /// The JSON with each key changed.
  private static func keys(of json: String, _ change: (String) -> String) -> String {
    json.replacing(/"(\w+)":/) { "\"\(change(String($0.output.1)))\":" }
  }

  @Test(arguments: spellings.map(\.name)) func schema(_ name: String) async throws {
    let spelling = try #require(Self.spellings.first { $0.name == name })
    let path = ServiceFixture.root + "/Entity"
    let fixture = try ServiceFixture([
      .init("GET", path, .answer(200, Self.entity)),
      .init("GET", path, .answer(200, spelling.change(Self.entity))),
    ])
    let known = try await fixture.client.entities().value
    #expect(known.first?.fields.map(\.name) == ["Amount", "Number", "State", "Supplier"])
    #expect(known.first?.fields[2].choiceSetID == "c1")
    #expect(try await fixture.client.entities().value == known)
  }

  // MARK: Mutations

  static let columns = [
    PageColumn(["Id"], .uuid), PageColumn(["Number"], .text),
    PageColumn(["Amount"], .decimal(scale: 2)), PageColumn(["Paid"], .boolean),
    PageColumn(["State"], .choice(states)), PageColumn(["Tags"], .choices(states)),
    PageColumn(["Supplier"], .uuid), PageColumn(["Supplier", "Name"], .text),
    PageColumn(["Supplier", "Country", "Name"], .text), PageColumn(["Scan"], .file),
    PageColumn(["PaidAt"], .timestamp),
  ]
  static let records: [JSONRecord] = (0..<8).map { number in
    let isNull = number % 3 == 2
    let supplier = JSONRecord([
      ("Id", .scalar(#""\#(id)""#)), ("Name", .scalar(isNull ? "null" : #""S\#(number)""#)),
      (
        "Country",
        isNull
          ? .scalar("null")
          : .record(JSONRecord([("Id", .scalar(#""\#(id)""#)), ("Name", .scalar(#""NO""#))]))
      ),
    ])
    return JSONRecord([
      ("Id", .scalar(#""AA110000-0000-4000-8000-00000000000\#(number)""#)),
      ("Number", .scalar(#""N\u0041\#(number)""#)),
      ("Amount", .scalar(isNull ? "null" : "\(number).125")),
      ("Paid", .scalar(number % 2 == 0 ? "true" : "false")), ("State", .scalar("\(number % 2)")),
      ("Tags", .scalar(isNull ? "null" : "[1,3]")),
      ("Supplier", number == 5 ? .scalar("null") : .record(supplier)),
      (
        "Scan",
        .record(JSONRecord([("Name", .scalar(#""f""#)), ("Size", .scalar("\(number)"))]))
      ), ("PaidAt", .scalar(#""2026-03-04T09:15:02.337Z""#)),
    ])
  }

  /// Pages whose keys are moved, left out where their value is null, spelt in other letters, and
  /// stand among others mean what the plain page means.
  @Test(arguments: 0..<150) func mutated(_ seed: UInt64) async throws {
    func body(_ records: [String]) -> String {
      #"{"totalRecordCount":8,"value":["# + records.joined(separator: ",") + "]}"
    }
    var numbers = SeededNumbers(seed: seed)
    let plain = try await PageDecodingTests.page(body(Self.records.map(\.json)), Self.columns)
    let mutated = body(Self.records.map { $0.mutated(by: &numbers).json })
    let page = try await PageDecodingTests.page(mutated, Self.columns)
    #expect(lines(plain.rows).count == 8)
    #expect(lines(page.rows) == lines(plain.rows), "seed \(seed): \(mutated)")
  }
}
