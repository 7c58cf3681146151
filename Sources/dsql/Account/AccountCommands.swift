import ArgumentParser
import DSQLDiagnostics
import DSQLEngine
import DSQLSession
import Foundation

/// The sub-commands about logins and the configuration.
enum AccountCommands {
  /// The command that a first argument names.
  static func command(named name: String) -> (any AsyncParsableCommand.Type)? {
    switch name {
    case "login": LoginCommand.self
    case "logout": LogoutCommand.self
    case "whoami": WhoAmICommand.self
    case "token": TokenCommand.self
    case "config": ConfigCommand.self
    default: nil
    }
  }

  /// Runs a command and answers the exit status: 1 for its own use, 2 for what kept it from its work.
  static func run(_ type: any AsyncParsableCommand.Type, _ arguments: [String]) async -> Int32 {
    do {
      guard var command = try type.parseAsRoot(arguments) as? any AsyncParsableCommand else {
        return 0
      }
      try await command.run()
      return 0
    } catch let error as SessionError {
      complain(error.message, detail: error.detail, hint: error.hint)
      return error.code == .badConfiguration ? 1 : 2
    } catch let errors as StatementErrors {
      for error in errors.diagnostics {
        complain(error.message, detail: error.detail, hint: error.hint)
      }
      return errors.failure == .connection ? 2 : 3
    } catch {
      let status = type.exitCode(for: error)
      let text = type.fullMessage(for: error) + "\n"
      let stream: FileHandle = status.isSuccess ? .standardOutput : .standardError
      try? stream.write(contentsOf: Data(text.utf8))
      return status.isSuccess ? 0 : 1
    }
  }

  private static func complain(_ message: String, detail: String?, hint: String?) {
    var text = "dsql: error: \(message)\n"
    if let detail { text += "DETAIL:  \(detail)\n" }
    if let hint { text += "HINT:  \(hint)\n" }
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
