import DequeModule
import Foundation

/// The values of `string_agg` and `array_agg`, kept until they can be ordered and made distinct,
/// which SQLite cannot do for a function of several arguments.
final class CollectedValues: AggregateState {
  enum Form {
    case text
    case array
  }

  private struct Row {
    var value: SQLResult
    var separator: String
    var keys: [SQLResult]
  }

  private let form: Form
  private var specification = CollectionSpecification()
  private var rows: Deque<Row> = []

  init(form: Form) { self.form = form }

  private var firstKey: Int {
    switch form {
    case .text: 3
    case .array: 2
    }
  }

  private func isKept(_ arguments: Arguments) -> Bool {
    switch form {
    case .text: !arguments.isNull(1)
    case .array: true
    }
  }

  func step(_ arguments: Arguments) throws {
    guard isKept(arguments) else { return }
    if rows.isEmpty { specification = CollectionSpecification(parsing: arguments.text(0)) }
    let separator =
      switch form {
      case .text: arguments.isNull(2) ? "" : arguments.text(2)
      case .array: ""
      }
    rows.append(
      Row(
        value: arguments.value(1),
        separator: separator,
        keys: (firstKey..<max(arguments.count, firstKey)).map(arguments.value)
      )
    )
  }

  func inverse(_ arguments: Arguments) throws {
    if isKept(arguments) { _ = rows.popFirst() }
  }

  func value() throws -> SQLResult {
    if rows.isEmpty { return .null }
    let rows = arranged()
    switch form {
    case .text:
      var text = ""
      for (index, row) in rows.enumerated() {
        if index > 0 { text += row.separator }
        text += Self.text(row.value)
      }
      return .text(text)
    case .array:
      return .text("[" + rows.map { json($0.value) }.joined(separator: ",") + "]")
    }
  }

  private func arranged() -> [Row] {
    var rows = Array(rows)
    let order = specification.valueOrder
    if specification.isDistinct {
      // Each value's first row stays.
      let sorted = rows.indices.sorted { left, right in
        let comparison = order.compare(rows[left].value, rows[right].value)
        return comparison != 0 ? comparison < 0 : left < right
      }
      var kept: [Row] = []
      for index in sorted {
        if let last = kept.last, order.compare(last.value, rows[index].value) == 0 { continue }
        kept.append(rows[index])
      }
      rows = kept
    }
    guard !specification.keys.isEmpty else { return rows }
    return rows.enumerated().sorted { left, right in
      let comparison = specification.compare(left.element.keys, right.element.keys)
      return comparison != 0 ? comparison < 0 : left.offset < right.offset
    }.map(\.element)
  }

  private static func text(_ value: SQLResult) -> String {
    switch value {
    case .null: ""
    case .integer(let number): String(number)
    case .double(let number): String(number)
    case .text(let text): text
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    }
  }

  private func json(_ value: SQLResult) -> String {
    switch (value, specification.form) {
    case (.null, _): return "null"
    case (.integer(let number), .boolean): return number == 0 ? "false" : "true"
    case (_, .number), (_, .boolean): return Self.text(value)
    case (_, .text):
      let encoder = JSONEncoder()
      encoder.outputFormatting = .withoutEscapingSlashes
      // A text always has a JSON form.
      let encoded = try? encoder.encode(Self.text(value))
      return encoded.map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
  }
}
