import ArgumentParser
import DSQLSession
import Foundation

/// What every command about logins takes.
struct AccountOptions: ParsableArguments {
  @Option(name: [.customShort("d"), .long], help: "The profile; else DSQL_PROFILE or the default.")
  var profile: String?

  @Option(
    name: .customLong("debug"),
    help: ArgumentHelp("Add the HTTP traffic to this file, without secrets.", valueName: "file")
  )
  var trafficFile: String?

  /// Takes what is sent and answered; nil where nobody asked for it.
  ///
  /// - Throws: `ValidationError` where the file cannot be opened.
  func trace() throws -> (@Sendable (String) -> Void)? {
    do throws(UsageError) {
      return try trafficFile.map { path throws(UsageError) in try LogFile(path).write }
    } catch {
      throw ValidationError(error.message)
    }
  }

  /// The profile that is meant, with its login.
  ///
  /// - Parameters:
  ///   - accounts: Where logins are kept.
  ///   - options: Settings that the command line gives.
  ///   - ignoresToken: Whether a token of the environment plays no part.
  /// - Returns: The login; nil for the embedded service.
  /// - Throws: What the configuration lacks.
  func login(
    _ accounts: Accounts,
    options: [ProfileKey: GivenOption] = [:],
    ignoresToken: Bool = false
  ) throws(SessionError) -> ServiceLogin? {
    var environment = ProcessInfo.processInfo.environment
    if ignoresToken {
      for name in ["DSQL_ACCESS_TOKEN", "DSQL_PAT"] { environment[name] = nil }
    }
    let request = ConnectionRequest(
      profile: profile,
      options: options,
      environment: environment
    )
    let choice = try ConnectionChoice.make(
      for: request,
      configuration: { () throws(SessionError) in try Wiring.configurationFile(environment) },
      storedLogin: { accounts.session(of: $0) }
    )
    switch choice {
    case .embedded: return nil
    case .service(let login): return login
    }
  }

  /// What is told where the environment gives a tenant and its token.
  static let nothingToLogInTo = SessionError(
    .login,
    "UIPATH_ACCESS_TOKEN is set, so there is nothing to log in to",
    hint: "Name a profile: dsql login --profile NAME."
  )

  /// What is told where the embedded service is meant.
  static let embeddedHint = SessionError(
    .login,
    "the embedded service needs no login: dsql signs in to it by itself",
    hint: "For a tenant make a profile: dsql config set organization ORG --profile NAME, then "
      + "tenant and client_id, then dsql login --profile NAME."
  )
}

extension Accounts {
  /// The logins of the user that an environment tells of.
  ///
  /// - Parameters:
  ///   - environment: The environment.
  ///   - trace: Takes what identity servers are sent and answer; nil where nobody looks.
  /// - Returns: The logins.
  static func ofUser(
    _ environment: [String: String],
    trace: (@Sendable (String) -> Void)?
  ) -> Accounts {
    let folders = UserFolders(environment: environment)
    return Accounts(
      places: Places(
        credentials: folders.credentials,
        discovery: folders.discovery,
        home: environment["HOME"]
      ),
      environment: environment,
      trace: trace,
      warn: { text in
        try? FileHandle.standardError.write(contentsOf: Data("WARNING:  \(text)\n".utf8))
      }
    )
  }
}
