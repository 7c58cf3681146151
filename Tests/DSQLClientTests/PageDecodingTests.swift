import DSQLAPI
import DSQLClient
import DSQLTypes
import Testing

/// Pages of records into columns.
@Suite struct PageDecodingTests {
  static let entity = EntityAddress(id: "e1", name: "Invoice")
  static let states = ChoiceDomain(
    name: "State",
    choices: [
      Choice(number: 0, name: "open", label: "Open"),
      Choice(number: 1, name: "paid", label: "Paid \"in full\""),
      Choice(number: 3, name: "lost", label: "Verloren ü"),
    ]
  )

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var columns: [PageColumn]
    var body: String
    var lines: [String]
    var total: Int?

    init(
      _ name: String,
      _ columns: [PageColumn],
      _ body: String,
      _ lines: [String],
      total: Int? = nil
    ) {
      self.name = name
      self.columns = columns
      self.body = body
      self.lines = lines
      self.total = total
    }

    var testDescription: String { name }
  }

  /// One column, the JSON of its value in each record, and what comes of it.
  static func column(
    _ type: DataType,
    _ values: [(String, String)]
  ) -> Case {
    Case(
      "\(type.name) values",
      [PageColumn(["V"], type)],
      "{\"value\":[" + values.map { "{\"V\":\($0.0)}" }.joined(separator: ",") + "]}",
      values.map(\.1)
    )
  }

  static func page(_ body: String, _ columns: [PageColumn]) async throws -> RecordPage {
    try await page(bytes: Array(body.utf8), columns)
  }

  static func page(bytes: [UInt8], _ columns: [PageColumn]) async throws -> RecordPage {
    let fixture = try ServiceFixture([
      .init(
        "POST",
        ServiceFixture.root + "/EntityService/Invoice/query?expansionLevel=0",
        .bytes(200, bytes)
      )
    ])
    return try await fixture.client.page(RecordQuery(), of: entity, columns: columns).value
  }

  static let cases = [
    Case(
      "a page of the guide",
      [
        PageColumn(["Id"], .uuid), PageColumn(["Number"], .text),
        PageColumn(["Amount"], .decimal(scale: 2)), PageColumn(["Paid"], .boolean),
        PageColumn(["DueDate"], .date), PageColumn(["State"], .choice(states)),
        PageColumn(["Supplier"], .uuid), PageColumn(["CreateTime"], .timestamp),
      ],
      #"{"totalRecordCount": 1204, "value": [{"Id":"7D0E3F00-0000-4000-8000-000000000001","#
        + #""Number":"INV-7","Amount":99.5,"Paid":false,"DueDate":"2026-03-04","State":1,"#
        + #""Supplier":"AA110000-0000-4000-8000-000000000002","#
        + #""CreateTime":"2021-03-04T10:20:47.791Z"}]}"#,
      [
        "7d0e3f00-0000-4000-8000-000000000001|INV-7|99.50|0|20516|1|"
          + "aa110000-0000-4000-8000-000000000002|16148532477910000"
      ],
      total: 1204
    ),
    Case(
      "the envelope in other letters",
      [PageColumn(["N"], .integer)],
      #"{"Value":[{"N":1},{"N":2}],"TotalRecordCount":2,"hasNextPage":false}"#,
      ["1", "2"],
      total: 2
    ),
    Case(
      "a bare array",
      [PageColumn(["N"], .integer)],
      #" [ {"N" : 1 } , {"N":null} ] "#,
      ["1", "NULL"]
    ),
    Case(
      "no records",
      [PageColumn(["N"], .integer)],
      #"{"value":[],"totalRecordCount":0}"#,
      [],
      total: 0
    ),
    Case("null in place of records", [PageColumn(["N"], .integer)], #"{"value":null}"#, []),
    Case(
      "no columns",
      [],
      #"{"value":[{"N":1},{"N":2}]}"#,
      ["", ""]
    ),
    Case(
      "keys that move, are missing, come twice or are unknown",
      [PageColumn(["A"], .integer), PageColumn(["B"], .text)],
      #"{"value":[{"A":1,"B":"x"},{"B":"y","A":2},{"C":{"A":9,"D":[1,{"B":"n"}]},"B":"z"},"#
        + #"{"A":4,"A":5},{},{"A":null,"A":6,"B":null},{"A":7,"B":"w"}]}"#,
      ["1|x", "2|y", "NULL|z", "4|NULL", "NULL|NULL", "6|NULL", "7|w"]
    ),
    Case(
      "keys in other letters and with escapes",
      [PageColumn(["Total"], .integer), PageColumn(["É"], .text)],
      #"{"value":[{"total":1,"\u00c9":"a"},{"TOTAL":2,"É":"b"},{"T\u006ftal":3,"\u00C9":"c"}]}"#,
      ["1|a", "2|b", "3|c"]
    ),
    Case(
      "rows of aggregates",
      [PageColumn(["State"], .choice(states)), PageColumn(["n"], .integer)],
      #"{"totalRecordCount":2,"value":[{"State":0,"N":12},{"State":null,"N":5}]}"#,
      ["0|12", "NULL|5"],
      total: 2
    ),
    Case(
      "expanded records",
      [
        PageColumn(["Supplier"], .uuid), PageColumn(["Supplier", "Name"], .text),
        PageColumn(["Supplier", "Country", "Name"], .text), PageColumn(["Supplier", "Id"], .uuid),
      ],
      #"{"value":[{"Supplier":{"Name":"Ac","Id":"AA110000-0000-4000-8000-000000000002","#
        + #""Country":{"Name":"No","Id":"x"}}},{},{"Supplier":null},"#
        + #"{"Supplier":{"id":"aa110000-0000-4000-8000-000000000004"}},"#
        + #"{"Supplier":{"Id":null,"Name":"","Country":null}}]}"#,
      [
        "aa110000-0000-4000-8000-000000000002|Ac|No|aa110000-0000-4000-8000-000000000002",
        "NULL|NULL|NULL|NULL", "NULL|NULL|NULL|NULL",
        "aa110000-0000-4000-8000-000000000004|NULL|NULL|aa110000-0000-4000-8000-000000000004",
        "NULL||NULL|NULL",
      ]
    ),
    Case(
      "ids where only ids are wanted",
      [PageColumn(["Supplier"], .uuid), PageColumn(["Supplier", "Id"], .uuid)],
      #"{"value":[{"Supplier":"AA110000-0000-4000-8000-000000000003"}]}"#,
      ["aa110000-0000-4000-8000-000000000003|aa110000-0000-4000-8000-000000000003"]
    ),
    Case(
      "the exact spelling wins, before and after others",
      [
        PageColumn(["Total"], .integer), PageColumn(["Buyer", "Name"], .text),
        PageColumn(["Buyer", "Key", "Name"], .text), PageColumn(["Tags"], .choices(states)),
      ],
      #"{"value":[{"TOTAL":1,"Total":2,"total":3,"Tags":[1],"TAGS":[0]},"#
        + #"{"total":4,"TOTAL":5,"tags":[3],"Tags":null},"#
        + #"{"total":"x","Total":null,"buyer":{"Name":"a","Key":{"Name":"k"}},"#
        + #""Buyer":{"NAME":"b","Name":"c"}},"#
        + #"{"buyer":"a0","Buyer":{"name":"d","key":{"name":"e"}},"BUYER":{"Name":"f"}},"#
        + #"{"Total":7,"buyer":{"Name":"g"}}]}"#,
      [
        ##"2|NULL|NULL|["Paid \"in full\""]"##, "4|NULL|NULL|NULL", "NULL|c|NULL|NULL",
        "NULL|d|e|NULL", "7|g|NULL|NULL",
      ]
    ),
    Case(
      "joined rows, of which one lacks its partner",
      [
        PageColumn(["Invoice.Number"], .text), PageColumn(["Supplier.Name"], .text),
        PageColumn(["Supplier.Rating"], .decimal(scale: 2)),
      ],
      #"{"totalRecordCount":3,"value":[{"Invoice.Number":"INV-7","Supplier.Name":"Acme","#
        + #""Supplier.Rating":1.5},{"Invoice.Number":"INV-8"},"#
        + #"{"supplier.rating":2,"Invoice.number":"INV-9"}]}"#,
      ["INV-7|Acme|1.50", "INV-8|NULL|NULL", "INV-9|NULL|2.00"],
      total: 3
    ),
    Case(
      "values of aggregates",
      [PageColumn(["Sum"], .decimal(scale: 2)), PageColumn(["n"], .integer)],
      #"{"value":[{"SUM":12345678901234567890123456.123456,"N":3.0},{"sum":"0.125","n":"3e2"},"#
        + #"{"Sum":8.40E2,"n":-12E0},{"Sum":"1.5E-7","n":1200e-2}]}"#,
      [
        "12345678901234567890123456.123456|3", "0.125|300", "840.00|-12", "0.00000015|12",
      ]
    ),
    Case(
      "dotted keys and the same path twice",
      [
        PageColumn(["Invoice.Number"], .text), PageColumn(["N"], .integer),
        PageColumn(["N"], .decimal(scale: 1)), PageColumn(["N"], .unknown),
      ],
      #"{"value":[{"Invoice.Number":"INV-7","N":3}]}"#,
      ["INV-7|3|3.0|NULL"]
    ),
    column(
      .text,
      [
        (#""""#, ""), (#""a\"b\\c\/d\n\té""#, "a\"b\\c/d\n\té"), (#""\u00e9\u6f22""#, "é漢"),
        (#""\ud83d\ude42 \uD83D\uDE42""#, "🙂 🙂"), ("12.50", "12.50"), ("true", "true"),
        (#"{"a": [1]}"#, #"{"a": [1]}"#), ("[1, 2]", "[1, 2]"), ("null", "NULL"),
      ]
    ),
    column(
      .decimal(scale: 2),
      [
        ("0", "0.00"), ("-0", "0.00"), ("12.5", "12.50"), ("12.500", "12.500"), ("-7", "-7.00"),
        ("123456789012345678901234567890", "123456789012345678901234567890.00"),
        ("1234567890123456789012345678.12345", "1234567890123456789012345678.12345"),
        ("1E3", "1000.00"), ("1.25e-1", "0.125"), ("5E-05", "0.00005"), ("-1.5E+2", "-150.00"),
        ("0.10", "0.10"), (#""12.50""#, "12.50"), (#""-3""#, "-3.00"), (#""+007""#, "7.00"),
        ("1 ", "1.00"), ("0e5", "0.00"),
        ("0.123456789012345678901234567890", "0.123456789012345678901234567890"),
        ("-999999999999999999999999999999", "-999999999999999999999999999999.00"),
      ]
    ),
    column(.decimal(scale: nil), [("12", "12"), ("1.0", "1.0"), ("1e2", "100")]),
    column(
      .integer,
      [
        ("0", "0"), ("-5", "-5"), ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"), ("12.0", "12"), ("1e3", "1000"),
        (#""42""#, "42"), ("9007199254740993", "9007199254740993"), ("3.0", "3"), ("3e2", "300"),
        ("9.223372036854775807E18", "9223372036854775807"),
        (#""-9223372036854775808""#, "-9223372036854775808"),
      ]
    ),
    column(.double, [("0.1", "0.1"), ("-2", "-2.0"), ("1e300", "1e+300"), (#""2.5""#, "2.5")]),
    column(
      .boolean,
      [
        ("true", "1"), ("false", "0"), (#""true""#, "1"), (#""False""#, "0"), ("1", "1"),
        ("0", "0"),
      ]
    ),
    column(
      .date,
      [
        (#""1970-01-01""#, "0"), (#""0001-01-01""#, "-719162"), (#""9999-12-31""#, "2932896"),
        (#""2024-02-29T23:59:59+02:00""#, "19782"), (#""2024-02-29T00:00:00""#, "19782"),
        (#""1969-12-31""#, "-1"),
      ]
    ),
    column(
      .timestamp,
      [
        (#""1970-01-01T00:00:00Z""#, "0"), (#""1970-01-01T00:00:00.1234567Z""#, "1234567"),
        (#""1970-01-01T00:00:00.12345678Z""#, "1234567"), (#""1970-01-01T02:00:00+02:00""#, "0"),
        (#""1969-12-31T18:30:00-0530""#, "0"), (#""1970-01-01 00:00:01""#, "10000000"),
        (#""2026-11-24T23:59:59.9999999+14:00""#, "17955143999999999"),
        (#""9999-12-31T23:59:59.9999999-00:00""#, "2534023007999999999"),
        (#""1970-01-02""#, "864000000000"), (#""1970-01-01T00:01""#, "600000000"),
        (#""0001-01-01T00:00:00Z""#, "-621355968000000000"),
      ]
    ),
    column(
      .uuid,
      [
        (#""AA110000-0000-4000-8000-00000000000F""#, "aa110000-0000-4000-8000-00000000000f"),
        (#""aa11000000004000800000000000000f""#, "aa110000-0000-4000-8000-00000000000f"),
        (
          #"{"Name":"n","ID":"AA110000-0000-4000-8000-00000000000F"}"#,
          "aa110000-0000-4000-8000-00000000000f"
        ), (#"{"Id":null}"#, "NULL"),
      ]
    ),
    column(
      .choice(states),
      [
        ("1", "1"), (#""3""#, "3"), ("2.0", "2"), (#"{"Id":"x","numberId":3,"Name":"lost"}"#, "3"),
        ("null", "NULL"),
      ]
    ),
    column(
      .choices(states),
      [
        ("[3, 0]", #"["Open","Verloren ü"]"#), (#""[1]""#, #"["Paid \"in full\""]"#),
        ("[]", "[]"), (#""[]""#, "[]"), ("[7]", ##"["#7"]"##), ("null", "NULL"),
        (#"[{"NumberId":1,"Name":"paid"},{"NumberId":0}]"#, #"["Open","Paid \"in full\""]"#),
        (#"["3"]"#, #"["Verloren ü"]"#),
      ]
    ),
    column(
      .file,
      [
        (
          #"{"Id":"c","Name":"scan \"1\".pdf","Size":48213,"Type":"application/pdf"}"#,
          "scan \"1\".pdf\u{1F}48213\u{1F}application/pdf"
        ), (#""cc33""#, "cc33\u{1F}\u{1F}"), ("null", "NULL"),
        (#"{"Type":"text/plain","Name":"a","Path":"p"}"#, "a\u{1F}\u{1F}text/plain"),
        (#"{"size":"48213","name":"a","TYPE":null}"#, "a\u{1F}48213\u{1F}"),
        (#"{"Name":"a","Size":4.8E2,"size":1}"#, "a\u{1F}480\u{1F}"),
        (#"{"NAME":"b","Name":"a","name":"c","Size":"big"}"#, "a\u{1F}\u{1F}"),
        (#"{"Id":"c","Size":7}"#, "c\u{1F}7\u{1F}"), (#"{"Size":7}"#, "\u{1F}7\u{1F}"),
        (#"{"Id":null}"#, "NULL"), ("{}", "NULL"),
      ]
    ),
    Case(
      "files and their parts, in a related record too",
      [
        PageColumn(["Scan"], .file), PageColumn(["Scan", "Name"], .text),
        PageColumn(["Scan", "Size"], .integer), PageColumn(["Invoice", "Scan"], .file),
        PageColumn(["Invoice", "Scan", "Type"], .text),
      ],
      #"{"value":[{"Scan":{"Id":"c","Name":"s.pdf","Size":48213,"Type":"application/pdf"},"#
        + #""Invoice":{"Id":"AA110000-0000-4000-8000-000000000004","#
        + #""Scan":{"name":"t.txt","type":"text/plain"}}},"#
        + #"{"Scan":{"Name":"u"},"Invoice":{"Id":"x"}},{"Scan":null,"Invoice":{"Scan":null}}]}"#,
      [
        "s.pdf\u{1F}48213\u{1F}application/pdf|s.pdf|48213|t.txt\u{1F}\u{1F}text/plain|text/plain",
        "u\u{1F}\u{1F}|u|NULL|NULL|NULL", "NULL|NULL|NULL|NULL|NULL",
      ]
    ),
  ]

  @Test(arguments: cases) func check(_ item: Case) async throws {
    let page = try await Self.page(item.body, item.columns)
    #expect(lines(page.rows) == item.lines)
    #expect(page.totalCount == item.total)
    #expect(page.rows.schema.columns.map(\.type) == item.columns.map(\.type))
    #expect(
      page.rows.schema.columns.map(\.name) == item.columns.map { $0.path.joined(separator: ".") }
    )
  }

  /// A value, the type of its column, and how the message puts it.
  static let faults: [(String, DataType, String)] = [
    (#""abc""#, .decimal(scale: 2), #""abc", which is no decimal"#),
    (#""""#, .integer, #""", which is no integer"#),
    ("1.5", .integer, "1.5, which is no integer"),
    ("9223372036854775808", .integer, "9223372036854775808, which is no integer"),
    ("2", .boolean, "2, which is no boolean"),
    ("true", .decimal(scale: nil), "true, which is no decimal"),
    ("[1]", .decimal(scale: nil), "[1], which is no decimal"),
    ("{\"a\":1}", .integer, "{...}, which is no integer"),
    (String(repeating: "9", count: 39), .decimal(scale: nil), "which is no decimal"),
    ("1e400", .double, "1e400, which is no double"),
    (#""2026-02-30""#, .date, #""2026-02-30", which is no date"#),
    ("20260230", .date, "20260230, which is no date"),
    (#""2026-01-01T25:00:00Z""#, .timestamp, "which is no timestamp"),
    (#""2026-01-01T00:00:00.Z""#, .timestamp, "which is no timestamp"),
    (#""no-guid""#, .uuid, #""no-guid", which is no uuid"#),
    (#""Open""#, .choice(states), #""Open", which is no choice(State)"#),
    (#""Open""#, .choices(states), #""Open", which is no choices(State)"#),
    (#"["Open"]"#, .choices(states), #"["Open"], which is no choices(State)"#),
    ("5", .file, "5, which is no file"),
  ]

  @Test(arguments: faults) func faultsNameTheField(
    _ json: String,
    _ type: DataType,
    _ words: String
  ) async throws {
    let body = "{\"value\":[{\"V\":null},{\"V\":\(json)}]}"
    let error = await #expect(throws: ServiceError.self) {
      try await Self.page(body, [PageColumn(["W"], .unknown), PageColumn(["V"], type)])
    }
    #expect(error?.code == .invalidAnswer)
    #expect(error?.message.hasPrefix("field \"V\" of record 2 holds ") == true)
    #expect(error?.message.hasSuffix(words) == true, "\(error?.message ?? "")")
  }

  static let broken: [[UInt8]] =
    [
      "", " ", "null", "7", "\"text\"", "true", "{}", "{\"value\":7}", "{\"value\":[7]}",
      "{\"value\":[[]]}", "{\"values\":[]}", "{\"value\":[{\"A\":1}", "{\"value\":[{\"A\":1}]}]",
      "{\"value\":[{\"A\":1}]} {}", "{\"value\":[{\"A\" 1}]}", "{\"value\":[{\"A\":1 \"B\":2}]}",
      "{\"value\":[{\"A\":1,}]}", "{\"value\":[{\"A\":tru}]}", "{\"value\":[{\"A\":nul}]}",
      "{\"value\":[{\"A\":01}]}", "{\"value\":[{\"A\":1.}]}", "{\"value\":[{\"A\":-}]}",
      "{\"value\":[{\"A\":\"\\x\"}]}", "{\"value\":[{\"A\":\"\\ud800\"}]}",
      "{\"value\":[{\"A\":\"a\nb\"}]}", "{\"value\":[{\"A\":NaN}]}", "[{\"A\":1}", "{\"value\":[",
      "{\"value\":[{\"A\":\"unfinished", "<html><title>Sign in</title></html>",
      "{\"value\":" + String(repeating: "[", count: 5000),
    ].map { Array($0.utf8) } + [
      Array("{\"value\":[{\"A\":\"".utf8) + [0xC3, 0x28] + Array("\"}]}".utf8),
      Array("{\"value\":[{\"A\":\"".utf8) + [0xED, 0xA0, 0x80] + Array("\"}]}".utf8),
      [0x00], [0xFF, 0xFE], [UInt8](repeating: 0x22, count: 3),
    ]

  @Test(arguments: broken) func brokenAnswersAreErrors(_ body: [UInt8]) async throws {
    let error = await #expect(throws: ServiceError.self) {
      try await Self.page(bytes: body, [PageColumn(["A"], .text)])
    }
    #expect(error?.code == .invalidAnswer)
    #expect(error?.status == 200)
  }

  @Test func webPagesAreToldApart() async throws {
    let error = await #expect(throws: ServiceError.self) {
      try await Self.page("\n<!DOCTYPE html><title>Sign\n in</title>", [])
    }
    #expect(
      error?.message
        == "a web page answered in place of the service (HTTP status 200: Sign in)"
    )
  }

  @Test func noPrefixCrashes() async throws {
    let body = Array(try fixture("page.json").utf8)
    let columns = [
      PageColumn(["Id"], .uuid), PageColumn(["Number"], .text),
      PageColumn(["Amount"], .decimal(scale: 2)), PageColumn(["States"], .choices(Self.states)),
      PageColumn(["Supplier", "Name"], .text), PageColumn(["Scan"], .file),
      PageColumn(["CreatedBy"], .uuid), PageColumn(["Raw"], .text),
    ]
    let whole = try await Self.page(bytes: body, columns)
    #expect(whole.rows.rowCount == 3)
    var failures = 0
    for length in 0..<body.count {
      do {
        let page = try await Self.page(bytes: Array(body[..<length]), columns)
        // What lacks only blanks at its end is whole.
        #expect(page.rows.rowCount == 3)
      } catch {
        failures += 1
      }
    }
    #expect(failures >= body.count - 2)
  }

  @Test func noFlippedByteCrashes() async throws {
    let body = Array(try fixture("page.json").utf8)
    let columns = [
      PageColumn(["Amount"], .decimal(scale: 2)), PageColumn(["States"], .choices(Self.states)),
      PageColumn(["Supplier", "Name"], .text), PageColumn(["Raw"], .text),
    ]
    for index in body.indices {
      for byte in [UInt8(ascii: "\""), UInt8(ascii: "}"), UInt8(ascii: "\\"), 0x5B, 0xC3] {
        var changed = body
        changed[index] = byte
        let page = try? await Self.page(bytes: changed, columns)
        #expect((page?.rows.rowCount ?? 0) <= 4)
      }
    }
  }
}
