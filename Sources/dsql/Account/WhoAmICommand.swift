import ArgumentParser
import DSQLEngine
import DSQLSession
import DSQLTypes
import Foundation

/// `dsql whoami`: who is signed in, where, and until when.
///
/// - Source: `identity.md` §9.5.
struct WhoAmICommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dsql whoami",
    abstract: "Show who is signed in; never a token."
  )

  @OptionGroup var account: AccountOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Ask the service for its schema, to see that the login works.")
  var check = false

  mutating func run() async throws {
    let trace = try account.trace()
    let accounts = Accounts.ofUser(ProcessInfo.processInfo.environment, trace: trace)
    guard let login = try account.login(accounts) else { throw AccountOptions.embeddedHint }
    let who = try await accounts.whoAmI(login)
    var text = ""
    if json {
      text = who.json() + "\n"
    } else {
      let lines = who.lines(in: .current) + login.profile.sources
      let width = lines.map(\.name.count).max() ?? 0
      for line in lines {
        let gap = String(repeating: " ", count: width - line.name.count + 1)
        text += "\(line.name):\(gap)\(line.value)\n"
      }
    }
    if check {
      // First, so that nothing is printed of a login that does not work.
      try await Connection(
        info: ConnectionInfo(login, isNamedByUser: true),
        now: { Instant(ticks: Int64(Date().timeIntervalSince1970) * Instant.ticksPerSecond) },
        trace: trace,
        open: { login }
      ).check()
      if !json { text += "The service accepts it.\n" }
    }
    try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }
}

extension Profile {
  /// Where each setting comes from that somebody gave.
  var sources: [(name: String, value: String)] {
    ProfileKey.allCases.compactMap { key in
      switch source(of: key) {
      case .standard: nil
      case let source: ("\(key.rawValue) from", source.description)
      }
    }
  }
}
