import DSQLEngine
import DSQLSession

/// The terminal of a sign-in, behind the dialog of the shell or of a command.
struct DialogTerminal: LoginTerminal {
  let dialog: any LoginDialog
  let isInteractive: Bool

  func show(_ line: String) async { dialog.tell(line) }

  func readHiddenLine(prompt: String?) async throws -> String? {
    let line = await dialog.readHidden(prompt: prompt)
    try Task.checkCancellation()
    return line
  }
}
