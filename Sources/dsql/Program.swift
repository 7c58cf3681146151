import ArgumentParser
import DSQLEngine
import DSQLRendering
import DSQLService
import DSQLSession
import DSQLShell
import DSQLTypes
import Foundation
import Glibc

/// The program: reads the command line, wires the rooms together, and ends with the right status.
@main
enum Program {
  static let version = "0.1.0"

  static func main() async {
    let arguments = Array(Swift.CommandLine.arguments.dropFirst())
    // The library puts a mark in place of bytes that are no text, which would be written as data.
    for place in arguments.indices where !isText(argument: place + 1) {
      complain("argument \(place + 1) is not text in UTF-8")
      exit(1)
    }
    if arguments.first == "serve" {
      exit(await serve(Array(arguments.dropFirst())))
    }
    if let name = arguments.first, let command = AccountCommands.command(named: name) {
      exit(await AccountCommands.run(command, Array(arguments.dropFirst())))
    }
    do {
      let invocation = try Invocation(arguments)
      let environment = ProcessInfo.processInfo.environment
      if let information = invocation.information {
        try tell(information, environment: environment)
        exit(0)
      }
      try await run(invocation, environment: environment).leave()
    } catch let error as UsageError {
      complain(error.message, hint: error.hint)
      complain("try \"dsql --help\" for more information")
      exit(1)
    } catch let error as SessionError {
      complain(error.message, hint: error.hint)
      exit(2)
    } catch {
      complain("\(error)")
      exit(1)
    }
  }

  /// Runs the shell with the embedded service beside it.
  private static func run(
    _ invocation: Invocation,
    environment: [String: String]
  ) async throws(UsageError) -> ShellEnding {
    let trace = try invocation.trafficFile.map { path throws(UsageError) in
      try LogFile(path).write
    }
    let wiring: Wiring
    do throws(SessionError) {
      wiring = try Wiring(invocation, environment: environment, trace: trace)
    } catch {
      complain(error.message, hint: error.hint)
      return .status(error.code == .badConfiguration ? 1 : 2)
    }
    let shell = Shell(wiring.configuration) { wiring.connection }
    return await withTaskGroup(of: ShellEnding?.self) { group in
      if let host = wiring.host {
        group.addTask {
          await host.run()
          return nil
        }
      }
      group.addTask { await shell.run() }
      var ending = ShellEnding.status(0)
      for await finished in group {
        if let finished {
          ending = finished
          break
        }
      }
      // The shell is done, so nothing waits for an answer; the process ends at once.
      ending.leave()
    }
  }

  private static func serve(_ arguments: [String]) async -> Int32 {
    do {
      var command = try ServeCommand.parse(arguments)
      try await command.run()
      return 0
    } catch {
      let status = ServeCommand.exitCode(for: error)
      let text = ServeCommand.fullMessage(for: error) + "\n"
      let stream = status == .success ? FileHandle.standardOutput : FileHandle.standardError
      try? stream.write(contentsOf: Data(text.utf8))
      return status == .success ? 0 : 1
    }
  }

  private static func tell(
    _ information: Invocation.Information,
    environment: [String: String]
  )
    throws
  {
    let text: String
    switch information {
    case .help(let topic):
      switch topic {
      case nil, "options": text = HelpText.text
      case "commands": text = ShellHelp.commands
      case "variables": text = ShellHelp.variables
      case let topic?:
        throw UsageError(
          "there is no help on \"\(topic)\"",
          hint: "There is on options, commands and variables."
        )
      }
    case .version: text = "dsql \(version)\n"
    case .profiles:
      let configuration = try Wiring.configurationFile(environment)
      let names =
        [("local", "the embedded service")]
        + configuration.profiles.map { ($0.name, $0.address) }
      text = names.map { "\($0.0)\t\($0.1)\n" }.joined()
    }
    try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }

  private static func isText(argument place: Int) -> Bool {
    guard let bytes = Swift.CommandLine.unsafeArgv[place] else { return true }
    return String(validatingCString: bytes) != nil
  }

  private static func complain(_ message: String, hint: String? = nil) {
    var text = "dsql: error: \(message)\n"
    if let hint { text += "HINT:  \(hint)\n" }
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
