import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLTypes

/// Gathers the rows of a statement and all that is wrong with them, before anything is sent.
struct WriteCheck {
  /// The most faults that are told one by one.
  private static let mostNotes = 10

  private(set) var rows: [WriteRow] = []
  private(set) var sources: [RowBatch] = []
  private let verb: WriteVerb
  /// Nil for a delete, which has no values.
  private let encoder: RecordEncoder?
  private let spans: [SourceSpan]
  private var ids: Set<String> = []
  /// For each unique column, the row that had a value first.
  private var owners: [[String: Int]]
  private var faults: [(row: Int, fault: FieldFault)] = []
  private var rowCount = 0

  /// - Parameters:
  ///   - verb: What is done with the rows.
  ///   - encoder: Makes records of them; nil for a delete.
  ///   - spans: The place of each row in the statement, if it has one.
  init(_ verb: WriteVerb, encoder: RecordEncoder?, spans: [SourceSpan] = []) {
    self.verb = verb
    self.encoder = encoder
    self.spans = spans
    owners = Array(repeating: [:], count: encoder?.uniqueFields.count ?? 0)
  }

  /// Adds rows; of an update and a delete the first column is `Id`, and an id that came before is
  /// passed over.
  mutating func add(_ batch: RowBatch) {
    sources.append(batch)
    for row in 0..<batch.rowCount {
      var id: String?
      if verb != .insert {
        let text = batch.columns[0].text(row)
        guard !text.isEmpty, ids.insert(text).inserted else { continue }
        id = text
      }
      rowCount += 1
      add(
        WriteRow(
          number: rowCount,
          id: id,
          values: RecordValues(),
          source: sources.count - 1,
          sourceRow: row
        ),
        of: batch
      )
    }
  }

  /// Adds one row of a batch that somebody else keeps.
  mutating func add(_ row: WriteRow, of batch: RowBatch) {
    var row = row
    if let encoder {
      let (record, found) = encoder.encoded(batch, row: row.sourceRow)
      row.values = record
      faults += found.map { (row.number, $0) }
      if found.isEmpty { checkUnique(record, encoder, row.number) }
    }
    rows.append(row)
  }

  private mutating func checkUnique(
    _ record: RecordValues,
    _ encoder: RecordEncoder,
    _ number: Int
  ) {
    for (order, field) in encoder.uniqueFields.enumerated() {
      guard let key = RecordEncoder.uniqueKey(record.fields[field.place].value) else { continue }
      if let owner = owners[order][key] {
        let reason = "must be unique and has the value of row \(owner.grouped)"
        faults.append((number, FieldFault(.uniqueViolation, field.column.name, reason)))
      } else {
        owners[order][key] = number
      }
    }
  }

  /// What the user is told about the faults; nil where there are none.
  var diagnostic: Diagnostic? {
    guard let first = faults.first else { return nil }
    let others = faults.dropFirst()
    var notes = others.prefix(Self.mostNotes).map { $0.fault.message(row: $0.row) }
    if others.count > Self.mostNotes {
      notes.append("and \((others.count - Self.mostNotes).counted("fault")) more")
    }
    return Diagnostic(
      first.fault.code,
      first.fault.message(row: first.row),
      span: spans.indices.contains(first.row - 1) ? spans[first.row - 1] : nil,
      detail: "Nothing was sent.",
      notes: notes
    )
  }
}
