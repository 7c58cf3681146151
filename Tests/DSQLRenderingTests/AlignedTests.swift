import DSQLRendering
import DSQLTypes
import Testing

@Suite struct AlignedTests {
  static let people = Rows(
    [("Id", .integer), ("Name", .text), ("Total", .decimal(scale: 2)), ("Paid", .boolean)],
    [
      [.integer(1), .text("Ada"), .number(105, scale: 1), .boolean(true)],
      [.integer(2), .text("日本語"), .null, .boolean(false)],
      [.integer(3), .text("two\nlines"), .number(3, scale: 0), .boolean(true)],
    ]
  )
  static let pair = Rows(
    [("id", .integer), ("name", .text)],
    [[.integer(1), .text("Ada")], [.integer(3), .text("two\nlines")]]
  )
  static let sentence = Rows(
    [("id", .integer), ("name", .text), ("x", .text)],
    [[.integer(1), .text("the quick brown fox jumps over the lazy dog"), .text("z")]]
  )

  private func check(
    _ rows: Rows,
    _ options: RenderOptions,
    batchSize: Int = 1000,
    _ expected: String,
    location: SourceLocation = #_sourceLocation
  ) {
    #expect(rows.marked(options, batchSize: batchSize) == expected, sourceLocation: location)
  }

  private func options(_ change: (inout RenderOptions) -> Void) -> RenderOptions {
    var options = RenderOptions()
    change(&options)
    return options
  }

  @Test func showsWideCharactersNullAndLines() {
    check(
      Self.people,
      RenderOptions(),
      """
       Id |  Name  | Total | Paid··
      ----+--------+-------+-------
        1 | Ada    | 10.50 | true
        2 | 日本語 |  NULL | false
        3 | two   +|  3.00 | true
          | lines  |       |·
      (3 rows)


      """
    )
  }

  @Test func leavesTheFrameOutAtBorderZero() {
    check(
      Self.pair,
      options { $0.border = 0 },
      """
      id name··
      -- -----
       1 Ada
       3 two  +
         lines
      (2 rows)


      """
    )
  }

  @Test func drawsAFrameAtBorderTwo() {
    check(
      Self.pair,
      options { $0.border = 2 },
      """
      +----+-------+
      | id | name  |
      +----+-------+
      |  1 | Ada   |
      |  3 | two  +|
      |    | lines |
      +----+-------+
      (2 rows)


      """
    )
  }

  @Test func drawsWithUnicodeLines() {
    check(
      Self.pair,
      options { $0.lineStyle = .unicode },
      """
       id │ name··
      ────┼───────
        1 │ Ada
        3 │ two  ↵
          │ lines
      (2 rows)


      """
    )
  }

  @Test func boxHasBorderTwoInUnicode() {
    check(
      Self.pair,
      RenderOptions(format: .box),
      """
      ┌────┬───────┐
      │ id │ name  │
      ├────┼───────┤
      │  1 │ Ada   │
      │  3 │ two  ↵│
      │    │ lines │
      └────┴───────┘
      (2 rows)


      """
    )
  }

  @Test func showsNoRows() {
    check(
      Rows([("id", .integer), ("a long title", .text)], []),
      RenderOptions(),
      """
       id | a long title·
      ----+--------------
      (0 rows)


      """
    )
    check(
      Rows([("id", .integer)], []),
      RenderOptions(format: .box),
      """
      ┌────┐
      │ id │
      ├────┤
      └────┘
      (0 rows)


      """
    )
  }

  @Test func leavesHeaderAndFooterOut() {
    check(
      Self.pair,
      options { $0.tuplesOnly = true },
      """
        1 | Ada
        3 | two  +
          | lines


      """
    )
    check(
      Self.pair,
      options { $0.showsFooter = false },
      """
       id | name··
      ----+-------
        1 | Ada
        3 | two  +
          | lines


      """
    )
    check(
      Rows([("n", .integer)], [[.integer(1)]]),
      options { $0.title = "Numbers" },
      """
      Numbers
       n·
      ---
       1
      (1 row)


      """
    )
  }

  @Test func setsTheTextOfNull() {
    let rows = Rows([("a", .text), ("b", .text)], [[.null, .text("")], [.text("NULL"), .null]])
    check(
      rows,
      options { $0.nullText = "" },
      """
        a   | b·
      ------+---
            |·
       NULL |·
      (2 rows)


      """
    )
    check(
      rows,
      options { $0.usesColour = true },
      """
        a   |  b···
      ------+------
       \u{1B}[2mNULL\u{1B}[0m |·
       NULL | \u{1B}[2mNULL\u{1B}[0m
      (2 rows)


      """
    )
  }

  @Test func showsControlCharacters() {
    let rows = Rows(
      [("a\u{1B}", .text), ("b", .text)],
      [
        [.text("\u{1B}[31m"), .text("tab\tx")], [.text("\u{7}\u{202E}"), .text("cr\r")],
        [.text("e\u{301}"), .text("👨‍👩‍👧|")],
      ]
    )
    check(
      rows,
      RenderOptions(),
      """
         a\\x1B    |     b·····
      ------------+-----------
       \\x1B[31m   | tab     x
       \\x07\\u202E | cr\\x0D
       e\u{301}          | 👨‍👩‍👧|
      (3 rows)


      """
    )
  }

  @Test func cutsLongValues() {
    let rows = Rows(
      [("id", .integer), ("text", .text)],
      [
        [.integer(1), .text("abcdefghij")], [.integer(2), .text("日本語日本")],
        [.integer(3), .text("abcdef")], [.integer(4), .text("abcdefg\nx\nabcdefg")],
      ]
    )
    check(
      rows,
      options { $0.cellWidth = 6 },
      """
       id |  text··
      ----+--------
        1 | abcde…
        2 | 日本…
        3 | abcdef
        4 | abcde…+
          | x     +
          | abcde…
      (4 rows)
      3 values cut, \\pset cell_width 0 shows all


      """
    )
    check(
      Rows([("text", .text)], [[.text("abcdefghij")]]),
      options { $0.cellWidth = 4 },
      """
       text·
      ------
       abc…
      (1 row)
      1 value cut, \\pset cell_width 0 shows all


      """
    )
    #expect(!rows.rendered(options { $0.cellWidth = 0 }).contains("cut"))
  }

  @Test func aLaterWiderCellPushesItsOwnLine() {
    let rows = Rows(
      [("a", .text), ("b", .integer)],
      [
        [.text("x"), .integer(1)], [.text("wide"), .integer(12345)], [.text("y"), .integer(2)],
        [.text("two\nl"), .integer(3)],
      ]
    )
    check(
      rows,
      RenderOptions(),
      batchSize: 1,
      """
       a | b·
      ---+---
       x | 1
       wide | 12345
       y | 2
       two+| 3
       l |·
      (4 rows)


      """
    )
  }

  @Test func countsAmbiguousCharacters() {
    check(
      Rows(
        [("a", .text), ("b", .text)],
        [[.text("½"), .text("x")], [.text("abc"), .text("y")]]
      ),
      options { $0.ambiguousWidth = 2 },
      """
        a  | b·
      -----+---
       ½  | x
       abc | y
      (2 rows)


      """
    )
  }

  @Test func wrapsIntoTheWindow() {
    check(
      Self.sentence,
      options {
        $0.format = .wrapped
        $0.columns = 30
      },
      """
       id |        name         | x·
      ----+---------------------+---
        1 | the quick brown fox.| z
          |. jumps over the laz.|·
          |.y dog               |·
      (1 row)


      """
    )
    check(
      Self.sentence,
      options {
        $0.format = .wrapped
        $0.lineStyle = .unicode
        $0.columns = 30
      },
      """
       id │        name         │ x·
      ────┼─────────────────────┼───
        1 │ the quick brown fox…│ z
          │… jumps over the laz…│·
          │…y dog               │·
      (1 row)


      """
    )
  }

  @Test func everyTypeHasItsText() {
    let colours = ChoiceDomain(
      name: "Colour",
      choices: [Choice(number: 0, name: "R", label: "Red")]
    )
    let zone = SessionZone(identifier: "x") { _ in 7200 }
    check(
      Rows(
        [
          ("bo", .boolean), ("do", .double), ("da", .date), ("ti", .timestamp),
          ("ch", .choice(colours)),
          ("ms", .choices(colours)), ("fi", .file), ("iv", .interval), ("un", .unknown),
        ],
        [
          [
            .boolean(false), .double(0.1), .date(CalendarDate(days: 0)),
            .timestamp(Instant(ticks: 0)),
            .choice(0), .text("[\"Red\"]"), .text("a.pdf\u{1F}12\u{1F}application/pdf"),
            .interval(Interval(days: 1)), .null,
          ]
        ]
      ),
      options { $0.zone = zone },
      """
        bo   | do  |     da     |            ti             | ch  |   ms    |  fi   |  iv   |  un··
      -------+-----+------------+---------------------------+-----+---------+-------+-------+------
       false | 0.1 | 1970-01-01 | 1970-01-01T02:00:00+02:00 | Red | ["Red"] | a.pdf | 1 day | NULL
      (1 row)


      """
    )
  }

  @Test func manyBatchesLookLikeOne() {
    let rows = Rows(
      [("n", .integer), ("t", .text)],
      (0..<9000).map { [.integer(Int64($0 % 1000)), $0 % 7 == 0 ? .null : .text("v\($0 % 10)")] }
    )
    var options = RenderOptions()
    let whole = rows.rendered(options)
    #expect(whole == rows.rendered(options, batchSize: 20_000))
    #expect(whole.hasSuffix("(9000 rows)\n\n"))
    options.format = .csv
    #expect(rows.rendered(options, batchSize: 100) == rows.rendered(options, batchSize: 9000))
  }
}
