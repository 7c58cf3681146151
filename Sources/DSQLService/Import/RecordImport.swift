import DSQLAPI
import DSQLTypes

/// Inserts the rows of a CSV file as records; the good ones stay where others fail.
///
/// The header has display names. Columns of relationships, choices, files and automatic numbers are
/// accepted, and their values ignored.
///
/// - Source: `data-service-api.md` §3.11.
struct RecordImport {
  let writing: StoreWriting
  let entity: StoredEntity

  /// The most rows of a file.
  static let mostRows = 30_000
  /// So many failures among the first hundred rows end the import, and nothing of it stays.
  static let mostFailures = 80
  static let judgedRows = 100

  /// What became of a file.
  struct Outcome: Sendable {
    var total = 0
    var inserted = 0
    /// A CSV file of the rows that failed, each with its reason; empty where none did.
    var failures: [UInt8] = []
  }

  /// Imports a file.
  ///
  /// - Parameter file: The file's bytes.
  /// - Returns: How many rows there were, and which failed.
  /// - Throws: A 400 for a file that is refused as a whole.
  func run(_ file: [UInt8]) throws -> Outcome {
    for right in [DataAction.read, .create]
    where writing.rights.reach(of: right, in: entity) == .none {
      throw RequestFailure.forbidden
    }
    guard String(validating: file, as: UTF8.self) != nil else {
      throw RequestFailure.invalid("Bulk upload failed. The file is not UTF-8.")
    }
    var rows = CommaSeparatedRows(file)
    guard let header = try rows.next() else {
      throw RequestFailure.invalid("Bulk upload failed. The file has no header.")
    }
    let columns = try columns(header)
    let writer = try RecordWriter(writing, entity)
    var outcome = Outcome()
    var failed = 0
    while let row = try rows.next() {
      outcome.total += 1
      guard outcome.total <= Self.mostRows else {
        throw RequestFailure.invalid(
          "Bulk upload failed. The file has more than \(Self.mostRows) rows."
        )
      }
      do {
        _ = try writer.insert(try record(row, columns))
        outcome.inserted += 1
      } catch let failure as RequestFailure {
        failed += 1
        if outcome.total <= Self.judgedRows, failed >= Self.mostFailures {
          throw RequestFailure.invalid(
            "Bulk upload failed. \(failed) of the first \(Self.judgedRows) rows are not valid."
          )
        }
        if failed == 1 { CommaSeparatedRows.write(header + ["Error"], to: &outcome.failures) }
        let shown = row + [String](repeating: "", count: max(0, header.count - row.count))
        CommaSeparatedRows.write(shown + [failure.message], to: &outcome.failures)
      }
    }
    try writer.finish()
    return outcome
  }

  /// Where the values of each column go; nil where they are ignored.
  private func columns(_ header: [String]) throws(RequestFailure) -> [Int?] {
    var places: [String: Int] = [:]
    for (place, field) in entity.fields.enumerated() where !field.definition.isSystemField {
      places[field.definition.displayName] = place
    }
    var columns: [Int?] = []
    for name in header {
      guard let place = places.removeValue(forKey: name) else {
        throw .invalid("Bulk upload failed. Invalid column header “\(name)” found.")
      }
      columns.append(entity.fields[place].isImported ? place : nil)
    }
    return columns
  }

  /// A row as a record; an empty value is none, so that the field's default holds.
  private func record(_ row: [String], _ columns: [Int?]) throws(RequestFailure) -> RecordBody {
    guard row.count <= columns.count else {
      throw .invalid("The row has \(row.count) values, and the header \(columns.count).")
    }
    var values: [(place: Int, value: WireValue)] = []
    for (text, place) in zip(row, columns) where !text.isEmpty {
      guard let place else { continue }
      values.append((place, try value(text, for: entity.fields[place])))
    }
    return RecordBody(values: values)
  }

  private func value(_ text: String, for field: StoredField) throws(RequestFailure) -> WireValue {
    switch field.expectedShape {
    case .text, .list, .any: return .text(text)
    case .integer, .number:
      guard let number = ExactDecimal(parsing: text) else { throw .invalidValue(text, field) }
      return .number(number)
    case .boolean:
      switch text.lowercased() {
      case "true": return .boolean(true)
      case "false": return .boolean(false)
      default: throw .invalidValue(text, field)
      }
    }
  }
}

extension StoredField {
  /// Whether a CSV import fills the field.
  fileprivate var isImported: Bool {
    switch storage {
    case .reference, .file, .choice, .choices: false
    case .text, .longText, .scaled, .wide, .real, .boolean, .date, .instant, .guid: !isAutoNumber
    }
  }
}
