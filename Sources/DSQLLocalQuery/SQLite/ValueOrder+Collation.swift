import GRDBSQLite

extension ValueOrder {
  /// Makes the order known to a connection as a collation.
  func register(_ database: OpaquePointer) {
    guard let name = collation else { return }
    // A C function captures nothing, so each order has one of its own.
    let compare:
      @convention(c) (
        UnsafeMutableRawPointer?, Int32, UnsafeRawPointer?, Int32, UnsafeRawPointer?
      ) -> Int32 =
        switch self {
        case .plain: { _, _, _, _, _ in 0 }
        case .folded: { Self.folded.order($1, $2, $3, $4, $0) }
        case .decimal: { Self.decimal.order($1, $2, $3, $4, $0) }
        case .interval: { Self.interval.order($1, $2, $3, $4, $0) }
        case .choices: { Self.choices.order($1, $2, $3, $4, $0) }
        }
    sqlite3_create_collation_v2(database, name, SQLITE_UTF8, nil, compare, nil)
  }

  /// Compares two texts that SQLite keeps until the call returns.
  private func order(
    _ leftCount: Int32,
    _ left: UnsafeRawPointer?,
    _ rightCount: Int32,
    _ right: UnsafeRawPointer?,
    _: UnsafeMutableRawPointer?
  ) -> Int32 {
    let order = compareUTF8(Self.bytes(left, leftCount), Self.bytes(right, rightCount))
    return order < 0 ? -1 : order > 0 ? 1 : 0
  }

  private static func bytes(
    _ start: UnsafeRawPointer?,
    _ count: Int32
  ) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      start: start?.assumingMemoryBound(to: UInt8.self),
      count: start == nil ? 0 : Int(count)
    )
  }
}
