import ArgumentParser
import DSQLSession
import Foundation
import Glibc

/// `dsql token`: the one command that prints an access token.
///
/// - Source: `identity.md` §9.5.
struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dsql token",
    abstract: "Print an access token that is good now, for another program.",
    discussion: "It is renewed first where it has to be. A refresh token is never printed."
  )

  @OptionGroup var account: AccountOptions

  @Flag(help: "Print it to a terminal too.")
  var force = false

  mutating func run() async throws {
    if isatty(1) == 1, !force {
      throw SessionError(
        .login,
        "a token is not shown on a terminal",
        hint: "Pipe it to the program that needs it, or use --force."
      )
    }
    let accounts = Accounts.ofUser(ProcessInfo.processInfo.environment, trace: try account.trace())
    guard let login = try account.login(accounts) else { throw AccountOptions.embeddedHint }
    let token = try await accounts.accessToken(of: login)
    try FileHandle.standardOutput.write(contentsOf: Data((token + "\n").utf8))
  }
}
