import DSQLDiagnostics
import DSQLSyntax
import Foundation
import Testing

@Suite struct NestingTests {
  /// Text before, in the middle and after, the first and last repeated.
  struct Nest: Sendable, CustomTestStringConvertible {
    let before: String
    let middle: String
    let after: String

    func text(_ levels: Int) -> String {
      "SELECT " + String(repeating: before, count: levels) + middle
        + String(repeating: after, count: levels)
    }

    var testDescription: String { before }
  }

  private static let nests = [
    Nest(before: "(", middle: "1", after: ")"),
    Nest(before: "f(", middle: "1", after: ")"),
    Nest(before: "NOT ", middle: "a", after: ""),
    Nest(before: "- ", middle: "1", after: ""),
    Nest(before: "CASE WHEN a THEN ", middle: "1", after: " END"),
    Nest(before: "f(1 + ", middle: "1", after: ") || 2"),
    Nest(before: "(SELECT ", middle: "1", after: ")"),
    Nest(before: "a FROM (SELECT ", middle: "1", after: ")"),
    Nest(before: "EXISTS (SELECT a FROM t WHERE ", middle: "b", after: ")"),
    Nest(before: "trim(BOTH 'x' FROM ", middle: "a", after: ")"),
    Nest(before: "sum(1) OVER (ORDER BY ", middle: "a", after: ")"),
    Nest(before: "a BETWEEN (", middle: "1", after: ") AND 2"),
    Nest(before: "a IN (", middle: "1", after: ")"),
  ]

  /// Parses on a thread with the smallest stack that a program is likely to give one.
  private func codes(_ text: String) async -> [DiagnosticCode] {
    await withCheckedContinuation { continuation in
      let thread = Thread {
        continuation.resume(returning: Parser.parse(text).diagnostics.map(\.code))
      }
      thread.stackSize = 512 * 1024
      thread.start()
    }
  }

  @Test(arguments: nests)
  func deepNestingIsToldOnce(nest: Nest) async {
    #expect(await codes(nest.text(20)).isEmpty)
    #expect(await codes(nest.text(5_000)) == [.nestingTooDeep])
  }

  @Test(arguments: nests)
  func everyDepthFitsTheStack(nest: Nest) async {
    for levels in stride(from: 20, through: 210, by: 10) {
      let codes = await codes(nest.text(levels))
      #expect(codes.isEmpty || codes == [.nestingTooDeep])
    }
  }

  @Test func chainsOfOneConnectiveAreFlat() {
    let text = "SELECT " + String(repeating: "a OR ", count: 10_000) + "b"
    #expect(Parser.parse(text).diagnostics.isEmpty)
    let list = "SELECT a IN (" + String(repeating: "1, ", count: 10_000) + "1)"
    #expect(Parser.parse(list).diagnostics.isEmpty)
  }

  /// Long chains of these are low trees, also where they lie in others and after other operators.
  @Test(arguments: [
    "SELECT 1" + String(repeating: " + 1", count: 10_000),
    "SELECT 1" + String(repeating: " - 1 + a", count: 10_000),
    "SELECT 'a'" + String(repeating: " || b", count: 10_000),
    "SELECT a ~ b" + String(repeating: " || 'x' ~ 'y'", count: 90) + " || c",
    "SELECT f(1" + String(repeating: " + 1", count: 5_000) + ") + (2"
      + String(repeating: " - 1", count: 5_000) + ") * 3",
    "SELECT 1" + String(repeating: " UNION ALL SELECT 2", count: 2_000),
    "SELECT 1" + String(repeating: " UNION SELECT 2 UNION ALL SELECT 3", count: 1_000),
  ])
  func longChainsAreLow(text: String) async {
    #expect(await codes(text).isEmpty)
    let statement = Parser.parseStatement(text).statement
    let printed = statement.map { SQLPrinter.print($0) } ?? ""
    #expect(Parser.parseStatement(printed).statement == statement)
  }

  @Test(arguments: [
    "SELECT " + String(repeating: "1 * ", count: 300) + "1",
    "SELECT 1" + String(repeating: " EXCEPT SELECT 1", count: 300),
    "SELECT 1" + String(repeating: " UNION SELECT 1 EXCEPT SELECT 1", count: 150),
    "SELECT 1 FROM a" + String(repeating: " CROSS JOIN b", count: 300),
  ])
  func chainsThatMakeHighTreesAreBounded(text: String) {
    let faults = Parser.parse(text).diagnostics
    #expect(faults.map(\.code) == [.nestingTooDeep])
    #expect(faults.first?.hint?.contains("long chain") == true)
  }
}
