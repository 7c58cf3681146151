import DSQLCatalog
import DSQLDiagnostics
import DSQLExecution
import DSQLTypes
import Foundation

/// Reads the texts of a file as the types of the columns that they go to.
struct TextRowConverter: Sendable {
  let columns: [Column]
  let zone: SessionZone

  /// The rows in the columns' types; rows with a text that is none of its type are told apart.
  func converted(_ batch: RowBatch) -> CopyBatch {
    let schema = RowSchema(columns.map { SchemaColumn($0.name, $0.type) })
    var rejects: [Int: RowFault] = [:]
    let converted = columns.indices.map { index in
      self.column(index, of: batch, rejects: &rejects)
    }
    return CopyBatch(
      rows: RowBatch(schema: schema, rowCount: batch.rowCount, columns: converted),
      rejects: rejects
    )
  }

  private func column(
    _ index: Int,
    of batch: RowBatch,
    rejects: inout [Int: RowFault]
  )
    -> RowColumn
  {
    let column = columns[index]
    let source = batch.columns[index]
    if case .text = column.type { return source }
    var result = RowColumn(type: column.type)
    for row in 0..<batch.rowCount {
      if source.isNull(row) {
        result.appendNull()
        continue
      }
      let text = source.text(row)
      switch value(of: text, for: column) {
      case .success(let value): result.append(value, type: column.type)
      case .failure(let fault):
        result.appendNull()
        if rejects[row] == nil { rejects[row] = fault.fault }
      }
    }
    return result
  }

  private struct Fault: Error {
    var fault: RowFault
  }

  private func value(of text: String, for column: Column) -> Result<Value, Fault> {
    let trimmed = text.trimmingBlanks
    let value: Value?
    switch column.type {
    case .boolean: value = Self.boolean(trimmed).map { .boolean($0) }
    case .integer:
      value = ExactDecimal(parsing: trimmed).flatMap { number in
        guard let integer = number.int64Value, ExactDecimal(integer) == number else { return nil }
        return .integer(integer)
      }
    case .decimal: value = ExactDecimal(parsing: trimmed).map { .decimal($0) }
    case .double: value = Double(trimmed).flatMap { $0.isFinite ? .double($0) : nil }
    case .date: value = CalendarDate(parsing: trimmed).map { .date($0) }
    case .timestamp: value = Instant(parsing: trimmed, zone: zone).map { .timestamp($0) }
    case .uuid: value = UUID(uuidString: trimmed).map { .uuid($0.uuidString.lowercased()) }
    case .choice(let domain):
      guard let number = domain.numbers(matching: text).first else {
        return .failure(unknownChoice(text, in: domain, for: column))
      }
      value = .choice(number)
    case .choices(let domain):
      switch labels(of: text, in: domain, for: column) {
      case .success(let labels): value = labels.map { .text($0) } ?? .null
      case .failure(let fault): return .failure(fault)
      }
    case .text, .file, .interval, .unknown: value = .text(text)
    }
    if let value { return .success(value) }
    let code: DiagnosticCode =
      switch column.type {
      case .date, .timestamp: .invalidDatetime
      default: .invalidLiteral
      }
    return .failure(
      Fault(
        fault: RowFault(
          code,
          "column \"\(column.name)\": \"\(text)\" is no \(column.type.name)"
        )
      )
    )
  }

  /// The JSON array of labels that a text means: an array of labels or names, or some joined by
  /// `|`; nil where there are none.
  private func labels(
    of text: String,
    in domain: ChoiceDomain,
    for column: Column
  )
    -> Result<String?, Fault>
  {
    let parts: [String]
    if text.hasPrefix("[") {
      guard let array = try? JSONDecoder().decode([String].self, from: Data(text.utf8)) else {
        return .failure(
          Fault(
            fault: RowFault(
              .invalidLiteral,
              "column \"\(column.name)\": \"\(text)\" is no array of choices"
            )
          )
        )
      }
      parts = array
    } else {
      parts = text.split(separator: "|").map(\.description)
    }
    var numbers: Set<Int64> = []
    for part in parts {
      guard let number = domain.numbers(matching: part.trimmingBlanks).first else {
        return .failure(unknownChoice(part, in: domain, for: column))
      }
      numbers.insert(number)
    }
    if numbers.isEmpty { return .success(nil) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    guard let data = try? encoder.encode(numbers.sorted().map { domain.label(of: $0) }) else {
      return .success(nil)
    }
    return .success(String(decoding: data, as: UTF8.self))
  }

  private func unknownChoice(_ text: String, in domain: ChoiceDomain, for column: Column) -> Fault {
    let known = domain.choices.prefix(8).map { "\"\($0.label)\"" }.joined(separator: ", ")
    return Fault(
      fault: RowFault(
        .invalidLiteral,
        "column \"\(column.name)\": \"\(text)\" is no choice of \(domain.name), which has \(known)"
          + (domain.choices.count > 8 ? ", …" : "")
      )
    )
  }

  private static func boolean(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "t", "yes", "y", "on", "1": true
    case "false", "f", "no", "n", "off", "0": false
    default: nil
    }
  }
}

extension StringProtocol {
  /// The text without blanks and tabs at its ends.
  fileprivate var trimmingBlanks: String {
    var text = self[...]
    while let first = text.first, first == " " || first == "\t" { text = text.dropFirst() }
    while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
    return String(text)
  }
}
