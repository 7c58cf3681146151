import DSQLDiagnostics
import DSQLSyntax

/// Reads the arguments of a meta-command one by one.
///
/// - Source: `shell-conventions.md` §3.
struct ArgumentReader {
  /// What becomes of double quotes.
  enum Quoting: Sendable {
    /// They are taken off.
    case plain
    /// They stay, as in the patterns of `\d`.
    case pattern
  }

  /// Where values and the output of commands come from.
  struct Source {
    var variables: ShellVariables
    /// Answers what a command wrote.
    var commandOutput: (String) -> Result<String, CommandFault>
  }

  private let bytes: [UInt8]
  private let source: Source
  /// The UTF-8 offset up to which the text was read.
  private(set) var position: Int
  private var isAtEnd = false

  init(_ text: String, at position: Int, source: Source) {
    bytes = Array(text.utf8)
    self.position = position
    self.source = source
  }

  /// The next argument; nil after the last one.
  mutating func next(_ quoting: Quoting = .plain) throws(CommandFault) -> String? {
    skipBlanks()
    guard !isAtEnd, let first = peek() else { return nil }
    if first == UInt8(ascii: "\\") {
      endAtBackslash()
      return nil
    }
    var output: [UInt8] = []
    while let byte = peek(), !Self.isBlank(byte), byte != UInt8(ascii: "\\") {
      switch byte {
      case UInt8(ascii: "'"): output += try readString()
      case UInt8(ascii: "\""): output += try readQuoted(quoting)
      case UInt8(ascii: "`"): output += try readCommand()
      case UInt8(ascii: ":"): output += try readVariable(after: output.last)
      default:
        output.append(byte)
        position += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// All arguments that are left.
  mutating func all(_ quoting: Quoting = .plain) throws(CommandFault) -> [String] {
    var arguments: [String] = []
    while let argument = try next(quoting) { arguments.append(argument) }
    return arguments
  }

  /// The rest of the line as it is, without blanks around it.
  mutating func restOfLine() -> String {
    skipBlanks()
    var end = bytes.count
    while end > position, Self.isBlank(bytes[end - 1]) { end -= 1 }
    let rest = String(decoding: bytes[position..<end], as: UTF8.self)
    position = bytes.count
    isAtEnd = true
    return rest
  }

  /// The first character that is no blank, which stays.
  mutating func peekCharacter() -> Character? {
    skipBlanks()
    return isAtEnd ? nil : peek().map { Character(Unicode.Scalar($0)) }
  }

  /// Reads past all arguments without looking into them; quotes are followed.
  mutating func skipAll() {
    var quote: UInt8?
    while !isAtEnd, let byte = peek() {
      if let open = quote {
        if byte == open { quote = nil }
        position += 1
      } else if byte == UInt8(ascii: "\\") {
        endAtBackslash()
      } else {
        if [UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`")].contains(byte) {
          quote = byte
        }
        position += 1
      }
    }
  }

  // MARK: Pieces

  private func peek(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  private mutating func skipBlanks() {
    while let byte = peek(), Self.isBlank(byte) { position += 1 }
  }

  private mutating func endAtBackslash() {
    if peek(1) == UInt8(ascii: "\\") { position += 2 }
    isAtEnd = true
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
  }

  private mutating func readString() throws(CommandFault) -> [UInt8] {
    position += 1
    var output: [UInt8] = []
    while let byte = peek() {
      position += 1
      switch byte {
      case UInt8(ascii: "'"):
        guard peek() == byte else { return output }
        output.append(byte)
        position += 1
      case UInt8(ascii: "\\"): output.append(readEscape())
      default: output.append(byte)
      }
    }
    throw CommandFault("unterminated quoted string")
  }

  private mutating func readEscape() -> UInt8 {
    guard let byte = peek() else { return UInt8(ascii: "\\") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "x"): return readNumber(radix: 16, digits: 2) ?? byte
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      position -= 1
      return readNumber(radix: 8, digits: 3) ?? byte
    default: return byte
    }
  }

  private mutating func readNumber(radix: Int, digits: Int) -> UInt8? {
    var value: Int?
    var count = 0
    while count < digits, let byte = peek(),
      let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix
    {
      value = (value ?? 0) * radix + digit
      count += 1
      position += 1
    }
    return value.map { UInt8(truncatingIfNeeded: $0) }
  }

  private mutating func readQuoted(_ quoting: Quoting) throws(CommandFault) -> [UInt8] {
    let start = position
    position += 1
    var output: [UInt8] = []
    while let byte = peek() {
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard peek() == byte else {
          switch quoting {
          case .plain: return output
          case .pattern: return Array(bytes[start..<position])
          }
        }
        position += 1
      }
      output.append(byte)
    }
    throw CommandFault("unterminated quoted string")
  }

  private mutating func readCommand() throws(CommandFault) -> [UInt8] {
    position += 1
    guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "`")) else {
      throw CommandFault("unterminated backquoted command")
    }
    let command = String(decoding: bytes[position..<end], as: UTF8.self)
    position = end + 1
    return Array(try source.commandOutput(command).get().utf8)
  }

  private mutating func readVariable(after before: UInt8?) throws(CommandFault) -> [UInt8] {
    let colon = UInt8(ascii: ":")
    if peek(1) == colon {
      position += 2
      return [colon, colon]
    }
    guard let (name, form, length) = reference() else {
      position += 1
      return [colon]
    }
    let text = Interpolation.replacement(for: name, form: form, with: source.variables)
    if let text {
      position += length
      return Array(text.utf8)
    }
    // `12:30` and `a:b` are words; only a colon that begins one names a variable.
    if form == .plain, let before, before >= 0x80 || Self.isWord(before) {
      position += 1
      return [colon]
    }
    throw CommandFault("variable \"\(name)\" is not set", code: .undefinedParameter)
  }

  /// The variable at the position, with the length of the whole reference.
  private func reference() -> (name: String, form: VariableForm, length: Int)? {
    let forms: [(opening: String, closing: String, form: VariableForm)] = [
      ("'", "'", .literal), ("\"", "\"", .identifier), ("{?", "}", .isSet), ("", "", .plain),
    ]
    for (opening, closing, form) in forms {
      let start = position + 1 + opening.utf8.count
      guard bytes[(position + 1)...].starts(with: opening.utf8) else { continue }
      let name = bytes[min(start, bytes.count)...].prefix { $0 >= 0x80 || Self.isWord($0) }
      let end = start + name.count
      guard !name.isEmpty, bytes[end...].starts(with: closing.utf8) else { continue }
      let length = end + closing.utf8.count - position
      return (String(decoding: name, as: UTF8.self), form, length)
    }
    return nil
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || byte == UInt8(ascii: "_")
  }
}
