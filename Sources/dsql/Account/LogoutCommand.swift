import ArgumentParser
import DSQLSession
import Foundation

/// `dsql logout`: ends the login of a profile.
///
/// - Source: `identity.md` §9.5.
struct LogoutCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dsql logout",
    abstract: "End the login of a profile, here and on the server."
  )

  @OptionGroup var account: AccountOptions

  @Flag(help: "End the logins of all profiles.")
  var all = false

  @Flag(help: "Open the page that ends the browser's session too.")
  var browser = false

  mutating func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    let accounts = Accounts.ofUser(environment, trace: try account.trace())
    if all {
      let ended = try await accounts.logOutOfAll()
      if ended.isEmpty { tell("Nothing stored.") }
      for logout in ended { try finish(logout, environment) }
      return
    }
    guard let login = try account.login(accounts, ignoresToken: true), login.kind == .profile
    else {
      let variable = "UIPATH_ACCESS_TOKEN"
      let isSet = environment[variable].map { !$0.isEmpty } ?? false
      tell(isSet ? Logout.text(nothingStoredBeside: variable) : "Nothing stored.")
      return
    }
    let logout = try await accounts.logOut(of: login.profile)
    let variable = ["DSQL_ACCESS_TOKEN", "DSQL_PAT"].first { name in
      environment[name].map { !$0.isEmpty } ?? false
    }
    if !logout.wasLoggedIn, let variable {
      tell(Logout.text(nothingStoredBeside: variable))
      return
    }
    try finish(logout, environment)
  }

  private func finish(_ logout: Logout, _ environment: [String: String]) throws {
    tell(logout.text(in: .current))
    guard browser, let address = logout.endSession else { return }
    tell("End the browser's session at: \(address)")
    if BrowserOpener.hindrance(isSwitchedOff: false, environment: environment) == nil {
      BrowserOpener.open(address, environment: environment)
    }
  }

  private func tell(_ line: String) {
    try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
  }
}
