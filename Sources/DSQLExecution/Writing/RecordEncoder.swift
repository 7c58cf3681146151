import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLTypes

/// Turns the rows of a write into records, and finds what its entity would not take.
struct RecordEncoder: Sendable {
  private let fields: [FieldEncoder]
  /// Where the first target stands in a row: after `Id` in an update.
  private let firstColumn: Int
  /// What every row of an insert lacks.
  private let missing: [FieldFault]

  /// - Parameters:
  ///   - table: The entity.
  ///   - targets: Indices into its columns, in the order of the rows' columns.
  ///   - verb: INSERT or UPDATE.
  ///   - firstColumn: Where the first target stands; nil for the place that the verb has it at.
  ///   - emptyIsNull: Whether the service stores an empty text as NULL.
  init(
    _ table: Table,
    targets: [Int],
    verb: WriteVerb,
    firstColumn: Int? = nil,
    emptyIsNull: Bool = false
  ) {
    fields = targets.map { FieldEncoder(table.columns[$0], emptyIsNull: emptyIsNull) }
    self.firstColumn = firstColumn ?? (verb == .insert ? 0 : 1)
    let required = table.columns.indices.filter { index in
      let column = table.columns[index]
      return column.isRequired && column.isWritable && column.defaultValue == nil
    }
    missing =
      verb == .insert
      ? required.filter { !targets.contains($0) }.map {
        FieldFault(.requiredFieldMissing, table.columns[$0].name, "needs a value")
      } : []
  }

  /// The record that a row makes, with all that is wrong with it.
  func encoded(_ batch: RowBatch, row: Int) -> (record: RecordValues, faults: [FieldFault]) {
    var record = RecordValues()
    record.fields.reserveCapacity(fields.count)
    var faults = missing
    for (order, field) in fields.enumerated() {
      do {
        let value = try field.encoded(batch.value(row: row, column: firstColumn + order))
        record.fields.append(RecordField(field.column.name, value))
      } catch {
        faults.append(error)
      }
    }
    return (record, faults)
  }

  /// The targets whose values must be unique, by their place in a record.
  var uniqueFields: [(place: Int, column: Column)] {
    fields.enumerated().filter { $0.element.column.isUnique }
      .map { ($0.offset, $0.element.column) }
  }

  /// What two records would have in common that must be unique; nil for NULL.
  ///
  /// Letter case does not tell values apart (`data-service-api.md` §2.5).
  static func uniqueKey(_ value: FieldValue) -> String? {
    switch value {
    case .null: nil
    case .boolean(let flag): flag ? "true" : "false"
    case .number(let digits): digits
    case .text(let text): TextComparison.folded(text)
    case .numbers(let numbers): "\(numbers)"
    }
  }
}

extension RecordValues {
  /// About how many bytes the record takes in a body.
  var approximateBytes: Int {
    fields.reduce(2) { sum, field in
      sum + field.name.utf8.count + 6
        + {
          switch field.value {
          case .null: 4
          case .boolean: 5
          case .number(let digits): digits.utf8.count
          // A character that JSON escapes takes more, but not so many of them do.
          case .text(let text): text.utf8.count + 2
          case .numbers(let numbers): numbers.count * 8
          }
        }()
    }
  }
}
