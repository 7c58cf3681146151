import ArgumentParser
import DSQLService
import DSQLShell
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// `dsql serve`: the embedded service for other programs, until Ctrl-C.
///
/// - Source: `design.md` §4.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dsql serve",
    abstract: "Serve a Data Service on this machine until Ctrl-C.",
    discussion: """
      Standard output has one KEY=VALUE a line: UIPATH_URL, DSQL_CLIENT_ID and, with \
      --token-for, UIPATH_ACCESS_TOKEN. Everything else goes to standard error.
      """
  )

  @Option(help: "The port on 127.0.0.1; 0 lets the system choose.")
  var port = 0

  @Option(name: .customLong("token-for"), help: "Print an access token of this user.")
  var tokenUser: LocalUser?

  @Option(name: .customLong("local-file"), help: "Keep the records in this file.")
  var localFile: String?

  @Flag(help: "Keep the records in memory.")
  var memory = false

  @Option(name: .customLong("api-level"), help: "Behave like this version of the service.")
  var level: APILevel = .cloud

  @Option(help: "Switch features off, names with commas between them.")
  var without: String?

  @Option(
    name: .customLong("trait"),
    help: "Decide otherwise what no document says, as NAME=VALUE; may repeat."
  )
  var traits: [String] = []

  @Option(help: "Hold each answer back so many milliseconds.")
  var latency = 0

  @Option(help: "Hold each answer back at most so many milliseconds more, at random.")
  var jitter = 0

  mutating func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("no port has number \(port)") }
    guard latency >= 0, jitter >= 0 else { throw ValidationError("a delay cannot be negative") }
  }

  mutating func run() async throws {
    let options = try serviceOptions()
    let service = try EmbeddedService(options, logger: Logger.silent)
    let user = tokenUser
    try await withThrowingTaskGroup(of: Void.self) { group in
      let services = ServiceGroup(
        configuration: .init(
          services: [service],
          gracefulShutdownSignals: [.sigterm, .sigint],
          logger: Logger.silent
        )
      )
      group.addTask { try await services.run() }
      let port = try await service.boundPort()
      var lines =
        "UIPATH_URL=http://127.0.0.1:\(port)/\(options.organization)/\(options.tenant)\n"
        + "DSQL_CLIENT_ID=\(EmbeddedService.publicClientID)\n"
      if let user { lines += "UIPATH_ACCESS_TOKEN=\(try await service.accessToken(for: user))\n" }
      try FileHandle.standardOutput.write(contentsOf: Data(lines.utf8))
      let told = "Serving on 127.0.0.1:\(port) until Ctrl-C.\n"
      try FileHandle.standardError.write(contentsOf: Data(told.utf8))
      try await group.waitForAll()
    }
  }

  private func serviceOptions() throws -> EmbeddedServiceOptions {
    let store: EmbeddedServiceOptions.Store
    if memory {
      store = .memory
    } else if let localFile {
      store = .file(localFile)
    } else {
      let folders = UserFolders(environment: ProcessInfo.processInfo.environment)
      guard let path = folders.embeddedStore else {
        throw ValidationError("there is no home folder; name a file with --local-file")
      }
      store = .file(path)
    }
    var options = EmbeddedServiceOptions(store: store)
    options.port = port
    options.apiLevel = level
    options.latency = .milliseconds(latency)
    options.jitter = .milliseconds(jitter)
    do {
      if let without { try options.switchOff(without) }
      for trait in traits { try options.traits.set(trait) }
    } catch {
      throw ValidationError(error.description)
    }
    return options
  }
}

extension LocalUser: ExpressibleByArgument {}

extension APILevel: ExpressibleByArgument {}
