import DSQLCatalog
import DSQLPlanner
import DSQLTestSupport
import Testing

/// Writes the tables of `docs/pushdown.md` from the planner's own and compares them with the file.
///
/// The rest of the document is written by hand; the tables stand between two comments.
@Suite struct PushabilityTableTests {
  @Test func check() {
    let document = GoldenFile("../../docs/pushdown.md", besides: #filePath)
    let begin = "<!-- table: begin -->\n"
    let end = "<!-- table: end -->"
    guard let parts = document.text.components(between: begin, and: end) else {
      Issue.record("docs/pushdown.md has no table")
      return
    }
    let actual = parts.before + begin + PushabilityText.text + end + parts.after
    #expect(document.difference(from: actual) == nil)
  }

  @Test(arguments: PushTable.Kind.allCases, PushTable.Operation.allCases)
  func thereIsOneRow(kind: PushTable.Kind, operation: PushTable.Operation) {
    let rows = PushTable.rows.filter {
      $0.kinds.contains(kind) && $0.operations.contains(operation)
    }
    #expect(rows.count == 1)
    #expect(rows.first?.source.isEmpty == false)
  }
}

extension String {
  fileprivate func components(
    between begin: String,
    and end: String
  ) -> (before: String, after: String)? {
    guard let start = range(of: begin), let stop = range(of: end) else { return nil }
    return (String(self[..<start.lowerBound]), String(self[stop.upperBound...]))
  }

  private func range(of part: String) -> Range<String.Index>? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(part) {
        return index..<self.index(index, offsetBy: part.count)
      }
      index = self.index(after: index)
    }
    return nil
  }
}

/// The push table as the document shows it.
private enum PushabilityText {
  private static let conditions: [PushTable.Operation] = [
    .equal, .notEqual, .order, .isIn, .isNotIn, .like, .notLike, .nullTest, .has,
  ]
  private static let others: [PushTable.Operation] = [.sort, .groupKey, .count, .sum, .extreme]

  static var text: String {
    (table("condition on", conditions) + ["", "And beyond conditions:", ""]
      + table("field", others)
      + ["", "A field held against another one, of the same or of another entity:", ""] + meetings
      + [
        "", "Why something stays here:", "", "| field | part | reason | source |",
        "|---|---|---|---|",
      ] + reasons)
      .joined(separator: "\n") + "\n"
  }

  private static func table(_ title: String, _ operations: [PushTable.Operation]) -> [String] {
    let head = [
      "| \(title) | " + operations.map(\.rawValue).joined(separator: " | ") + " |",
      "|---|" + String(repeating: "---|", count: operations.count),
    ]
    return head
      + PushTable.Kind.allCases.map { kind in
        let cells = operations.map { cell(kind, $0) }
        return "| \(kind.rawValue) | " + cells.joined(separator: " | ") + " |"
      }
  }

  /// The types of fields that meet, those alike in one line.
  private static var meetings: [String] {
    let titles = PushTable.KeyUse.allCases.map(\.rawValue).joined(separator: " | ")
    var lines = ["| field | with | \(titles) | source |", "|---|---|---|---|---|"]
    for field in PushTable.KeyKind.allCases {
      for key in PushTable.KeyKind.allCases {
        let rows = PushTable.KeyUse.allCases.map { PushTable.keyRow(field, key, $0) }
        if rows.allSatisfy({ $0 == nil }) { continue }
        let cells = rows.map { row -> String in
          guard let row else { return "here" }
          let likeness =
            switch row.likeness {
            case .none: ""
            case .scale: ", of one scale"
            case .type: ", of one range"
            }
          return (row.comparesTexts ? row.use == .join ? "service ²" : "both ¹" : "service")
            + likeness
        }
        var sources: [String] = []
        for case let row? in rows {
          for part in row.source.split(separator: "; ").map(String.init)
          where !sources.contains(part) {
            sources.append(part)
          }
        }
        lines.append(
          "| \(field.rawValue) | \(key.rawValue) | \(cells.joined(separator: " | ")) | "
            + "\(sources.joined(separator: "; ")) |"
        )
      }
    }
    return lines + ["| any other | any other | here | here | data-service-api.md §3.5 |"]
  }

  private static func cell(_ kind: PushTable.Kind, _ operation: PushTable.Operation) -> String {
    guard let row = PushTable.row(kind, operation) else { return "?" }
    switch row.verdict {
    case .exact: return (["service"] + marks(row)).joined(separator: " ")
    case .superset: return "both"
    case .no: return "here"
    case .absent: return "–"
    }
  }

  private static func marks(_ row: PushTable.Row) -> [String] {
    row.needs.compactMap { need in
      switch need {
      case .textMatching: row.isSupersetWithoutMatching ? "¹" : "²"
      case .nullOrder: "³"
      case .textOrder, .idOrder: "⁴"
      case .exactSums: "⁵"
      case .feature: "⁶"
      }
    }
  }

  private static var reasons: [String] {
    PushTable.rows.compactMap { row in
      guard case .no(let reason) = row.verdict else { return nil }
      let operations = row.operations.map(\.rawValue).joined(separator: ", ")
      let kinds = row.kinds.map(\.rawValue).joined(separator: ", ")
      let what = row.operations.count > 5 ? "all of these" : operations
      return "| \(kinds) | \(what) | \(reason) | \(row.source) |"
    }
  }
}
