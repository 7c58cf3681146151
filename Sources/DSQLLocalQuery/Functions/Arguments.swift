import DSQLTypes
import GRDBSQLite

/// The arguments of one call of a registered function.
///
/// It lives no longer than the call: the pointers are SQLite's.
struct Arguments {
  let count: Int
  private let values: UnsafeMutablePointer<OpaquePointer?>?

  init(count: Int32, values: UnsafeMutablePointer<OpaquePointer?>?) {
    self.count = Int(count)
    self.values = values
  }

  subscript(index: Int) -> OpaquePointer? { values?[index] }

  func isNull(_ index: Int) -> Bool { sqlite3_value_type(self[index]) == SQLITE_NULL }

  var hasNull: Bool {
    for index in 0..<count where isNull(index) { return true }
    return false
  }

  func integer(_ index: Int) -> Int64 { sqlite3_value_int64(self[index]) }

  func double(_ index: Int) -> Double { sqlite3_value_double(self[index]) }

  func text(_ index: Int) -> String {
    withUTF8(index) { String(decoding: $0, as: UTF8.self) }
  }

  func scalars(_ index: Int) -> [Unicode.Scalar] { Array(text(index).unicodeScalars) }

  /// Calls a function with an argument's UTF-8, which SQLite keeps until the function returns.
  func withUTF8<Result>(
    _ index: Int,
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    // The text has to be asked for before its length: asking may convert the value.
    let start = sqlite3_value_text(self[index])
    let length = sqlite3_value_bytes(self[index])
    return try body(UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(length)))
  }

  /// An argument as a value of its storage class; a decimal is text here.
  func value(_ index: Int) -> SQLResult {
    switch sqlite3_value_type(self[index]) {
    case SQLITE_NULL: .null
    case SQLITE_INTEGER: .integer(integer(index))
    case SQLITE_FLOAT: .double(double(index))
    default: .text(text(index))
    }
  }

  /// A decimal or an integer.
  func decimal(_ index: Int) -> ExactDecimal {
    if sqlite3_value_type(self[index]) == SQLITE_INTEGER { return ExactDecimal(integer(index)) }
    return withUTF8(index) { ExactDecimal(parsingUTF8: $0) } ?? .zero
  }

  func date(_ index: Int) -> CalendarDate { CalendarDate(days: integer(index)) }

  func instant(_ index: Int) -> Instant { Instant(ticks: integer(index)) }

  func interval(_ index: Int) -> Interval { Interval(parsing: text(index)) ?? Interval() }
}
