import DSQLDiagnostics
import DSQLEngine
import DSQLTypes
import Synchronization

/// What a statement answered, in a form that can be compared between services.
struct DifferentialAnswer: Sendable {
  /// A row of texts, nil for NULL.
  typealias Row = [String?]

  var rows: [Row] = []
  var codes: [DiagnosticCode] = []
  var messages: [String] = []
  var isComplete = true
  var requests: [String] = []

  /// Says how two answers to a statement differ; nil where they do not.
  ///
  /// - Parameters:
  ///   - other: The answer that is right.
  ///   - marks: What the statement leaves open.
  ///   - free: The marks of what the service may do in its own way.
  /// - Returns: The difference, or nil.
  func difference(
    from other: DifferentialAnswer,
    marks: Set<SQLTree.Mark>,
    free: Set<SQLTree.Mark>
  ) -> String? {
    if Set(codes) != Set(other.codes) {
      return "errors \(codes.map { "\($0)" }) \(messages), not \(other.codes.map { "\($0)" })"
    }
    if !codes.isEmpty { return nil }
    if marks.contains(.limitsByID), free.contains(.limitsByID) { return nil }
    if isComplete != other.isComplete { return "complete: \(isComplete)" }
    if rows.count != other.rows.count { return "\(rows.count) rows, not \(other.rows.count)" }
    let isFree = !marks.isDisjoint(with: free)
    if marks.contains(.limited), isFree || !marks.contains(.ordered) { return nil }
    let isOrdered = marks.contains(.ordered) && !isFree
    let mine = normalised(marks, isOrdered: isOrdered)
    let theirs = other.normalised(marks, isOrdered: isOrdered)
    guard let place = mine.indices.first(where: { mine[$0] != theirs[$0] }) else { return nil }
    return "row \(place + 1)\(isOrdered ? "" : " of the sorted rows") is \(mine[place]), "
      + "not \(theirs[place])"
  }

  private func normalised(_ marks: Set<SQLTree.Mark>, isOrdered: Bool) -> [String] {
    let texts = rows.map { row in
      row.map { cell in
        guard let cell else { return "NULL" }
        return marks.contains(.freeSpelling) ? "'\(TextComparison.folded(cell))'" : "'\(cell)'"
      }.joined(separator: ", ")
    }
    return isOrdered ? texts : texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// Keeps the rows of a statement as texts.
///
/// A class because the statement and the test share it; a lock guards it.
final class AnswerCollector: StatementDelegate {
  private let state = Mutex((rows: [DifferentialAnswer.Row](), requests: [String]()))
  private let names: [String: String]
  private let roundsDoubles: Bool

  /// - Parameters:
  ///   - names: What to call each id.
  ///   - roundsDoubles: Whether the last digits of binary numbers do not count.
  init(names: [String: String], roundsDoubles: Bool) {
    self.names = names
    self.roundsDoubles = roundsDoubles
  }

  var rows: [DifferentialAnswer.Row] { state.withLock { $0.rows } }
  var requests: [String] { state.withLock { $0.requests } }

  func show(_ result: ResultSet) async throws {
    for try await batch in result.batches {
      let rows = (0..<batch.rowCount).map { row in
        batch.columns.indices.map { column in
          text(batch.value(row: row, column: column), batch.schema.columns[column].type)
        }
      }
      state.withLock { $0.rows += rows }
    }
  }

  private func text(_ value: Value, _ type: DataType) -> String? {
    if roundsDoubles, case .double(let number) = value {
      return DoubleText.text(rounded(number))
    }
    guard let text = value.text(type: type, zone: .utc) else { return nil }
    return type == .uuid ? names[text] ?? text : text
  }

  /// A number to about eleven digits.
  private func rounded(_ number: Double) -> Double {
    guard number != 0, number.isFinite else { return 0 }
    let unit = number.ulp * 65536
    return (number / unit).rounded() * unit
  }

  func confirm(_ question: WriteQuestion) async -> Bool { true }

  func report(_ diagnostic: Diagnostic) async {}

  func willSend(method: String, url: String, body: String?) {
    let path = url.split(separator: "/api", maxSplits: 1).last.map(String.init) ?? url
    state.withLock { $0.requests.append("\(method) \(path) \(body ?? "")") }
  }
}
