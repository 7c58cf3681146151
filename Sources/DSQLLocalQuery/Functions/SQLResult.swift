import DSQLTypes
import GRDBSQLite

/// A value that a registered function answers, in a storage class of SQLite.
enum SQLResult: Hashable {
  case null
  case integer(Int64)
  case double(Double)
  case text(String)
  case bytes([UInt8])

  static func boolean(_ flag: Bool) -> SQLResult { .integer(flag ? 1 : 0) }

  static func decimal(_ number: ExactDecimal) -> SQLResult {
    var bytes: [UInt8] = []
    number.appendText(minimumScale: 0, to: &bytes)
    return .bytes(bytes)
  }

  /// Hands the value to SQLite as the result of a call.
  func answer(_ context: OpaquePointer?) {
    switch self {
    case .null: sqlite3_result_null(context)
    case .integer(let value): sqlite3_result_int64(context, value)
    case .double(let value): sqlite3_result_double(context, value)
    case .text(var value):
      value.withUTF8 { Self.answerText($0, context) }
    case .bytes(let value):
      value.withUnsafeBufferPointer { Self.answerText($0, context) }
    }
  }

  private static func answerText(_ utf8: UnsafeBufferPointer<UInt8>, _ context: OpaquePointer?) {
    utf8.withMemoryRebound(to: CChar.self) { characters in
      // An empty buffer has no base address, which SQLite would take for NULL.
      guard let start = characters.baseAddress else {
        return sqlite3_result_text(context, "", 0, copied)
      }
      sqlite3_result_text(context, start, Int32(characters.count), copied)
    }
  }
}

/// `SQLITE_TRANSIENT`, a macro that is not imported: SQLite copies the bytes before the call ends.
let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
