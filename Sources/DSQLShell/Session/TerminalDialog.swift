import DSQLEngine

/// Signing in, talked over at the terminal.
package struct TerminalDialog: LoginDialog {
  private let question: TerminalQuestion

  init(_ question: TerminalQuestion) { self.question = question }

  /// A dialog of a program that has no shell.
  ///
  /// - Parameters:
  ///   - input: The descriptor of the terminal that is read.
  ///   - errors: Where lines are shown.
  ///   - interrupts: Tells when Ctrl-C was pressed.
  package init(input: Int32, errors: any ByteOutput, interrupts: Interrupts) {
    question = TerminalQuestion(
      console: Console(output: errors, errors: errors),
      descriptor: input,
      interrupts: interrupts
    )
  }

  package func tell(_ line: String) { question.console.tell(line + "\n") }

  package func readHidden(prompt: String?) async -> String? {
    await question.ask(prompt ?? "", echo: .hidden)
  }
}
