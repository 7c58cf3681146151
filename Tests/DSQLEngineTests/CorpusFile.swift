import Foundation

/// A file of statements with the answers that were checked once.
struct CorpusFile: Sendable {
  /// What a statement has to answer.
  enum Answer: Sendable, Equatable {
    /// Nothing but success: it makes the data.
    case done
    /// Rows in this order.
    case rows([String])
    /// Rows in any order, sorted here.
    case set([String])
    /// An error with this SQLSTATE.
    case error(String)
  }

  struct Record: Sendable {
    let line: Int
    let sql: String
    let answer: Answer

    /// Whether it makes the data or reads any; other statements have nothing to push.
    var canPush: Bool { answer == .done || sql.contains("FROM") }
  }

  let records: [Record]

  /// Reads a file of the fixtures.
  init(_ name: String) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/\(name)")
    self.init(text: try String(contentsOf: url, encoding: .utf8))
  }

  init(text: String) {
    var records: [Record] = []
    var block: [String] = []
    var line = 0
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for part in lines + [""] {
      line += 1
      if !part.isEmpty {
        if !part.hasPrefix("#") { block.append(part) }
        continue
      }
      if let record = Self.record(block, before: line) { records.append(record) }
      block = []
    }
    self.records = records
  }

  private static func record(_ block: [String], before line: Int) -> Record? {
    guard block.count >= 2 else { return nil }
    let lines = block.dropFirst()
    let end = lines.firstIndex(of: "----") ?? lines.endIndex
    let sql = lines[..<end].joined(separator: "\n")
    let rows = Array(lines[end...].dropFirst())
    let words = block[0].split(separator: " ").map(String.init)
    let answer: Answer? =
      switch words[0] {
      case "statement": .done
      case "rows": .rows(rows)
      case "set": .set(rows)
      case "error": words.count == 2 ? .error(words[1]) : nil
      default: nil
      }
    return answer.map { Record(line: line - block.count, sql: sql, answer: $0) }
  }
}
