import DSQLDiagnostics
import DSQLSyntax
import Foundation
import Testing

/// No input crashes the parser, makes it run on, or makes it point outside the text.
@Suite struct AnyInputTests {
  private func check(_ text: String) {
    let parsed = Parser.parse(text)
    let length = text.utf8.count
    let isInside = parsed.diagnostics.allSatisfy { diagnostic in
      guard let span = diagnostic.span else { return false }
      return span.lower >= 0 && span.upper <= length && !diagnostic.message.isEmpty
    }
    if !isInside || parsed.diagnostics.count > length + 1 {
      Issue.record("\(text): \(parsed.diagnostics)")
    }
  }

  @Test(arguments: Fixtures.names)
  func everyPrefix(name: String) throws {
    for sql in try Fixtures.statements(of: name) {
      var prefix = ""
      for character in sql {
        prefix.append(character)
        check(prefix)
      }
    }
  }

  private static let bytes = Array("'\"(),;.*=a1 \\-:\u{E9}".utf8.prefix(16))

  /// Each place takes four of the bytes, so that all the fixtures together take all of them.
  @Test(arguments: Fixtures.names)
  func everyByteChanged(name: String) throws {
    for (number, sql) in try Fixtures.statements(of: name).enumerated() {
      let original = Array(sql.utf8)
      for place in original.indices {
        for step in stride(from: 0, to: Self.bytes.count, by: 4) {
          var changed = original
          changed[place] = Self.bytes[(number * 7 + place + step) % Self.bytes.count]
          check(String(decoding: changed, as: UTF8.self))
        }
      }
    }
  }

  @Test func everyByteAtEveryPlace() throws {
    let statements = [
      "SELECT a.b, f('x') FROM t u WHERE x = 1 ORDER BY 2",
      "INSERT INTO t (a) VALUES (1, 'b') RETURNING *",
      "UPDATE t SET a = $1 WHERE b IN (1, 2)",
      "CREATE ENTITY t (a TEXT(5) REQUIRED, b REFERENCES u)",
    ]
    for sql in statements {
      for place in sql.utf8.indices {
        for byte in Self.bytes {
          var changed = Array(sql.utf8)
          changed[sql.utf8.distance(from: sql.startIndex, to: place)] = byte
          check(String(decoding: changed, as: UTF8.self))
        }
      }
    }
  }

  @Test(arguments: Fixtures.names)
  func everyTokenLeftOut(name: String) throws {
    for sql in try Fixtures.statements(of: name) {
      let lexed = Lexer.lex(sql)
      for token in lexed.tokens {
        let kept = lexed.bytes[..<token.lower] + lexed.bytes[token.upper...]
        check(String(decoding: kept, as: UTF8.self))
      }
    }
  }
}
