import Foundation
import Testing

/// The README's tour, command by command, against what the program says today.
@Suite(.timeLimit(.minutes(5))) struct ReadmeTests {
  private struct Example {
    var command: String
    var output = ""
  }

  /// The commands in blocks marked `console`: lines that start with `$ `, and what follows each.
  private func examples(in text: String) -> [Example] {
    var examples: [Example] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside = line == "```console"
      } else if isInside, line.hasPrefix("$ ") {
        examples.append(Example(command: String(line.dropFirst(2))))
      } else if isInside, !examples.isEmpty {
        examples[examples.count - 1].output += line + "\n"
      }
    }
    return examples
  }

  /// The empty line after a table is left out in the README.
  private func withoutLastLines(_ text: String) -> String {
    var text = text[...]
    while text.hasSuffix("\n") { text = text.dropLast() }
    return String(text)
  }

  private func check(_ program: Program, _ example: Example) async throws {
    let output = try await program.runInTerminal(example.command)
    #expect(withoutLastLines(output) == withoutLastLines(example.output), "\(example.command)")
  }

  /// One home for all, as a reader has who types them in turn.
  @Test func everyConsoleBlock() async throws {
    let program = try Program()
    defer { program.remove() }
    let readme = try String(
      contentsOf: Program.packageFolder.appending(path: "README.md"),
      encoding: .utf8
    )
    let examples = examples(in: readme)
    #expect(examples.count >= 4)
    for example in examples { try await check(program, example) }
  }
}
