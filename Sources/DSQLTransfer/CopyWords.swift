/// The words of a `\copy`, one after another.
struct CopyWords {
  enum Word: Hashable {
    case word(String)
    /// `"name"`.
    case name(String)
    /// `'text'`.
    case string(String)
    case left
    case right
    case comma
    case equal
  }

  private var rest: Substring

  init(_ text: String) { rest = Substring(text) }

  /// The next word, which stays.
  func peek() -> Word? {
    var copy = self
    return copy.take()
  }

  /// The next word if it is a bare one, which stays.
  func peekWord() -> String? {
    if case .word(let text) = peek() { text } else { nil }
  }

  /// The next word.
  mutating func take() -> Word? {
    skipBlanks()
    guard let first = rest.first else { return nil }
    switch first {
    case "(": return mark(.left)
    case ")": return mark(.right)
    case ",": return mark(.comma)
    case "=": return mark(.equal)
    case "'": return .string(takeQuoted("'"))
    case "\"": return .name(takeQuoted("\""))
    default:
      let word = rest.prefix { !$0.isWhitespace && !"(),=\"'".contains($0) }
      rest = rest.dropFirst(word.count)
      // A semicolon at the end is a habit, not part of the last word.
      let bare = rest.isEmpty && word.last == ";" ? word.dropLast() : word
      return bare.isEmpty ? nil : .word(String(bare))
    }
  }

  /// The next word if it is bare.
  mutating func takeWord() -> String? {
    guard case .word(let text) = peek() else { return nil }
    _ = take()
    return text
  }

  /// The next word if it can name an entity or a field.
  mutating func takeName() -> String? {
    switch peek() {
    case .word(let text), .name(let text):
      _ = take()
      return text
    case .string, .left, .right, .comma, .equal, nil: return nil
    }
  }

  /// The next word as the value of an option.
  mutating func takeValue() -> String? {
    switch peek() {
    case .word(let text), .name(let text), .string(let text):
      _ = take()
      return text
    case .left, .right, .comma, .equal, nil: return nil
    }
  }

  /// A file name: quoted, or up to the next blank.
  mutating func takeFile() -> (text: String, isQuoted: Bool)? {
    skipBlanks()
    guard let first = rest.first else { return nil }
    if first == "'" || first == "\"" { return (takeQuoted(first), true) }
    let word = rest.prefix { !$0.isWhitespace }
    rest = rest.dropFirst(word.count)
    let bare = rest.allSatisfy(\.isWhitespace) && word.last == ";" ? word.dropLast() : word
    return bare.isEmpty ? nil : (String(bare), false)
  }

  /// The text between a parenthesis and its partner; quotes are followed.
  mutating func takeParenthesized() throws(TransferError) -> String {
    skipBlanks()
    var depth = 0
    var quote: Character?
    for index in rest.indices {
      let character = rest[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == "(" {
        depth += 1
      } else if character == ")" {
        depth -= 1
        if depth == 0 {
          let inner = rest[rest.index(after: rest.startIndex)..<index]
          rest = rest[rest.index(after: index)...]
          return String(inner)
        }
      }
    }
    throw TransferError(.command, "\\copy: missing right parenthesis")
  }

  /// What is left, if there is anything but blanks and a semicolon.
  mutating func takeRest() -> String? {
    skipBlanks()
    return rest.isEmpty || rest == ";" ? nil : String(rest)
  }

  private mutating func skipBlanks() { rest = rest.drop(while: \.isWhitespace) }

  private mutating func mark(_ word: Word) -> Word {
    rest = rest.dropFirst()
    return word
  }

  private mutating func takeQuoted(_ quote: Character) -> String {
    rest = rest.dropFirst()
    var text = ""
    while let character = rest.popFirst() {
      if character == quote {
        guard rest.first == quote else { return text }
        rest = rest.dropFirst()
      }
      text.append(character)
    }
    return text
  }
}
