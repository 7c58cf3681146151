import DSQLTypes

/// What the text of a cell is for.
enum CellStyle {
  case text
  /// A file keeps all its parts, and a number that JSON does not know stays recognisable.
  case json
}

/// A column's cells as text.
struct CellTexts {
  let ranges: ByteRanges
  let nulls: NullBits
  /// The row of `ranges` that is the page's first.
  let firstRow: Int

  init(
    _ column: RowColumn,
    type: DataType,
    rows: Range<Int>,
    style: CellStyle,
    zone: SessionZone
  ) {
    nulls = column.nulls
    switch column.storage {
    case .bytes(let stored):
      if type == .file, style == .text {
        ranges = Self.fileNames(stored, rows)
        firstRow = 0
      } else {
        ranges = stored
        firstRow = rows.lowerBound
      }
    case .doubles(let values):
      ranges = Self.make(rows, column.nulls) { DoubleText.append(values[$0], to: &$1) }
      firstRow = 0
    case .integers(let values):
      ranges = Self.integers(values, type: type, rows, column.nulls, zone)
      firstRow = 0
    }
  }

  private static func integers(
    _ values: [Int64],
    type: DataType,
    _ rows: Range<Int>,
    _ nulls: NullBits,
    _ zone: SessionZone
  ) -> ByteRanges {
    switch type {
    case .boolean:
      let (yes, no) = (Array("true".utf8), Array("false".utf8))
      return make(rows, nulls) { $1.append(contentsOf: values[$0] != 0 ? yes : no) }
    case .date:
      return make(rows, nulls) { CalendarDate(days: values[$0]).appendText(to: &$1) }
    case .timestamp:
      return make(rows, nulls) { Instant(ticks: values[$0]).appendText(to: &$1, zone: zone) }
    case .choice(let domain):
      var labels: [Int64: [UInt8]] = [:]
      return make(rows, nulls) { row, output in
        let label = labels[values[row]] ?? Array(domain.label(of: values[row]).utf8)
        labels[values[row]] = label
        output.append(contentsOf: label)
      }
    case .unknown, .integer, .decimal, .double, .text, .interval, .uuid, .choices, .file:
      return make(rows, nulls) { appendInteger(values[$0], to: &$1) }
    }
  }

  /// The texts of rows that are not NULL, each written by a function.
  private static func make(
    _ rows: Range<Int>,
    _ nulls: NullBits,
    _ write: (Int, inout [UInt8]) -> Void
  ) -> ByteRanges {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rows.count * 12)
    var offsets: [Int32] = [0]
    offsets.reserveCapacity(rows.count + 1)
    for row in rows {
      if !nulls[row] { write(row, &bytes) }
      offsets.append(Int32(truncatingIfNeeded: bytes.count))
    }
    return ByteRanges(bytes: bytes, offsets: offsets)
  }

  /// A file's name is the first of its parts.
  private static func fileNames(_ stored: ByteRanges, _ rows: Range<Int>) -> ByteRanges {
    var names = ByteRanges()
    for row in rows {
      names.append(stored.bytes[stored.range(row)].prefix { $0 != FileParts.separator })
    }
    return names
  }

  private static func appendInteger(_ value: Int64, to output: inout [UInt8]) {
    var magnitude = value.magnitude
    if value < 0 { output.append(UInt8(ascii: "-")) }
    let start = output.count
    repeat {
      let (quotient, digit) = magnitude.quotientAndRemainder(dividingBy: 10)
      output.append(0x30 + UInt8(truncatingIfNeeded: digit))
      magnitude = quotient
    } while magnitude != 0
    output[start...].reverse()
  }
}

/// The parts of a file's cell.
enum FileParts {
  static let separator: UInt8 = 0x1F
}
