import DSQLAPI
import DSQLDiagnostics
import DSQLExecution
import DSQLTypes
import Testing

/// What is found wrong with the values of a write before anything is sent.
struct WriteCheckTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var column: String
    var value: Value
    /// What is sent; nil where the value is refused.
    var sent: FieldValue?
    var code: DiagnosticCode?
    var message: String?

    var testDescription: String { "\(column) \(value)" }
  }

  private static func decimal(_ text: String) -> Value {
    ExactDecimal(parsing: text).map(Value.decimal) ?? .null
  }

  @Test(arguments: [
    Case(column: "Amount", value: .null, sent: .null),
    Case(column: "Amount", value: decimal("12.345"), sent: .number("12.35")),
    Case(column: "Amount", value: decimal("-12.345"), sent: .number("-12.35")),
    Case(column: "Amount", value: decimal("12.50"), sent: .number("12.5")),
    Case(column: "Amount", value: .integer(7), sent: .number("7")),
    Case(
      column: "Amount",
      value: decimal("1000000000000.01"),
      code: .numericOutOfRange,
      message: "column \"Amount\" in row 1 takes numbers from -1000000000000 to 1000000000000, "
        + "not 1000000000000.01"
    ),
    Case(column: "Quantity", value: .integer(2_147_483_647), sent: .number("2147483647")),
    Case(
      column: "Quantity",
      value: .integer(2_147_483_648),
      code: .numericOutOfRange,
      message: "column \"Quantity\" in row 1 takes numbers from -2147483647 to 2147483647, "
        + "not 2147483648"
    ),
    Case(column: "Ratio", value: .double(0.1), sent: .number("0.1")),
    Case(column: "Ratio", value: .double(.nan), code: .numericOutOfRange),
    Case(column: "Ratio", value: .double(1e13), code: .numericOutOfRange),
    Case(column: "Status", value: .choice(1), sent: .number("1")),
    Case(
      column: "Status",
      value: .choice(9),
      code: .invalidLiteral,
      message: "column \"Status\" in row 1 has no choice #9, only Open, Approved, Paid"
    ),
    Case(column: "Tags", value: .text(#"["Foreign","urgent"]"#), sent: .numbers([2, 0])),
    Case(column: "Tags", value: .text("[]"), sent: .null),
    Case(
      column: "Tags",
      value: .text(#"["Nope"]"#),
      code: .invalidLiteral,
      message: "column \"Tags\" in row 1 has no choice \"Nope\", only Urgent, Checked, Foreign"
    ),
    Case(column: "Tags", value: .text("Urgent"), code: .invalidLiteral),
    Case(column: "DueDate", value: .date(CalendarDate(days: 0)), sent: .text("1970-01-01")),
    Case(column: "DueDate", value: .date(CalendarDate(days: 99_999_999)), code: .invalidDatetime),
    Case(
      column: "PaidAt",
      value: .timestamp(Instant(ticks: 5_000_000)),
      sent: .text("1970-01-01T00:00:00.5Z")
    ),
    Case(
      column: "Key",
      value: .uuid("00000000-0000-7000-8000-00000000000a"),
      sent: .text("00000000-0000-7000-8000-00000000000a")
    ),
    Case(
      column: "Supplier",
      value: .uuid("nobody"),
      code: .invalidLiteral,
      message: "column \"Supplier\" in row 1 takes ids, not \"nobody\""
    ),
    Case(column: "Story", value: .text("long"), sent: .text("long")),
    Case(
      column: "Story",
      value: .text("HasValue=true Length=20000 — call"),
      code: .invalidParameter
    ),
    Case(
      column: "Story",
      value: .text(String(repeating: "x", count: 65_537)),
      code: .textTooLong,
      message: "column \"Story\" in row 1 takes at most 131,072 bytes of UTF-16, "
        + "the value has 131,074"
    ),
  ])
  func check(_ example: Case) async throws {
    let service = ScriptedService()
    let executor = Executor(service: service, local: PlainComputation())
    let node = try WriteSamples.insert(
      [[.text("1"), example.value]],
      into: "Invoice",
      targets: ["Number", example.column]
    )
    do {
      _ = try await executor.insert(node)
      #expect(
        service.sent.first?.first?.fields.last
          == example.sent.map {
            RecordField(example.column, $0)
          }
      )
    } catch let error as Diagnostic {
      #expect(example.sent == nil)
      #expect(error.code == example.code)
      if let message = example.message { #expect(error.message == message) }
      #expect(service.calls.isEmpty)
    }
  }

  struct Rows: Sendable, CustomTestStringConvertible {
    var name: String
    var rows: [[Value]]
    var targets = ["Number"]
    var code: DiagnosticCode
    var message: String
    var notes: [String] = []

    var testDescription: String { name }
  }

  @Test(arguments: [
    Rows(
      name: "a required field that is not written",
      rows: [[.integer(1)]],
      targets: ["Quantity"],
      code: .requiredFieldMissing,
      message: "column \"Number\" in row 1 needs a value"
    ),
    Rows(
      name: "a required field that is NULL",
      rows: [[.text("a")], [.null]],
      code: .requiredFieldMissing,
      message: "column \"Number\" in row 2 needs a value"
    ),
    Rows(
      name: "a text of astral characters that is too long",
      rows: [[.text(String(repeating: "😀", count: 21))]],
      code: .textTooLong,
      message: "column \"Number\" in row 1 takes at most 40 characters, the value has 42"
    ),
    Rows(
      name: "values that only letter case tells apart",
      rows: [[.text("a")], [.text("b")], [.text("A")]],
      code: .uniqueViolation,
      message: "column \"Number\" in row 3 must be unique and has the value of row 1"
    ),
    Rows(
      name: "many faults",
      rows: Array(repeating: [.null], count: 13),
      code: .requiredFieldMissing,
      message: "column \"Number\" in row 1 needs a value",
      notes: (2...11).map { "column \"Number\" in row \($0) needs a value" }
        + ["and 2 faults more"]
    ),
  ])
  func rows(_ example: Rows) async throws {
    let service = ScriptedService()
    let executor = Executor(service: service, local: PlainComputation())
    let spans = example.rows.indices.map { SourceSpan($0 * 10, $0 * 10 + 5) }
    let node = try WriteSamples.insert(
      example.rows,
      into: "Invoice",
      targets: example.targets,
      rowSpans: spans
    )
    let error = await #expect(throws: Diagnostic.self) { try await executor.insert(node) }
    #expect(error?.code == example.code)
    #expect(error?.message == example.message)
    #expect(error?.notes == example.notes)
    #expect(error?.span != nil)
    #expect(service.calls.isEmpty)
  }

  /// An update that gives two records one unique value is refused, also by a constant.
  @Test func updateOfUnique() async throws {
    let service = ScriptedService()
    let executor = Executor(service: service, local: PlainComputation())
    let rows: [[Value]] = [1, 2].map { [.uuid(ScriptedService.id($0)), .text("same")] }
    let node = try WriteSamples.update(rows, of: "Invoice", targets: ["Number"])
    let error = await #expect(throws: Diagnostic.self) { try await executor.update(node) }
    #expect(error?.code == .uniqueViolation)
    #expect(service.calls.isEmpty)
  }
}
