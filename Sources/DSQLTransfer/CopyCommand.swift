/// The words of a `\copy`.
///
/// ```
/// T [(cols)] from FILE [with (header false, delimiter ';', null 'x')]
/// {T [(cols)] | (query)} to FILE [with (...)]
/// ```
package struct CopyCommand: Hashable, Sendable {
  /// What is copied.
  package enum Subject: Hashable, Sendable {
    case entity(String, columns: [String])
    case query(String)
  }

  /// Which way.
  package enum Direction: Hashable, Sendable { case from, to }

  package var subject: Subject
  package var direction: Direction
  /// The file's name as it was written; nil for `stdin` and `stdout`.
  package var path: String?
  package var options = CopyOptions()

  /// The format: what the options say, else the file's name, else CSV.
  package var format: TransferFormat {
    options.format ?? path.flatMap { TransferFormat(path: $0) } ?? .csv
  }

  /// Reads the words behind `\copy`.
  ///
  /// - Parameter text: The words, with the variables filled in.
  /// - Throws: What is not understood.
  package init(parsing text: String) throws(TransferError) {
    var words = CopyWords(text)
    if words.peek() == .left {
      subject = .query(try words.takeParenthesized())
    } else {
      guard let name = words.takeName() else { throw Self.expected("an entity or (query)") }
      var columns: [String] = []
      if words.peek() == .left { columns = try Self.list(&words) }
      subject = .entity(name, columns: columns)
    }
    switch words.takeWord()?.lowercased() {
    case "from": direction = .from
    case "to": direction = .to
    default: throw Self.expected("FROM or TO")
    }
    if case .query = subject, direction == .from {
      throw TransferError(.command, "\\copy cannot load into a query")
    }
    guard let file = words.takeFile() else { throw Self.expected("a file name") }
    let isStream = !file.isQuoted && ["stdin", "stdout", "-"].contains(file.text.lowercased())
    path = isStream ? nil : file.text
    try takeOptions(&words)
    if let rest = words.takeRest() {
      throw TransferError(.command, "\\copy: syntax error at or near \"\(rest)\"")
    }
  }

  private mutating func takeOptions(_ words: inout CopyWords) throws(TransferError) {
    if words.peekWord()?.lowercased() == "with" { _ = words.takeWord() }
    if words.peek() == .left {
      _ = words.take()
      while true {
        guard let name = words.takeWord() else { throw Self.expected("the name of an option") }
        if words.peek() == .equal { _ = words.take() }
        try options.set(name, to: words.takeValue())
        switch words.take() {
        case .comma: continue
        case .right: return
        case .left, .equal, .word, .string, .name, nil: throw Self.expected("\",\" or \")\"")
        }
      }
    }
    // The older form without parentheses: `with csv header`.
    while let name = words.takeWord() {
      let takesValue = ["delimiter", "null", "format"].contains(name.lowercased())
      try options.set(name, to: takesValue ? words.takeValue() : nil)
    }
  }

  private static func list(_ words: inout CopyWords) throws(TransferError) -> [String] {
    _ = words.take()
    var names: [String] = []
    while true {
      guard let name = words.takeName() else { throw expected("the name of a field") }
      names.append(name)
      switch words.take() {
      case .comma: continue
      case .right: return names
      case .left, .equal, .word, .string, .name, nil: throw expected("\",\" or \")\"")
      }
    }
  }

  private static func expected(_ what: String) -> TransferError {
    TransferError(
      .command,
      "\\copy: expected \(what)",
      hint: "\\copy T [(fields)] from FILE, or \\copy {T | (query)} to FILE, then [with (options)]."
    )
  }
}
