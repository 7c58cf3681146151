import DSQLTransfer
import Testing

@Suite("Records of CSV and TSV")
struct RecordParserTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    /// Fields as `text`, `"text"` where quoted.
    var records: [[String]]
    var isTSV = false
    var testDescription: String { text.debugDescription }
  }

  static let cases: [Case] = [
    Case(text: "a,b\n1,2\n", records: [["a", "b"], ["1", "2"]]),
    Case(text: "a,b\r\n1,2\r\n", records: [["a", "b"], ["1", "2"]]),
    Case(text: "a,b\r1,2", records: [["a", "b"], ["1", "2"]]),
    Case(text: "\u{FEFF}a,b\n", records: [["a", "b"]]),
    Case(text: "\"x\ny\",z\n", records: [["\"x\ny\"", "z"]]),
    Case(text: "\"x\r\ny\",z\n", records: [["\"x\r\ny\"", "z"]]),
    Case(text: "\"say \"\"hi\"\"\",\"\",\n", records: [["\"say \"hi\"\"", "\"\"", ""]]),
    Case(text: "a,\"b,c\",d", records: [["a", "\"b,c\"", "d"]]),
    Case(text: "a\n\nb\n", records: [["a"], [""], ["b"]]),
    Case(text: ",\n", records: [["", ""]]),
    Case(text: "\"a\"\n", records: [["\"a\""]]),
    Case(text: "é,日本\n", records: [["é", "日本"]]),
    Case(text: "", records: []),
    Case(text: "a\\tb\t\\N\t\\\\\n", records: [["a\tb", "\"\"", "\\"]], isTSV: true),
  ]

  @Test("A text gives the same records wherever its chunks end", arguments: cases)
  func check(_ sample: Case) throws {
    let bytes = Array(sample.text.utf8)
    for size in 1...max(bytes.count, 1) {
      var parser = RecordParser(sample.isTSV ? .tsv(delimiter: 9) : .csv(delimiter: 0x2C))
      var found: [[String]] = []
      let take = { (record: RecordParser.Record) in
        found.append(
          record.ends.indices.map { index in
            let text = String(decoding: record.field(index), as: UTF8.self)
            return record.marks[index] ? "\"\(text)\"" : text
          }
        )
      }
      for start in stride(from: 0, to: bytes.count, by: size) {
        parser.parse(Array(bytes[start..<min(start + size, bytes.count)]), take)
      }
      try parser.finish(take)
      #expect(found == sample.records, "chunks of \(size)")
    }
  }

  @Test("A quote that stays open is an error that names its line")
  func openQuote() {
    var parser = RecordParser(.csv(delimiter: 0x2C))
    parser.parse(Array("a\nb,\"c\nd\n".utf8)) { _ in }
    #expect(
      throws: TransferError(.content, "unterminated quoted field, which begins on line 2")
    ) {
      try parser.finish { _ in }
    }
  }

  @Test("A record knows the line on which it begins")
  func lines() {
    var parser = RecordParser(.csv(delimiter: 0x2C))
    var lines: [Int] = []
    parser.parse(Array("a\n\"b\nb\"\nc\n".utf8)) { lines.append($0.line) }
    #expect(lines == [1, 2, 4])
  }
}
