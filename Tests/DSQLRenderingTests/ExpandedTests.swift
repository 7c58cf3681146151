import DSQLRendering
import DSQLTypes
import Testing

@Suite struct ExpandedTests {
  static let long = Rows(
    [("id", .integer), ("name", .text)],
    [
      [.integer(1), .text("Ada")],
      [.integer(3), .text("two\nlines, longer than the record header")],
    ]
  )
  static let short = Rows([("id", .integer), ("name", .text)], [[.integer(1), .text("x")]])
  static let named = Rows(
    [("id", .integer), ("a_very_long_column_name_here", .text)],
    [[.null, .text("x")]]
  )

  private func check(
    _ rows: Rows,
    _ expected: String,
    location: SourceLocation = #_sourceLocation,
    _ change: (inout RenderOptions) -> Void = { _ in }
  ) {
    var options = RenderOptions()
    options.expanded = .on
    change(&options)
    #expect(rows.marked(options) == expected, sourceLocation: location)
  }

  @Test func hasALineForEachValue() {
    check(
      Self.long,
      """
      -[ RECORD 1 ]------------------------------
      id   | 1
      name | Ada
      -[ RECORD 2 ]------------------------------
      id   | 3
      name | two                                 +
           | lines, longer than the record header


      """
    )
    check(
      Self.short,
      """
      -[ RECORD 1 ]
      id   | 1
      name | x


      """
    )
    check(
      Self.named,
      """
      -[ RECORD 1 ]----------------+-----
      id                           | NULL
      a_very_long_column_name_here | x


      """
    )
  }

  @Test func hasThreeBorders() {
    check(
      Self.short,
      """
      * Record 1
      id   1
      name x


      """
    ) { $0.border = 0 }
    check(
      Self.short,
      """
      +-[ RECORD 1 ]-+
      | id   | 1 |
      | name | x |
      +------+---+


      """
    ) { $0.border = 2 }
    check(
      Self.long,
      """
      ┌─[ RECORD 1 ]────────────────────────────────┐
      │ id   │ 1                                    │
      │ name │ Ada                                  │
      ├─[ RECORD 2 ]────────────────────────────────┤
      │ id   │ 3                                    │
      │ name │ two                                 ↵│
      │      │ lines, longer than the record header │
      └──────┴──────────────────────────────────────┘


      """
    ) { $0.format = .box }
  }

  @Test func showsTuplesOnly() {
    check(
      Rows(
        [("id", .integer), ("n", .text)],
        [[.integer(1), .text("a")], [.integer(2), .text("b")]]
      ),
      """
      id | 1
      n  | a
      ---+--
      id | 2
      n  | b


      """
    ) { $0.tuplesOnly = true }
  }

  @Test func showsNoRows() {
    check(Rows([("id", .integer)], []), "(0 rows)\n\n")
  }

  @Test func wrapsValues() {
    check(
      AlignedTests.sentence,
      """
      -[ RECORD 1 ]----------------
      id   | 1
      name | the quick brown fox ju.
           |.mps over the lazy dog
      x    | z


      """
    ) {
      $0.format = .wrapped
      $0.columns = 30
    }
  }

  @Test func countsCutValues() {
    check(
      AlignedTests.sentence,
      """
      -[ RECORD 1 ]----
      id   | 1
      name | the quick…
      x    | z
      1 value cut, \\pset cell_width 0 shows all


      """
    ) { $0.cellWidth = 10 }
  }

  @Test func isAutomaticWhereTheTableIsTooWide() {
    let wide = " id | name·"
    var options = RenderOptions()
    options.expanded = .auto
    options.columns = 11
    #expect(Self.short.marked(options).hasPrefix(wide))
    options.columns = 10
    #expect(Self.short.marked(options).hasPrefix("-[ RECORD 1 ]"))
    options.columns = nil
    #expect(Self.short.marked(options).hasPrefix(wide))
    options.columns = 3
    let single = Rows([("name", .text)], [[.text("abc")]])
    #expect(single.marked(options).hasPrefix(" name·"))
  }
}
