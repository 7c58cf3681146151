import DSQLEngine
import DSQLRendering
import DSQLService
import DSQLSession
import DSQLShell
import DSQLTypes
import Foundation
import Glibc

/// The shell, its connection and the embedded service, put together for one run.
struct Wiring {
  let configuration: ShellConfiguration
  let connection: Connection
  /// The embedded service, where the run may need it.
  let host: EmbeddedHost?

  /// Puts them together.
  ///
  /// - Parameters:
  ///   - invocation: What the command line asks for.
  ///   - environment: The environment.
  ///   - trace: Takes what is sent and answered over HTTP; nil where nobody looks.
  /// - Throws: `SessionError` where it is not clear whom to connect to.
  init(
    _ invocation: Invocation,
    environment: [String: String],
    trace: (@Sendable (String) -> Void)? = nil
  ) throws(SessionError) {
    let folders = UserFolders(environment: environment)
    let request = ConnectionRequest(
      profile: invocation.profile,
      embedded: invocation.embedded,
      ignoresUIPathEnvironment: invocation.ignoresUIPathEnvironment,
      environment: environment
    )
    let accounts = Accounts.ofUser(environment, trace: trace)
    let choice = try Self.choice(for: request, accounts)
    var options = invocation.service
    switch choice {
    case .service:
      if !options.switches.isEmpty {
        throw SessionError(
          .badConfiguration,
          "\(options.switches): this is for the embedded service",
          hint: "Name it with --local, --local-file or --memory."
        )
      }
      // USE PROFILE local may still ask for it.
      host = (try? Self.store(.standard, folders: folders)).map { store in
        options.store = store
        return EmbeddedHost(options)
      }
    case .embedded(let place):
      options.store = try Self.store(place, folders: folders)
      host = EmbeddedHost(options)
    }
    let host = host
    let target = try Self.target(of: choice, host: host)
    connection = Connection(
      info: target.info,
      now: {
        // Foundation's reference date is 2001; the double has microseconds to spare until 2100.
        Instant(ticks: Int64(Date().timeIntervalSince1970 * Double(Instant.ticksPerSecond)))
      },
      capabilities: folders.capabilities.map {
        CapabilityStore(folder: $0, version: Program.version)
      },
      findProfile: { name in
        var named = request
        named.profile = name
        named.embedded = nil
        return try Self.target(of: try Self.choice(for: named, accounts), host: host)
      },
      logins: LoginActions(accounts, request),
      trace: trace,
      open: target.open
    )
    let connected =
      switch choice {
      case .service:
        "Connected to \(target.info.origin)/\(target.info.organization)/\(target.info.tenant),"
          + " \(Self.signedIn(target.info))."
      case .embedded: Self.embeddedBanner(options, folders: folders)
      }
    var configuration = Self.configuration(
      invocation,
      environment: environment,
      folders: folders,
      connected: connected
    )
    if case .service(let login) = choice {
      configuration.variables = Self.variables(of: login.profile) + configuration.variables
    }
    self.configuration = configuration
  }

  /// What a profile sets of the shell's variables; an option goes before it.
  private static func variables(of profile: Profile) -> [ShellConfiguration.Assignment] {
    let settings = [
      ("TIMEZONE", profile.timezone), ("MAX_REQUESTS", profile.maxRequests.map(String.init)),
    ]
    return settings.compactMap { name, value in value.map { .init(name, $0) } }
  }

  /// Whom a request means; a profile without a token in the environment has the login that is kept.
  static func choice(
    for request: ConnectionRequest,
    _ accounts: Accounts
  ) throws(SessionError) -> ConnectionChoice {
    try ConnectionChoice.make(
      for: request,
      configuration: { () throws(SessionError) in try configurationFile(request.environment) },
      storedLogin: { accounts.session(of: $0) }
    )
  }

  /// Who is signed in, for the banner; whether the login still works shows with the first statement.
  private static func signedIn(_ info: ConnectionInfo) -> String {
    guard info.kind == .profile, let user = info.user else {
      return "token from \(info.tokenSource)"
    }
    return "signed in as \(user)"
  }

  /// Whom a choice means; the embedded service is the one of this run.
  private static func target(
    of choice: ConnectionChoice,
    host: EmbeddedHost?
  ) throws(SessionError) -> ConnectionTarget {
    switch choice {
    case .service(let login):
      return ConnectionTarget(
        info: ConnectionInfo(login, isNamedByUser: login.isNamedByUser)
      ) { login }
    case .embedded:
      guard let host else {
        throw SessionError(
          .badConfiguration,
          "there is no home folder for the embedded service's file"
        )
      }
      return ConnectionTarget(
        info: ConnectionInfo(
          kind: .embedded,
          profile: "local",
          origin: "http://127.0.0.1",
          organization: host.options.organization,
          tenant: host.options.tenant,
          tokenSource: "the embedded service",
          isStandard: host.options.isStandard
        )
      ) { try await host.login() }
    }
  }

  /// The configuration file, read; empty where there is none.
  static func configurationFile(
    _ environment: [String: String]
  ) throws(SessionError)
    -> Configuration
  {
    guard let path = UserFolders(environment: environment).configuration,
      FileManager.default.fileExists(atPath: path)
    else { return .empty }
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw SessionError(.badConfiguration, "\(path) cannot be read")
    }
    return try Configuration(parsing: text)
  }

  private static func store(
    _ place: ConnectionRequest.EmbeddedStore,
    folders: UserFolders
  ) throws(SessionError) -> EmbeddedServiceOptions.Store {
    switch place {
    case .memory: return .memory
    case .file(let path):
      if path.isEmpty { throw SessionError(.badConfiguration, "--local-file needs a path") }
      return .file(path)
    case .standard:
      if let path = folders.embeddedStore { return .file(path) }
      throw SessionError(
        .badConfiguration,
        "there is no home folder for the embedded service's file",
        hint: "Name a file with --local-file, or use --memory."
      )
    }
  }

  private static func embeddedBanner(
    _ options: EmbeddedServiceOptions,
    folders: UserFolders
  ) -> String {
    let place =
      switch options.store {
      case .memory: "in memory"
      case .file(let path): "in \(folders.shortened(path))"
      }
    let switches = options.switches.isEmpty ? "" : ", with \(options.switches)"
    return "Embedded Data Service \(place)\(switches). For a real tenant set UIPATH_URL and"
      + " UIPATH_ACCESS_TOKEN, or name a profile: dsql -d NAME."
  }

  private static func configuration(
    _ invocation: Invocation,
    environment: [String: String],
    folders: UserFolders,
    connected: String
  ) -> ShellConfiguration {
    var result = ShellConfiguration()
    result.terminal = Self.terminal(environment)
    let asksNothing = invocation.inputs.isEmpty
    result.isInteractive = asksNothing && result.terminal.inputIsTerminal
    result.inputs =
      asksNothing && !result.isInteractive ? [.standardInput] : invocation.inputs
    result.scriptName = invocation.scriptName
    result.scriptArguments = invocation.scriptArguments
    result.variables = invocation.variables
    result.printOptions = invocation.printOptions
    result.outputTarget = invocation.outputTarget
    result.answersYes = invocation.answersYes
    result.isReadOnly = invocation.isReadOnly
    result.isDryRun = invocation.isDryRun
    result.editsLines = invocation.editsLines
    result.errorFormat = invocation.errorFormat
    result.environment = environment
    result.directory = FileManager.default.currentDirectoryPath
    result.version = Program.version
    let toTerminal = result.terminal.outputIsTerminal && invocation.outputTarget == nil
    result.usesColour = Self.usesColour(
      invocation.colour,
      environment,
      isTerminal: result.terminal.errorIsTerminal
    )
    result.renderOptions.usesColour = Self.usesColour(
      invocation.colour,
      environment,
      isTerminal: toTerminal
    )
    if toTerminal {
      result.renderOptions.expanded = .auto
      result.renderOptions.columns = result.terminal.columns
      result.renderOptions.cellWidth = 200
    }
    if result.isInteractive, !invocation.isQuiet {
      result.banner = ["dsql \(Program.version)", "Type \"help\" for help.", connected]
    }
    if let file = invocation.startUpFile {
      result.startUpFile = file
    } else if result.isInteractive, invocation.readsStartUpFile {
      result.startUpFile = folders.startUpFile
    }
    return result
  }

  /// - Source: `shell-conventions.md` §9.
  private static func usesColour(
    _ colour: Invocation.Colour,
    _ environment: [String: String],
    isTerminal: Bool
  ) -> Bool {
    switch colour {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    func isSet(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }
    if !isTerminal { return isSet("CLICOLOR_FORCE") && environment["CLICOLOR_FORCE"] != "0" }
    return !isSet("NO_COLOR") && environment["TERM"] != "dumb"
  }

  private static func terminal(_ environment: [String: String]) -> ShellConfiguration.Terminal {
    var terminal = ShellConfiguration.Terminal()
    terminal.inputIsTerminal = isatty(0) == 1
    terminal.outputIsTerminal = isatty(1) == 1
    terminal.errorIsTerminal = isatty(2) == 1
    terminal.type = environment["TERM"]
    var size = winsize()
    if terminal.outputIsTerminal, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      terminal.columns = Int(size.ws_col)
      terminal.rows = Int(size.ws_row)
    } else if let columns = environment["COLUMNS"].flatMap(Int.init), columns > 0 {
      terminal.columns = columns
    }
    return terminal
  }
}
