package import DSQLCatalog
import DSQLDiagnostics
import DSQLSyntax
import DSQLTypes

/// What may stand at a place of a line: first what kind of thing fits, then which names.
///
/// - Source: `shell-conventions.md` §8.
package enum Completion {
  /// The candidates for the word before the cursor, sorted.
  ///
  /// - Parameters:
  ///   - line: The line that is edited.
  ///   - cursor: A UTF-8 offset in it.
  ///   - catalog: The catalogue where it is there already.
  ///   - context: What else the session knows.
  /// - Returns: The names that fit; empty where nothing does.
  package static func answer(
    line: String,
    cursor: Int,
    catalog: Catalog?,
    context: CompletionContext
  ) -> CompletionAnswer {
    let bytes = Array(line.utf8)
    let before = String(decoding: bytes[..<min(cursor, bytes.count)], as: UTF8.self)
    let after = String(decoding: bytes[min(cursor, bytes.count)...], as: UTF8.self)
    if let command = commandText(in: before, context) {
      return CommandCompletion.answer(command, line: before, catalog, context)
    }
    return SQLCompletion(
      before: context.textBefore + before,
      lineOffset: context.textBefore.utf8.count,
      after: after,
      catalog: catalog,
      context: context
    ).answer()
  }

  /// The meta-command that the cursor stands in, from its backslash on.
  private static func commandText(in line: String, _ context: CompletionContext) -> String? {
    var scanner = StatementScanner()
    let text = context.textBefore + line
    while true {
      switch scanner.next(in: text) {
      case .statement: continue
      case .metaCommand(let offset):
        let bytes = Array(text.utf8)
        let rest = bytes[offset...]
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
          return String(decoding: rest, as: UTF8.self)
        }
        scanner.resume(at: end)
      case .end: return nil
      }
    }
  }

  /// The candidates that begin with a word, letter case ignored.
  static func matching(_ word: String, _ names: some Sequence<String>) -> [String] {
    let folded = TextComparison.folded(word)
    return Set(names.filter { TextComparison.folded($0).hasPrefix(folded) }).sorted()
  }

  /// A name as it is written in a statement: bare where it can be.
  static func written(_ name: String) -> String {
    SQLPrinter.print(Identifier(text: name, isQuoted: false, span: .at(0)))
  }
}
