import DSQLRendering
import DSQLTypes
import Testing

@Suite struct MachineFormatTests {
  static let tags = ChoiceDomain(
    name: "Tag",
    choices: [Choice(number: 1, name: "U", label: "Urgent")]
  )
  static let mixed = Rows(
    [
      ("id", .integer), ("a", .text), ("n", .decimal(scale: 2)), ("d", .double), ("a", .boolean),
      ("t", .choices(tags)), ("f", .file), ("c", .choice(tags)), ("at", .timestamp),
    ],
    [
      [
        .integer(-7), .text("say \"hi\", x\ty\nz\\'"), .number(12345, scale: 2), .double(1e20),
        .boolean(true), .text("[\"Urgent\"]"), .text("a.pdf\u{1F}12\u{1F}application/pdf"),
        .choice(1),
        .timestamp(Instant(ticks: 0)),
      ],
      [
        .integer(.max), .text(""), .null, .double(.nan), .null, .null, .text("b\u{1F}\u{1F}"),
        .choice(9), .null,
      ],
      [
        .integer(0), .null, .number(1, scale: 3), .double(-0.5), .boolean(false), .null, .null,
        .null,
        .null,
      ],
    ]
  )

  private func check(
    _ format: RenderFormat,
    _ rows: Rows,
    _ expected: String,
    location: SourceLocation = #_sourceLocation,
    _ change: (inout RenderOptions) -> Void = { _ in }
  ) {
    var options = RenderOptions(format: format)
    change(&options)
    #expect(rows.rendered(options) == expected, sourceLocation: location)
    #expect(rows.rendered(options, batchSize: 1) == expected, sourceLocation: location)
  }

  static let none = Rows([("a", .text), ("b", .integer)], [])
  static let two = Rows(
    [("a", .text), ("b", .integer)],
    [[.text("x"), .integer(1)], [.null, .integer(2)]]
  )

  @Test func writesCSV() {
    check(
      .csv,
      Self.mixed,
      """
      id,a,n,d,a,t,f,c,at
      -7,"say ""hi"", x\ty
      z\\'",123.45,1e+20,true,"[""Urgent""]",a.pdf,Urgent,1970-01-01T00:00:00Z
      9223372036854775807,"",,NaN,,,b,#9,
      0,,0.001,-0.5,false,,,,

      """
    )
    check(.csv, Self.none, "a,b\n")
    check(.csv, Self.two, "x;1\nNULL;2\n") {
      $0.csvFieldSeparator = ";"
      $0.tuplesOnly = true
      $0.nullText = "NULL"
    }
    check(
      .csv,
      Rows([("a;b", .text)], [[.text("NULL")], [.null], [.text("a\rb")], [.text("c,d")]]),
      "\"a;b\"\n\"NULL\"\nNULL\n\"a\rb\"\nc,d\n"
    ) {
      $0.csvFieldSeparator = ";"
      $0.nullText = "NULL"
    }
    check(.csv, Self.two, "a,x\nb,1\na,\nb,2\n") { $0.expanded = .on }
  }

  @Test func writesTSV() {
    check(
      .tsv,
      Self.mixed,
      """
      id\ta\tn\td\ta\tt\tf\tc\tat
      -7\tsay "hi", x\\ty\\nz\\\\'\t123.45\t1e+20\ttrue\t["Urgent"]\ta.pdf\tUrgent\t1970-01-01T00:00:00Z
      9223372036854775807\t\t\\N\tNaN\t\\N\t\\N\tb\t#9\t\\N
      0\t\\N\t0.001\t-0.5\tfalse\t\\N\t\\N\t\\N\t\\N

      """
    )
    check(.tsv, Self.none, "a\tb\n")
    check(.tsv, Self.two, "x\t1\n\t2\n") {
      $0.tuplesOnly = true
      $0.nullText = ""
    }
  }

  static let objects = [
    """
    {"id":-7,"a":"say \\"hi\\", x\\ty\\nz\\\\'","n":123.45,"d":1e+20,"a_2":true,"t":["Urgent"],\
    "f":{"name":"a.pdf","size":12,"type":"application/pdf"},"c":"Urgent","at":"1970-01-01T00:00:00Z"}
    """,
    """
    {"id":9223372036854775807,"a":"","n":null,"d":null,"a_2":null,"t":null,\
    "f":{"name":"b","size":null,"type":null},"c":"#9","at":null}
    """,
    """
    {"id":0,"a":null,"n":0.001,"d":-0.5,"a_2":false,"t":null,"f":null,"c":null,"at":null}
    """,
  ]

  @Test func writesJSON() {
    check(.json, Self.mixed, "[" + Self.objects.joined(separator: ",\n") + "]\n") {
      $0.nullText = "-"
    }
    check(.json, Self.none, "[]\n")
    check(
      .json,
      Rows([("k\"", .text)], [[.text("\u{1}\u{1F}\u{8}\u{C}\r\u{7F}é👍")]]),
      "[{\"k\\\"\":\"\\u0001\\u001f\\b\\f\\r\u{7F}é👍\"}]\n"
    )
  }

  @Test func writesJSONLines() {
    check(.jsonl, Self.mixed, Self.objects.map { $0 + "\n" }.joined())
    check(.jsonl, Self.none, "")
    check(
      .jsonl,
      Rows([("a", .integer), ("a", .integer), ("a_2", .integer)], [[.null, .null, .null]]),
      "{\"a\":null,\"a_3\":null,\"a_2\":null}\n"
    )
  }

  @Test func keepsEveryDigit() {
    let digits = ExactDecimal(parsing: "12345678901234567890.123456789012345678")
    let rows = Rows([("n", .decimal(scale: 18))], [[digits.map(Value.decimal) ?? .null]])
    check(.json, rows, "[{\"n\":12345678901234567890.123456789012345678}]\n")
  }

  @Test func writesStatements() {
    check(
      .insert,
      Rows(
        [
          ("a\"b", .text), ("n", .decimal(scale: 1)), ("d", .double), ("w", .date), ("b", .boolean),
        ],
        [
          [
            .text("it's\n"), .number(5, scale: 1), .double(.infinity), .date(CalendarDate(days: 1)),
            .boolean(true),
          ],
          [.null, .null, .double(2), .null, .null],
        ]
      ),
      """
      INSERT INTO "Cus""tomer" ("a""b","n","d","w","b") VALUES ('it''s
      ',0.5,'Infinity','1970-01-02',true);
      INSERT INTO "Cus""tomer" ("a""b","n","d","w","b") VALUES (NULL,NULL,2,NULL,NULL);

      """
    ) { $0.insertTable = "Cus\"tomer" }
    check(.insert, Self.none, "")
  }

  @Test func writesUnaligned() {
    check(.unaligned, Self.two, "a|b\nx|1\n|2\n(2 rows)\n")
    check(.unaligned, Self.none, "a|b\n(0 rows)\n")
    check(.unaligned, Self.two, "x|1\n|2\n") { $0.tuplesOnly = true }
    check(.unaligned, Self.two, "x, 1; -, 2\n") {
      $0.tuplesOnly = true
      $0.fieldSeparator = ", "
      $0.recordSeparator = "; "
      $0.nullText = "-"
    }
    check(.unaligned, Self.two, "a|x\nb|1\n\na|\nb|2\n") { $0.expanded = .on }
    check(.unaligned, Self.none, "") { $0.tuplesOnly = true }
    check(.unaligned, Rows([("a", .text)], [[.text("x\ny|")]]), "T\na\nx\ny|\n(1 row)\n") {
      $0.title = "T"
    }
  }

  @Test func writesMarkdown() {
    check(
      .markdown,
      Rows(
        [("a|b", .text), ("n", .integer)],
        [[.text("x|y\nz\u{1B}"), .integer(1)], [.null, .null], [.text("日本"), .integer(2)]]
      ),
      """
      | a\\|b | n |
      | --- | ---: |
      | x\\|y<br>z\\x1B | 1 |
      | NULL | NULL |
      | 日本 | 2 |

      """
    )
    check(.markdown, Self.none, "| a | b |\n| --- | ---: |\n")
  }

  @Test func writesHTML() {
    check(
      .html,
      Rows(
        [("id", .integer), ("name", .text)],
        [[.integer(1), .text("  a <b>\n  c")], [.integer(2), .text("")], [.null, .text("&\"")]]
      ),
      """
      <table border="1">
        <tr>
          <th align="center">id</th>
          <th align="center">name</th>
        </tr>
        <tr valign="top">
          <td align="right">1</td>
          <td align="left">&nbsp;&nbsp;a &lt;b&gt;<br />
        c</td>
        </tr>
        <tr valign="top">
          <td align="right">2</td>
          <td align="left">&nbsp; </td>
        </tr>
        <tr valign="top">
          <td align="right">NULL</td>
          <td align="left">&amp;&quot;</td>
        </tr>
      </table>
      <p>(3 rows)<br />
      </p>

      """
    )
    check(
      .html,
      Rows([("id", .integer)], [[.integer(1)]]),
      """
      <table border="2" class="x">

        <tr><td colspan="2" align="center">Record 1</td></tr>
        <tr valign="top">
          <th>id</th>
          <td align="right">1</td>
        </tr>
      </table>

      """
    ) {
      $0.expanded = .on
      $0.border = 2
      $0.tableAttributes = "class=\"x\""
    }
  }

  @Test func writesNothing() {
    check(.none, Self.mixed, "")
    var renderer = ResultRenderer(options: RenderOptions(format: .none))
    var output: [UInt8] = []
    for batch in Self.two.batches(of: 1) { renderer.render(batch, to: &output) }
    #expect(renderer.rowCount == 2)
  }
}
