import DSQLAPI
import DSQLTypes
import FoundationEssentials
import GRDBSQLite

/// Reads the records of a batch with SQLite's JSON functions, in half the time of a decoder.
///
/// It reads what clients send: an array of objects with known members. Anything else is left to the
/// decoder, so that the two agree and errors have one source: a member that is unknown or has no
/// effect, an object in a value, an escape by number, a number of more digits than a binary one
/// keeps, and whatever is not JSON.
struct RecordListReader {
  /// A record's members as the first ones have them: clients send all in one order.
  private struct Member {
    var key: [UInt8]
    var place: Int
  }

  private var members: [Member] = []
  private var records: [RecordBody] = []

  /// The places of fields that a write can fill, and of `Id`.
  private let places: [String: Int]

  private init(_ entity: StoredEntity) {
    var places: [String: Int] = [:]
    for (place, field) in entity.fields.enumerated()
    where place == 0
      || !(field.definition.isSystemField || field.storage == .file || field.isAutoNumber)
    {
      places[field.name] = place
    }
    self.places = places
  }

  /// The records of a body; nil where the decoder must read it.
  static func records(_ body: Data, of entity: StoredEntity) -> [RecordBody]? {
    body.withUnsafeBytes { bytes -> [RecordBody]? in
      guard isPlain(bytes) else { return nil }
      var reader = RecordListReader(entity)
      return reader.read(bytes) ? reader.records : nil
    }
  }

  /// A double keeps as many decimal digits; more in a row may be a longer number.
  private static let mostDigits = 15

  /// Whether the body has neither long numbers nor escapes by number, and is UTF-8.
  private static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var digits = 0
    var isAfterBackslash = false
    for byte in bytes {
      if byte &- 0x30 < 10 || byte == UInt8(ascii: ".") {
        digits += 1
        if digits > mostDigits { return false }
      } else {
        digits = 0
        if isAfterBackslash, byte == UInt8(ascii: "u") { return false }
      }
      isAfterBackslash = byte == UInt8(ascii: "\\")
    }
    return String(validating: bytes.bindMemory(to: UInt8.self), as: UTF8.self) != nil
  }

  // MARK: The tree

  private mutating func read(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var connection: OpaquePointer?
    defer { sqlite3_close(connection) }
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX
    guard sqlite3_open_v2(":memory:", &connection, flags, nil) == SQLITE_OK else { return false }
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    let sql = "SELECT id, parent, type, key, atom FROM json_tree(?)"
    guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK, let statement,
      let start = bytes.bindMemory(to: CChar.self).baseAddress,
      sqlite3_bind_text(statement, 1, start, Int32(clamping: bytes.count), nil) == SQLITE_OK
    else { return false }
    // The whole, the record that is read, and the list in it.
    var (root, record, list): (Int64?, Int64?, Int64?)
    var isComplete = false
    while !isComplete {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: break
      case SQLITE_DONE:
        isComplete = true
        continue
      default: return false
      }
      let parent = sqlite3_column_int64(statement, 1)
      let kind = Kind(statement)
      if root == nil {
        guard kind == .list else { return false }
        root = sqlite3_column_int64(statement, 0)
      } else if parent == root {
        guard kind == .object, close() else { return false }
        record = sqlite3_column_int64(statement, 0)
        records.append(RecordBody(values: []))
      } else if parent == record {
        guard add(statement, kind) else { return false }
        list = kind == .list ? sqlite3_column_int64(statement, 0) : nil
      } else {
        guard parent == list, append(statement, kind) else { return false }
      }
    }
    return root != nil && close()
  }

  /// Puts the members of the last record into the order of the schema; false where two are the same.
  private mutating func close() -> Bool {
    guard let last = records.indices.last else { return true }
    func isAscending(_ values: [(place: Int, value: WireValue)]) -> Bool {
      zip(values, values.dropFirst()).allSatisfy { $0.place < $1.place }
    }
    if isAscending(records[last].values) { return true }
    records[last].values.sort { $0.place < $1.place }
    return isAscending(records[last].values)
  }

  /// What a row of the tree is, by the name of its type.
  private enum Kind {
    case null, boolean, number, text, list, object

    init(_ row: OpaquePointer) {
      guard let name = sqlite3_column_text(row, 2) else {
        self = .null
        return
      }
      self =
        switch (name[0], name[1]) {
        case (UInt8(ascii: "n"), _): .null
        case (UInt8(ascii: "t"), UInt8(ascii: "r")), (UInt8(ascii: "f"), _): .boolean
        case (UInt8(ascii: "t"), _): .text
        case (UInt8(ascii: "a"), _): .list
        case (UInt8(ascii: "o"), _): .object
        default: .number
        }
    }
  }

  /// Adds a member to the record that is read.
  private mutating func add(_ row: OpaquePointer, _ kind: Kind) -> Bool {
    let last = records.count - 1
    let index = records[last].values.count
    guard let place = place(row, at: index), let value = value(row, kind) else { return false }
    if place == 0, case .text(let id) = value { records[last].id = id }
    records[last].values.append((place, value))
    return true
  }

  /// Adds an element to the list that the last member is.
  private mutating func append(_ row: OpaquePointer, _ kind: Kind) -> Bool {
    let last = records.count - 1
    let index = records[last].values.count - 1
    guard kind != .list, let element = value(row, kind),
      case .list(var elements) = records[last].values[index].value
    else { return false }
    elements.append(element)
    records[last].values[index].value = .list(elements)
    return true
  }

  /// The place of a member's field; nil where there is none, or the member has no effect.
  private mutating func place(_ row: OpaquePointer, at index: Int) -> Int? {
    let key = Self.bytes(row, 3)
    if index < members.count, members[index].key.elementsEqual(key) { return members[index].place }
    guard let place = places[String(decoding: key, as: UTF8.self)] else { return nil }
    if index == members.count { members.append(Member(key: Array(key), place: place)) }
    return place
  }

  private func value(_ row: OpaquePointer, _ kind: Kind) -> WireValue? {
    switch kind {
    case .null: .null
    case .boolean: .boolean(sqlite3_column_int64(row, 4) != 0)
    case .number: number(Self.bytes(row, 4)).map { .number($0) }
    case .text: .text(String(decoding: Self.bytes(row, 4), as: UTF8.self))
    case .list: .list([])
    case .object: nil
    }
  }

  /// A number as it was sent: SQLite adds a point and a zero to a binary one without decimals.
  private func number(_ bytes: UnsafeBufferPointer<UInt8>) -> ExactDecimal? {
    let ending: [UInt8] = [UInt8(ascii: "."), UInt8(ascii: "0")]
    let sent = bytes.suffix(2).elementsEqual(ending) ? bytes.dropLast(2) : bytes[...]
    return ExactDecimal(parsingUTF8: UnsafeBufferPointer(rebasing: sent))
  }

  private static func bytes(_ row: OpaquePointer, _ column: Int32) -> UnsafeBufferPointer<UInt8> {
    let start = sqlite3_column_text(row, column)
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(row, column)))
  }
}
