import DSQLDiagnostics
import DSQLSyntax
import Foundation

/// The statements of the files in `Fixtures`, which are cut by the scanner under test.
enum Fixtures {
  static let names = [
    "expressions", "from", "lexical", "schema", "select", "session", "windows", "writes",
  ]

  static func statements(of name: String) throws -> [String] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    let text = try String(contentsOf: folder.appending(path: "\(name).sql"), encoding: .utf8)
    let source = SourceText(text)
    return StatementScanner.split(text).statements.map { source[$0] }
  }
}
