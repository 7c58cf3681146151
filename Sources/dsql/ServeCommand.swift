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
      --token-for and --pat-for, UIPATH_ACCESS_TOKEN and DSQL_PAT. Everything else goes to \
      standard error.
      """
  )

  @Option(help: "The port on 127.0.0.1; 0 lets the system choose.")
  var port = 0

  @Option(name: .customLong("token-for"), help: "Print an access token of this user.")
  var tokenUser: LocalUser?

  @Option(
    name: .customLong("pat-for"),
    help: "Print a personal access token of this user, good for a year."
  )
  var personalTokenUser: LocalUser?

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
  var latency: String?

  @Option(help: "Hold each answer back at most so many milliseconds more, at random.")
  var jitter: String?

  @Option(help: "Answer 429 beyond so many requests a second, as in 5/s.")
  var throttle: String?

  @Option(
    name: .customLong("fail"),
    help: """
      Let so many requests fail, from 0 to 1, as [KIND=]RATE with the kinds 500, 503, 429, cut, \
      lost, html; may repeat.
      """
  )
  var failures: [String] = []

  @Option(
    name: .customLong("role"),
    help: "Set the roles of a user, as USER=ROLE,…; the store keeps them; may repeat."
  )
  var roles: [String] = []

  @Option(
    name: .customLong("role-file"),
    help: "Take custom roles and users' roles from this JSON file; the store keeps them."
  )
  var roleFile: String?

  @Option(
    name: .customLong("redirect-uri"),
    help: "Let a sign-in come back to this address too, exactly; may repeat."
  )
  var redirectURIs: [String] = []

  @Option(help: "Begin chance with this number, so that it is the same on every run.")
  var seed: String?

  @Option(help: "Tell every request in this file, a line each; - is standard error.")
  var log: String?

  mutating func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("no port has number \(port)") }
  }

  mutating func run() async throws {
    var options = try serviceOptions()
    if let log {
      do throws(UsageError) {
        let file = try LogFile(log)
        options.log = RequestLog { file.write("\($0)\n") }
      } catch {
        throw ValidationError(error.message)
      }
    }
    let service = try EmbeddedService(options, logger: Logger.silent)
    let (user, personalTokenUser) = (tokenUser, personalTokenUser)
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
      if let personalTokenUser {
        lines += "DSQL_PAT=\(try await service.personalAccessToken(for: personalTokenUser))\n"
      }
      try FileHandle.standardOutput.write(contentsOf: Data(lines.utf8))
      let told = "Serving on 127.0.0.1:\(port) until Ctrl-C.\n"
      try FileHandle.standardError.write(contentsOf: Data(told.utf8))
      try await group.waitForAll()
    }
  }

  private func serviceOptions() throws -> EmbeddedServiceOptions {
    let store: EmbeddedServiceOptions.Store
    if memory, localFile != nil {
      throw ValidationError("--memory and --local-file exclude each other")
    }
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
    options.identity.extraRedirectURIs = redirectURIs
    do {
      if let latency { try options.delay(latency, \.latency) }
      if let jitter { try options.delay(jitter, \.jitter) }
      if let throttle { try options.limit(throttle) }
      for failure in failures { try options.failures.set(failure) }
      if let seed { try options.sow(seed) }
      if let without { try options.switchOff(without) }
      for trait in traits { try options.set(trait: trait) }
      if let roleFile { try options.readRoles(roleFile) }
      for role in roles { try options.roles.assign(role) }
    } catch {
      throw ValidationError(error.description)
    }
    return options
  }
}

extension LocalUser: ExpressibleByArgument {}

extension APILevel: ExpressibleByArgument {}
