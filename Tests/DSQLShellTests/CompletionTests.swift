import DSQLShell
import Testing

@Suite("Completion")
struct CompletionTests {
  struct Case: CustomTestStringConvertible, Sendable {
    /// The line, with `|` at the cursor.
    var line: String
    /// Candidates that must be there.
    var has: [String]
    /// Candidates that must not.
    var lacks: [String] = []
    /// Whether `has` is all.
    var isAll = false
    var testDescription: String { line }
  }

  static let cases: [Case] = [
    Case(line: "|", has: ["SELECT", "INSERT"], lacks: ["FROM"]),
    Case(line: "sel|", has: ["select"], isAll: true),
    Case(line: "SEL|", has: ["SELECT"], isAll: true),
    Case(line: "select * from |", has: ["Invoice", "Supplier"], isAll: true),
    Case(line: "select * from inv|", has: ["Invoice"], isAll: true),
    Case(line: "update s|", has: ["Supplier"], isAll: true),
    Case(line: "delete from |", has: ["Invoice", "Supplier"], isAll: true),
    Case(line: "select Na|", has: ["Name"]),
    Case(line: "select | from Supplier", has: ["Name", "Country"], lacks: ["Total"]),
    Case(line: "select * from Invoice i where i.|", has: ["Total", "Number"], lacks: ["Name"]),
    Case(
      line: "select * from Invoice where Supplier.|",
      has: ["Name", "Country"],
      lacks: ["Total"]
    ),
    Case(line: "select * from Supplier where Country = 'No|", has: ["Norway'"], isAll: true),
    Case(
      line: "select * from Supplier where Country in ('Norway', '|",
      has: ["Norway'", "Sweden'"]
    ),
    Case(line: "select * from Supplier w|", has: ["where"]),
    Case(line: "select :na|", has: [":name"], isAll: true),
    Case(line: "select :'na|", has: [], isAll: true),
    Case(line: "\\di|", has: [], isAll: true),
    Case(line: "\\ps|", has: ["\\pset"], isAll: true),
    Case(line: "\\d inv|", has: ["Invoice"], isAll: true),
    Case(line: "\\pset format al|", has: ["aligned"], isAll: true),
    Case(line: "\\pset fo|", has: ["footer", "format"], isAll: true),
    Case(line: "\\i a|", has: ["abc.dsql", "able/"], isAll: true),
    Case(line: "\\copy Invoice from ab|", has: ["abc.dsql", "able/"], isAll: true),
    Case(line: "\\set ECHO q|", has: ["queries"], isAll: true),
    Case(line: "insert into Supplier(Name) values (1); sel|", has: ["select"], isAll: true),
    Case(line: "select 'a -- |", has: [], isAll: true),
  ]

  @Test("What fits at a place", arguments: cases)
  func check(_ sample: Case) throws {
    let parts = sample.line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    var context = CompletionContext()
    context.variableNames = ["name", "other"]
    context.fileNames = { _ in ["abc.dsql", "able/", "x"] }
    let answer = Completion.answer(
      line: parts.joined(),
      cursor: parts[0].utf8.count,
      catalog: SmallCatalog.make(),
      context: context
    )
    if sample.isAll { #expect(answer.candidates == sample.has) }
    for name in sample.has { #expect(answer.candidates.contains(name)) }
    for name in sample.lacks { #expect(!answer.candidates.contains(name)) }
  }

  @Test("Every cursor of a line is answered", arguments: cases)
  func prefixes(_ sample: Case) {
    let line = sample.line.filter { $0 != "|" }
    for cursor in 0...line.utf8.count {
      let answer = Completion.answer(
        line: line,
        cursor: cursor,
        catalog: SmallCatalog.make(),
        context: CompletionContext()
      )
      #expect(answer.start <= cursor)
    }
  }
}
