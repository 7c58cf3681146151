import DSQLTypes

/// Rows of `Sale`, the same in every run: what a page of 1,000 records is decoded to.
struct SaleRows {
  static let pageSize = 1000
  /// How many different cities there are.
  static let cityCount = 20_000
  /// How many shops `Shop` refers to.
  static let shopCount = 1000

  let columns: [SaleColumn]

  var schema: RowSchema { RowSchema(columns.map { SchemaColumn($0.rawValue, $0.type) }) }

  /// All batches of the first rows.
  func batches(rowCount: Int) -> [RowBatch] {
    stride(from: 0, to: rowCount, by: Self.pageSize).map {
      batch($0..<min($0 + Self.pageSize, rowCount))
    }
  }

  /// The rows of a range.
  func batch(_ rows: Range<Int>) -> RowBatch {
    let columns = columns.map { column in
      var made = RowColumn(type: column.type)
      for row in rows { Self.append(column, row, to: &made) }
      return made
    }
    return RowBatch(schema: schema, rowCount: rows.count, columns: columns)
  }

  /// The id of a record by its number.
  static func uuid(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    let tail = String(repeating: "0", count: 12 - digits.count) + digits
    return "5a1e0000-0000-4000-8000-" + tail
  }

  private static func append(_ column: SaleColumn, _ row: Int, to made: inout RowColumn) {
    let noise = noise(row)
    switch column {
    case .id: made.appendBytes(uuid(row).utf8)
    case .shop: made.appendBytes(uuid(Int(noise >> 7) % shopCount).utf8)
    case .number: made.appendInteger(Int64(row))
    case .customer:
      let name = row % 16 == 0 ? "Ångström & Søn" : "Customer and Sons"
      made.appendBytes("\(name) \(noise % 100_000)".utf8)
    case .amount:
      if row % 50 == 0 { return made.appendNull() }
      let cents = Int(noise >> 11) % 10_000_000
      let fraction = cents % 100
      made.appendBytes("\(cents / 100).\(fraction < 10 ? "0" : "")\(fraction)".utf8)
    case .day: made.appendInteger(18_262 + Int64(noise >> 13) % 1461)
    case .city: made.appendBytes("City \(Int(noise >> 17) % cityCount)".utf8)
    case .paid: made.appendInteger(Int64(noise >> 23) & 1)
    }
  }

  /// A number that looks random, below 2^62 (SplitMix64).
  private static func noise(_ row: Int) -> Int64 {
    var value = UInt64(row) &* 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int64((value ^ (value >> 31)) >> 2)
  }
}
