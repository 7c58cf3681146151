import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

/// Looks up what became of records whose call's answer was lost.
///
/// Records of an update or a delete are found by their ids; those of an insert by a field that must
/// be unique, where one is written. What cannot be looked up stays unknown.
struct OutcomeResolver: Sendable {
  /// Values of one look-up; an address and a filter of more are untried.
  private static let most = 100

  let service: any RecordService
  let monitor: ExecutionMonitor
  let verb: WriteVerb
  let table: Table
  /// Indices into the table's columns.
  let targets: [Int]
  /// What RETURNING needs of records that turn out to be written; none without it.
  let answerColumns: [PageColumn]

  /// What a look-up found.
  struct Findings: Sendable {
    var done: [WriteRow] = []
    var failures: [(row: WriteRow?, message: String)] = []
    var unknown: [WriteRow] = []
    /// The records that were written, as they are stored.
    var answers: [(number: Int, rows: RowBatch)] = []
  }

  /// A record that was found.
  private struct Found {
    var record: RecordValues
    var answer: RowBatch
  }

  /// Calls: one for each hundred rows, none where nothing can be looked up.
  func resolve(_ rows: [WriteRow]) async -> Findings {
    var findings = Findings()
    guard let key = lookupColumn, let keyIndex = table.keyIndex else {
      findings.unknown = rows
      return findings
    }
    let encoder = RecordEncoder(table, targets: compared, verb: .update)
    let columns =
      ([keyIndex] + compared).map { index in
        PageColumn([table.columns[index].name], table.columns[index].type)
      } + answerColumns
    var start = 0
    while start < rows.count {
      let part = Array(rows[start..<min(start + Self.most, rows.count)])
      start += part.count
      do {
        let found = try await lookup(part, by: key, columns: columns, encoder)
        for row in part { judge(row, found, key: key, into: &findings) }
      } catch {
        findings.unknown += part
      }
    }
    return findings
  }

  /// What tells the records apart: `Id`, or a unique target of an insert.
  private var lookupColumn: Column? {
    if verb != .insert { return table.keyIndex.map { table.columns[$0] } }
    return targets.map { table.columns[$0] }.first { $0.isUnique && !$0.isEncrypted }
  }

  /// The targets that a page tells in full.
  private var compared: [Int] {
    if verb == .delete { return [] }
    return targets.filter { index in
      switch table.columns[index].fieldType {
      case .longText, .file: false
      case .text, .multiline, .decimal, .integer, .bigInteger, .float, .double, .boolean, .date,
        .instant, .instantWithoutOffset, .uuid, .relationship, .choice, .choices, .autoNumber,
        .other:
        true
      }
    }
  }

  /// The records found, by their folded key.
  private func lookup(
    _ rows: [WriteRow],
    by key: Column,
    columns: [PageColumn],
    _ encoder: RecordEncoder
  ) async throws(ServiceError) -> [String: Found] {
    let wanted = rows.compactMap { keyText($0, key) }
    if wanted.isEmpty { return [:] }
    let query = RecordQuery(
      fields: columns.map { $0.path[0] }.reduce(into: []) { names, name in
        if !names.contains(name) { names.append(name) }
      },
      filter: FilterGroup(.and, filters: [QueryFilter(key.name, .isIn, .list(wanted))]),
      sort: [SortOption(field: columns[0].path[0])],
      limit: RecordQuery.largestPage
    )
    let answer = try await monitor.necessaryCall { () throws(ServiceError) in
      try await service.page(query, of: table.address, columns: columns)
    }
    let page = answer.value.rows
    let answers = Array(page.columns.indices.suffix(answerColumns.count))
    let schema = RowSchema(Array(page.schema.columns.suffix(answerColumns.count)))
    var found: [String: Found] = [:]
    for row in 0..<page.rowCount {
      let record = encoder.encoded(page, row: row).record
      let text =
        key.isPrimaryKey
        ? page.columns[0].text(row)
        : record.fields.first { $0.name == key.name }.flatMap { RecordEncoder.uniqueKey($0.value) }
      guard let text else { continue }
      let answer = page.rows(in: row..<(row + 1)).selecting(answers, schema: schema)
      found[TextComparison.folded(text)] = Found(record: record, answer: answer)
    }
    return found
  }

  private func judge(
    _ row: WriteRow,
    _ found: [String: Found],
    key: Column,
    into findings: inout Findings
  ) {
    guard let text = keyText(row, key) else {
      findings.unknown.append(row)
      return
    }
    guard let stored = found[TextComparison.folded(text)] else {
      switch verb {
      case .delete: findings.done.append(row)
      case .insert: findings.failures.append((row, "the record is not there"))
      case .update: findings.failures.append((row, "Record not found"))
      }
      return
    }
    switch verb {
    case .delete:
      findings.failures.append((row, "the record is still there"))
    case .insert, .update:
      if compared.isEmpty {
        findings.unknown.append(row)
      } else if row.values.agrees(with: stored.record) {
        findings.done.append(row)
        findings.answers.append((row.number, stored.answer))
      } else {
        findings.failures.append(
          (row, verb == .insert ? "another record has its \(key.name)" : "the record is unchanged")
        )
      }
    }
  }

  private func keyText(_ row: WriteRow, _ key: Column) -> String? {
    if key.isPrimaryKey { return row.id }
    return row.values.fields.first { $0.name == key.name }.flatMap {
      switch $0.value {
      case .text(let text), .number(let text): text
      case .null, .boolean, .numbers: nil
      }
    }
  }
}

extension RecordValues {
  /// Whether a stored record has these values, as far as it was read.
  fileprivate func agrees(with stored: RecordValues) -> Bool {
    stored.fields.allSatisfy { field in
      fields.first { $0.name == field.name }.map { $0.value == field.value } ?? true
    }
  }
}
