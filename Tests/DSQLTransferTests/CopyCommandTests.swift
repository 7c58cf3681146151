import DSQLTransfer
import Testing

@Suite("The words of \\copy")
struct CopyCommandTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var subject: CopyCommand.Subject
    var direction = CopyCommand.Direction.from
    var path: String?
    var format = TransferFormat.csv
    var hasHeader = true
    var delimiter: UInt8?
    var nullText: String?
    var testDescription: String { text }
  }

  static let cases: [Case] = [
    Case(text: "Track from t.csv", subject: .entity("Track", columns: []), path: "t.csv"),
    Case(
      text: "Track (Name, \"Unit Price\") from 'my file.csv' with (header false, delimiter ';')",
      subject: .entity("Track", columns: ["Name", "Unit Price"]),
      path: "my file.csv",
      hasHeader: false,
      delimiter: 0x3B
    ),
    Case(
      text: "Track FROM t.txt WITH (format tsv, null '')",
      subject: .entity("Track", columns: []),
      path: "t.txt",
      format: .tsv,
      nullText: ""
    ),
    Case(
      text: "(SELECT ')' AS a FROM (SELECT 1)) to out.jsonl",
      subject: .query("SELECT ')' AS a FROM (SELECT 1)"),
      direction: .to,
      path: "out.jsonl",
      format: .jsonl
    ),
    Case(text: "Track to stdout", subject: .entity("Track", columns: []), direction: .to),
    Case(
      text: "Track from t.dat with csv header",
      subject: .entity("Track", columns: []),
      path: "t.dat"
    ),
    Case(text: "Track from t.csv;", subject: .entity("Track", columns: []), path: "t.csv"),
  ]

  @Test("Words are understood", arguments: cases)
  func check(_ sample: Case) throws {
    let command = try CopyCommand(parsing: sample.text)
    #expect(command.subject == sample.subject)
    #expect(command.direction == sample.direction)
    #expect(command.path == sample.path)
    #expect(command.format == sample.format)
    #expect(command.options.hasHeader == sample.hasHeader)
    #expect(command.options.delimiter == sample.delimiter)
    #expect(command.options.nullText == sample.nullText)
  }

  @Test(
    "What is wrong is told",
    arguments: [
      ("", "expected an entity"), ("Track", "expected FROM or TO"),
      ("Track from", "expected a file name"), ("(SELECT 1) from x.csv", "cannot load into a query"),
      ("Track from x with (colour red)", "option \"colour\" is not known"),
      ("Track from x with (delimiter 'ab')", "single-byte"), ("(SELECT (1 to x", "right parenth"),
      ("Track from x.csv now", "option \"now\" is not known"),
      ("Track from x with (header maybe)", "takes a Boolean"),
    ]
  )
  func refuses(_ text: String, _ part: String) {
    #expect {
      try CopyCommand(parsing: text)
    } throws: { error in
      (error as? TransferError)?.message.contains(part) == true
    }
  }
}
