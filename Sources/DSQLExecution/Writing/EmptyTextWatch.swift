import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Finds out from the answer to a write how the service stores an empty text, at no call.
///
/// One record is watched in which an empty text is sent beside another one. Where the other one comes
/// back, the answer has the record's values, and an empty text that did not come back is NULL.
///
/// - Source: `language.md` §3, "NULL".
struct EmptyTextWatch: Sendable {
  /// The record's row, 1-based.
  private let row: Int
  /// The column that is sent an empty text.
  let column: Column
  private let witness: Column
  /// Where the two stand in the answer.
  private let places: (column: Int, witness: Int)

  /// Nil where no record tells anything.
  init?(_ job: WriteJob, _ chunks: [WriteChunk]) {
    if job.verb == .delete { return nil }
    for row in chunks.lazy.flatMap(\.rows) {
      var empty: Column?
      var witness: Column?
      for (index, field) in zip(job.targets, row.values.fields) {
        guard case .text(let text) = field.value, job.table.columns[index].isShortText else {
          continue
        }
        if text.isEmpty { empty = empty ?? job.table.columns[index] }
        if !text.isEmpty { witness = witness ?? job.table.columns[index] }
      }
      guard let empty, let witness else { continue }
      if let returning = job.returning {
        let names = returning.columns.map { job.table.columns[$0.index].name }
        guard let first = names.firstIndex(of: empty.name),
          let second = names.firstIndex(of: witness.name)
        else { return nil }
        places = (first, second)
      } else {
        places = (1, 2)
      }
      self.row = row.number
      self.column = empty
      self.witness = witness
      return
    }
    return nil
  }

  /// What the answer has to have for it, beside `Id`.
  var columns: [PageColumn] {
    [PageColumn([column.name], .text), PageColumn([witness.name], .text)]
  }

  /// Whether the answer to some rows shows that the empty text became NULL; nil where it shows
  /// nothing.
  ///
  /// - Parameters:
  ///   - numbers: The rows that were written, in the order of the answer.
  ///   - answer: The records.
  /// - Returns: True where it is NULL now, false where it is there.
  func finding(_ numbers: [Int], in answer: RowBatch) -> Bool? {
    guard numbers.count == answer.rowCount, let place = numbers.firstIndex(of: row),
      answer.columns.indices.contains(places.column),
      answer.columns.indices.contains(places.witness),
      !answer.value(row: place, column: places.witness).isNull
    else { return nil }
    return answer.value(row: place, column: places.column).isNull
  }
}

extension Column {
  /// Whether its texts come whole in an answer.
  fileprivate var isShortText: Bool {
    if isEncrypted { return false }
    switch fieldType {
    case .text, .multiline: return true
    case .longText, .decimal, .integer, .bigInteger, .float, .double, .boolean, .date, .instant,
      .instantWithoutOffset, .uuid, .relationship, .file, .choice, .choices, .autoNumber, .other:
      return false
    }
  }
}
