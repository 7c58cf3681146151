import DSQLTypes

/// One format's way to write a result.
protocol FormatWriter {
  /// Whether the next batch with rows has to go through `measure` before it is written.
  var needsMeasuring: Bool { get }
  /// The values that were cut.
  var cutCount: Int { get }

  /// Begins a result.
  mutating func begin(_ schema: RowSchema, to sink: inout ByteSink)
  /// Looks at rows that will be written next.
  mutating func measure(_ page: CellPage)
  /// Writes rows.
  mutating func write(_ page: CellPage, to sink: inout ByteSink)
  /// Ends the result after so many rows.
  mutating func finish(rowCount: Int, to sink: inout ByteSink)
}

extension FormatWriter {
  var needsMeasuring: Bool { false }
  var cutCount: Int { 0 }
  mutating func measure(_ page: CellPage) {}
}

/// What the end of a result says about the number of its rows.
enum RowFooter {
  static func text(_ count: Int) -> String { count == 1 ? "(1 row)" : "(\(count) rows)" }
}

/// Writes nothing.
struct SilentWriter: FormatWriter {
  mutating func begin(_ schema: RowSchema, to sink: inout ByteSink) {}
  mutating func write(_ page: CellPage, to sink: inout ByteSink) {}
  mutating func finish(rowCount: Int, to sink: inout ByteSink) {}
}
