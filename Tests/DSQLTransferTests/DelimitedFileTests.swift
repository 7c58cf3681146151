import DSQLDiagnostics
import DSQLEngine
import DSQLTransfer
import DSQLTypes
import Foundation
import Testing

@Suite("Rows of a file")
struct DelimitedFileTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var command = "T from data.csv"
    var columns: [String]
    var rows: [[String?]]
    var testDescription: String { text.debugDescription }
  }

  static let cases: [Case] = [
    Case(text: "A,B\n1,\n\"\",x\n", columns: ["A", "B"], rows: [["1", nil], ["", "x"]]),
    Case(text: "A,B\n\n1,2\n\n", columns: ["A", "B"], rows: [["1", "2"]]),
    Case(
      text: "1;NA\n",
      command: "T from data.csv with (header off, delimiter ';', null 'NA')",
      columns: ["X", "Y"],
      rows: [["1", nil]]
    ),
    Case(
      text: "a,b,c\n1,2,3\n",
      command: "T (C, A) from data.csv",
      columns: ["C", "A"],
      rows: [["3", "1"]]
    ),
    Case(
      text: "first,second\n1,2\n",
      command: "T (C, A) from data.csv",
      columns: ["C", "A"],
      rows: [["1", "2"]]
    ),
    Case(
      text: "A\tB\n\\N\tx\\ty\n\t\n",
      command: "T from data.tsv",
      columns: ["A", "B"],
      rows: [[nil, "x\ty"], ["", ""]]
    ),
  ]

  @Test("Fields become texts and NULLs", arguments: cases)
  func check(_ sample: Case) async throws {
    let file = try Self.file(sample.text, sample.command)
    #expect(file.columns == sample.columns)
    #expect(try await Self.rows(of: file) == sample.rows)
  }

  @Test("Many records come in batches, and each row knows its line")
  func batches() async throws {
    let text = "A\n" + (1...2500).map { $0 == 10 ? "\"x\ny\"\n" : "\($0)\n" }.joined()
    let file = try Self.file(text, "T from data.csv")
    let rows = file.rows
    var counts: [Int] = []
    for try await batch in rows.batches { counts.append(batch.rowCount) }
    #expect(counts == [1000, 1000, 500])
    #expect(rows.placeOfRow(1).hasPrefix("line 2 of"))
    #expect(rows.placeOfRow(10).hasPrefix("line 11 of"))
    #expect(rows.placeOfRow(11).hasPrefix("line 13 of"))
  }

  @Test(
    "What is wrong names the line",
    arguments: [
      ("A,B\n1,2\n3\n", "line 3: missing data for column \"B\""),
      ("A,B\n1,2,3\n", "line 2: extra data after last expected column"),
      ("A,B\n1,\"2\n", "unterminated quoted field, which begins on line 2"),
    ]
  )
  func faults(_ text: String, _ message: String) async throws {
    let file = try Self.file(text, "T from data.csv")
    await #expect {
      try await Self.rows(of: file)
    } throws: { error in
      let diagnostic = error as? Diagnostic
      return diagnostic?.code == .badCopyFormat && diagnostic?.message.contains(message) == true
    }
  }

  @Test("An empty file has no header, and a missing one no name")
  func openings() {
    #expect(throws: TransferError.self) { try Self.file("", "T from data.csv") }
    #expect(throws: TransferError.self) {
      let command = try CopyCommand(parsing: "T from nosuch.csv")
      _ = try DelimitedFile(path: "/nosuch/f", name: "nosuch.csv", command: command, fields: [])
    }
  }

  private static func file(_ text: String, _ words: String) throws -> DelimitedFile {
    let command = try CopyCommand(parsing: words)
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("dsql-transfer-\(UUID().uuidString)")
    try Data(text.utf8).write(to: place)
    defer { try? FileManager.default.removeItem(at: place) }
    return try DelimitedFile(
      path: place.path,
      name: command.path ?? "",
      command: command,
      fields: ["X", "Y"]
    )
  }

  @discardableResult
  private static func rows(of file: DelimitedFile) async throws -> [[String?]] {
    var rows: [[String?]] = []
    for try await batch in file.rows.batches {
      for row in 0..<batch.rowCount {
        rows.append(batch.columns.map { $0.isNull(row) ? nil : $0.text(row) })
      }
    }
    return rows
  }
}
