import DSQLDiagnostics
import DSQLSyntax
import Foundation

/// Parses statements one by one, as the shell does; 10,000 of them, made by repeating what there is.
struct ParsingBenchmark {
  private static let statementCount = 10_000
  /// From the root of the package, where `swift run` is called.
  private static let fixtures = "Tests/DSQLSyntaxTests/Fixtures"

  /// The files of statements that are there with the tests.
  static func fixtureFiles() throws -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: fixtures) else {
      throw BenchFault("\(fixtures) is not there: run this from the root of the package")
    }
    return names.filter { $0.hasSuffix(".sql") }.sorted().map { "\(fixtures)/\($0)" }
  }

  let files: [String]

  func run() async throws -> [Measurement] {
    var statements: [String] = []
    for file in files {
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let source = SourceText(text)
      statements += StatementScanner.split(text).statements.map { source[$0] }
    }
    if statements.isEmpty { throw BenchFault("there is no statement in \(files)") }
    let repeated = (0..<Self.statementCount).map { statements[$0 % statements.count] }
    let bytes = repeated.reduce(0) { $0 + $1.utf8.count }
    var parsed = 0
    let measurement = await Measurement.take(
      "parse 10,000 statements of \(bytes / Self.statementCount) bytes",
      amount: (Self.statementCount, "statements")
    ) {
      for statement in repeated where Parser.parseStatement(statement).statement != nil {
        parsed += 1
      }
    }
    if parsed == 0 { throw BenchFault("no statement could be parsed") }
    return [measurement]
  }
}
