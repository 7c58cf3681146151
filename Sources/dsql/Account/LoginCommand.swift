import ArgumentParser
import DSQLEngine
import DSQLSession
import DSQLShell
import Foundation

/// `dsql login`: signs in to a profile and keeps the login.
///
/// - Source: `identity.md` §9.2.
struct LoginCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dsql login",
    abstract: "Sign in to a profile; the login lasts for 60 days.",
    discussion: """
      A browser opens and comes back to dsql. Without one, or on another machine, open the address \
      that is shown, and paste the address that the browser ends on. Everything is told on standard \
      error. No option takes a secret: type it, pipe it in, or set DSQL_CLIENT_SECRET.
      """
  )

  @OptionGroup var account: AccountOptions

  @Flag(name: .customLong("no-browser"), help: "Open no browser; the address is shown.")
  var isBrowserOff = false

  @Flag(help: "Sign in with a personal access token, typed or on standard input.")
  var pat = false

  @Flag(help: "Sign in as the application itself, without a person.")
  var app = false

  @Flag(name: .customLong("save-secret"), help: "Keep the application's secret with the login.")
  var savesSecret = false

  @Option(help: "auto, service, fabric, or the scopes with blanks between them.")
  var scopes: String?

  @Flag(name: .customLong("ignore-env"), help: "Log in though the environment holds a token.")
  var ignoresEnvironment = false

  @Flag(name: .customLong("org-hint"), help: "Tell the server the organization beforehand.")
  var givesOrganizationHint = false

  mutating func validate() throws {
    if pat, app { throw ValidationError("--pat and --app exclude each other") }
  }

  mutating func run() async throws {
    var options: [ProfileKey: GivenOption] = [:]
    if let scopes { options[.scopes] = GivenOption(name: "--scopes", value: scopes) }
    if pat { options[.authentication] = GivenOption(name: "--pat", value: "pat") }
    if app { options[.authentication] = GivenOption(name: "--app", value: "app") }
    let accounts = Accounts.ofUser(ProcessInfo.processInfo.environment, trace: try account.trace())
    guard let login = try account.login(accounts, options: options, ignoresToken: true) else {
      throw AccountOptions.embeddedHint
    }
    guard login.kind == .profile else {
      throw AccountOptions.nothingToLogInTo
    }
    var flow = LoginFlow.Options()
    flow.ignoresEnvironment = ignoresEnvironment
    flow.isBrowserOff = isBrowserOff
    flow.givesOrganizationHint = givesOrganizationHint
    flow.savesSecret = savesSecret
    let interrupts = Interrupts()
    let terminal = DialogTerminal(
      dialog: TerminalDialog(input: 0, errors: DescriptorOutput(2), interrupts: interrupts),
      isInteractive: isatty(0) == 1
    )
    let profile = login.profile
    let signingIn = Task { [flow] in
      try await accounts.logIn(to: profile, options: flow, terminal: terminal)
    }
    let watch = InterruptWatch { signingIn.cancel() }
    defer { watch.end() }
    for line in try await signingIn.value { terminal.dialog.tell(line) }
  }
}
