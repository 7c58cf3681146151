/// Writes a tree as SQL: one line, keywords in capitals, only the parentheses that are needed.
///
/// What it writes is read back as the same tree.
package struct SQLPrinter {
  var text = ""

  private init() {}

  /// The text of a statement, without a semicolon.
  package static func print(_ statement: Statement) -> String {
    var printer = SQLPrinter()
    printer.write(statement)
    return printer.text
  }

  /// The text of a query.
  package static func print(_ query: Query) -> String {
    var printer = SQLPrinter()
    printer.write(query)
    return printer.text
  }

  /// The text of an expression.
  package static func print(_ expression: SQLExpression) -> String {
    var printer = SQLPrinter()
    printer.write(expression)
    return printer.text
  }

  /// The text of a name, in double quotes where it was quoted or cannot be bare.
  package static func print(_ identifier: Identifier) -> String {
    var printer = SQLPrinter()
    printer.write(identifier)
    return printer.text
  }

  /// The text of a string literal.
  package static func quote(_ string: String) -> String {
    var printer = SQLPrinter()
    printer.writeString(string)
    return printer.text
  }

  // MARK: Words

  mutating func write(_ words: String) { text.append(contentsOf: words) }

  mutating func write(_ name: Identifier) {
    if !name.isQuoted, isBareWord(name.text) { return write(name.text) }
    write("\"")
    write(doubling("\"", in: name.text))
    write("\"")
  }

  mutating func write(_ name: EntityName) {
    if let qualifier = name.qualifier {
      write(qualifier)
      write(".")
    }
    write(name.name)
  }

  mutating func write(_ literal: TextLiteral) { writeString(literal.text) }

  mutating func writeString(_ string: String) {
    write("'")
    write(doubling("'", in: string))
    write("'")
  }

  private func doubling(_ quote: Unicode.Scalar, in string: String) -> String {
    guard string.unicodeScalars.contains(quote) else { return string }
    var doubled = String.UnicodeScalarView()
    for scalar in string.unicodeScalars {
      doubled.append(scalar)
      if scalar == quote { doubled.append(quote) }
    }
    return String(doubled)
  }

  private func isBareWord(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard let first = bytes.first else { return false }
    switch Characters.kind[Int(first)] {
    case .letter, .high: return Characters.endOfWord(in: bytes, from: 0) == bytes.count
    case .space, .digit, .other: return false
    }
  }

  /// Writes elements with commas between them.
  mutating func writeList<Element>(
    _ elements: [Element],
    _ writeElement: (inout SQLPrinter, Element) -> Void
  ) {
    for (index, element) in elements.enumerated() {
      if index > 0 { write(", ") }
      writeElement(&self, element)
    }
  }

  mutating func writeExpressions(_ expressions: [SQLExpression]) {
    writeList(expressions) { $0.write($1) }
  }

  /// Writes names in parentheses.
  mutating func writeNames(_ names: [Identifier]) {
    write("(")
    writeList(names) { $0.write($1) }
    write(")")
  }

  /// Writes a query in parentheses.
  mutating func writeParenthesized(_ query: Query) {
    write("(")
    write(query)
    write(")")
  }
}
