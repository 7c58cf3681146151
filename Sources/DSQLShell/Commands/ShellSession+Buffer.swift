import DSQLDiagnostics
import Foundation

extension ShellSession {
  /// The buffer, or where it is empty the last statement.
  private func current(_ frame: InputFrame) -> SourceText? {
    frame.buffer.unfinished ?? lastStatement
  }

  /// `\p`, `\r`, `\w` and `\e`.
  func changeBuffer(
    _ command: MetaCommand,
    _ arguments: inout ArgumentReader,
    in frame: InputFrame
  ) async throws(CommandFault) -> CommandResult {
    if command == .showBuffer {
      console.print(current(frame).map { "\($0.text)\n" } ?? "Query buffer is empty.\n")
    } else if command == .clearBuffer {
      frame.buffer.drop()
      frame.typedLines = []
      notice("Query buffer reset (cleared).")
    } else if command == .writeBuffer {
      try writeBuffer(&arguments, frame)
    } else {
      try await edit(&arguments, frame)
    }
    return .done
  }

  private func writeBuffer(
    _ arguments: inout ArgumentReader,
    _ frame: InputFrame
  ) throws(CommandFault) {
    let target =
      arguments.peekCharacter() == "|" ? arguments.restOfLine() : try arguments.next()
    guard let target else { throw CommandFault("missing required argument") }
    guard let text = current(frame)?.text else { throw CommandFault("query buffer is empty") }
    let output = try openOutput(target).get()
    defer { output.close() }
    do {
      try output.write(text + "\n")
    } catch {
      throw CommandFault("\(target): \(error.text)", code: .fileError)
    }
  }

  private func edit(
    _ arguments: inout ArgumentReader,
    _ frame: InputFrame
  ) async throws(CommandFault) {
    let file = try arguments.next()
    let line = try arguments.next()
    let editor =
      environment["DSQL_EDITOR"] ?? environment["VISUAL"] ?? environment["EDITOR"] ?? "vi"
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("dsql.edit.\(UUID().uuidString).sql").path
    let name = file.map { path($0) } ?? place
    if file == nil {
      let text = (current(frame)?.text ?? "") + "\n"
      guard
        FileManager.default.createFile(
          atPath: name,
          contents: Data(text.utf8),
          attributes: [.posixPermissions: 0o600]
        )
      else { throw CommandFault("\(name): could not be written", code: .fileError) }
    }
    defer { if file == nil { try? FileManager.default.removeItem(atPath: place) } }
    let quoted = "'" + name.replacing("'", with: "'\\''") + "'"
    let position = line.map { " +\($0)" } ?? ""
    let child = try childCommand.start("\(editor)\(position) \(quoted)")
      .mapError { CommandFault($0.text, code: .fileError) }.get()
    let status = await BlockingThread.run { child.wait() }
    guard status == 0, let data = FileManager.default.contents(atPath: name) else {
      throw CommandFault("the editor ended with status \(status)", code: .fileError)
    }
    frame.buffer.drop()
    frame.buffer.append(String(decoding: data, as: UTF8.self))
  }

  /// `\g` and its siblings.
  func go(
    _ command: MetaCommand,
    _ arguments: inout ArgumentReader,
    in frame: InputFrame
  ) async throws(CommandFault) -> CommandResult {
    var sending = Sending()
    if command == .go || command == .goExpanded {
      if command == .goExpanded { sending.options.append((name: "expanded", value: "on")) }
      sending.options += try options(&arguments)
      sending.target =
        arguments.peekCharacter() == "|" ? arguments.restOfLine() : try arguments.next()
    } else if command == .goDescribe {
      sending.purpose = .describe
    } else if command == .goVariables {
      sending.purpose = .variables(prefix: try arguments.next() ?? "")
    } else if command == .goExecute {
      sending.purpose = .execute
    } else {
      sending.purpose = .plan
    }
    guard let statement = frame.buffer.take() ?? lastStatement else {
      throw CommandFault("query buffer is empty")
    }
    let succeeded = await run(statement, sending, in: frame)
    return succeeded ? .done : .failed
  }

  /// `(name=value ...)`.
  private func options(
    _ arguments: inout ArgumentReader
  ) throws(CommandFault) -> [(name: String, value: String)] {
    guard arguments.peekCharacter() == "(" else { return [] }
    var words: [String] = []
    while let word = try arguments.next() {
      words.append(word)
      if word.hasSuffix(")") { break }
    }
    guard var last = words.popLast(), last.hasSuffix(")") else {
      throw CommandFault("missing right parenthesis")
    }
    last.removeLast()
    words.append(last)
    words[0].removeFirst()
    return words.filter { !$0.isEmpty }.map { word in
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "on")
    }
  }
}
