/// The values of one column in a batch.
package struct RowColumn: Sendable {
  /// How the values of a column are kept; which case belongs to which `DataType` is fixed.
  package enum Storage: Sendable {
    /// `boolean` (0 and 1), `integer`, `date` (days since 1970-01-01), `timestamp` (units of 100 ns
    /// since 1970 in UTC), `choice` (the number); also `unknown`, all NULL.
    case integers([Int64])
    /// `double`.
    case doubles([Double])
    /// As UTF-8: `text`; `decimal` (`-12.50`: no exponent, no plus sign, at least one digit before
    /// the point, no needless leading zero, at least as many decimals as its type's scale); `uuid`
    /// (lower case); `choices` (a JSON array of labels); `file` (name, size and type, with U+001F
    /// between them); `interval` (as PostgreSQL writes it).
    case bytes(ByteRanges)
  }

  package var nulls: NullBits
  package var storage: Storage

  package init(nulls: NullBits, storage: Storage) {
    self.nulls = nulls
    self.storage = storage
  }

  /// A column without rows, of the storage that a type asks for.
  package init(type: DataType) {
    self.nulls = NullBits()
    switch type {
    case .unknown, .boolean, .integer, .date, .timestamp, .choice: self.storage = .integers([])
    case .double: self.storage = .doubles([])
    case .decimal, .text, .uuid, .choices, .file, .interval: self.storage = .bytes(ByteRanges())
    }
  }

  /// Whether a row is NULL.
  package func isNull(_ row: Int) -> Bool { nulls[row] }

  /// The rows in a range of indices.
  package func rows(in range: Range<Int>) -> RowColumn {
    let storage: Storage =
      switch storage {
      case .integers(let values): .integers(Array(values[range]))
      case .doubles(let values): .doubles(Array(values[range]))
      case .bytes(let ranges): .bytes(ranges.rows(in: range))
      }
    return RowColumn(nulls: nulls.rows(in: range), storage: storage)
  }

  /// The text of a row whose storage is bytes; empty for NULL and for other storages.
  package func text(_ row: Int) -> String {
    guard case .bytes(let ranges) = storage else { return "" }
    return ranges.text(row)
  }

  /// The integer of a row whose storage is integers; 0 for NULL and for other storages.
  package func integer(_ row: Int) -> Int64 {
    guard case .integers(let values) = storage else { return 0 }
    return values[row]
  }

  /// The value of a row; for places where speed does not count.
  package func value(row: Int, type: DataType) -> Value {
    if nulls[row] { return .null }
    switch (type, storage) {
    case (.boolean, .integers(let values)): return .boolean(values[row] != 0)
    case (.date, .integers(let values)): return .date(CalendarDate(days: values[row]))
    case (.timestamp, .integers(let values)): return .timestamp(Instant(ticks: values[row]))
    case (.choice, .integers(let values)): return .choice(values[row])
    case (_, .integers(let values)): return .integer(values[row])
    case (_, .doubles(let values)): return .double(values[row])
    case (.decimal, .bytes(let ranges)):
      return ExactDecimal(parsing: ranges.text(row)).map(Value.decimal) ?? .null
    case (.uuid, .bytes(let ranges)): return .uuid(ranges.text(row))
    case (.interval, .bytes(let ranges)):
      return Interval(parsing: ranges.text(row)).map(Value.interval) ?? .null
    case (_, .bytes(let ranges)): return .text(ranges.text(row))
    }
  }

  /// Adds a row of NULL.
  package mutating func appendNull() {
    nulls.append(true)
    switch storage {
    case .integers(var values):
      storage = .integers([])
      values.append(0)
      storage = .integers(values)
    case .doubles(var values):
      storage = .doubles([])
      values.append(0)
      storage = .doubles(values)
    case .bytes(var ranges):
      storage = .bytes(ByteRanges())
      ranges.append(EmptyCollection())
      storage = .bytes(ranges)
    }
  }

  /// Adds a value, which must be of the type that the column was made for; a value that its storage
  /// cannot hold is added as NULL.
  package mutating func append(_ value: Value, type: DataType) {
    switch (value, storage) {
    case (.null, _): appendNull()
    case (.boolean(let flag), .integers): appendInteger(flag ? 1 : 0)
    case (.integer(let number), .integers), (.choice(let number), .integers):
      appendInteger(number)
    case (.date(let date), .integers): appendInteger(date.days)
    case (.timestamp(let instant), .integers): appendInteger(instant.ticks)
    case (.double(let number), .doubles(var values)):
      storage = .doubles([])
      values.append(number)
      storage = .doubles(values)
      nulls.append(false)
    case (.decimal(let number), .bytes):
      if case .decimal(let scale) = type {
        appendBytes(number.text(minimumScale: scale ?? 0).utf8)
      } else {
        appendBytes(number.text(minimumScale: 0).utf8)
      }
    case (.integer(let number), .bytes): appendBytes(String(number).utf8)
    case (.text(let text), .bytes), (.uuid(let text), .bytes): appendBytes(text.utf8)
    case (.interval(let interval), .bytes): appendBytes(interval.text.utf8)
    default: appendNull()
    }
  }

  /// Adds an integer to a column whose storage is integers.
  package mutating func appendInteger(_ value: Int64) {
    guard case .integers(var values) = storage else { return appendNull() }
    storage = .integers([])
    values.append(value)
    storage = .integers(values)
    nulls.append(false)
  }

  /// Adds bytes to a column whose storage is bytes.
  package mutating func appendBytes(_ bytes: some Collection<UInt8>) {
    guard case .bytes(var ranges) = storage else { return appendNull() }
    storage = .bytes(ByteRanges())
    ranges.append(bytes)
    storage = .bytes(ranges)
    nulls.append(false)
  }
}
