import DSQLClient
import DSQLService
import DSQLSession
import DSQLTypes
import Foundation
import Logging
import Testing

/// The page for people in a real browser, with scripts and without.
@Suite(
  "Signing in with a browser",
  .serialized,
  .timeLimit(.minutes(5)),
  .enabled(
    if: HeadlessBrowser.isInstalled,
    "Debian's packages chromium and chromium-driver are not installed"
  )
)
struct BrowserLoginTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var runsScripts: Bool
    /// What is clicked on, one after another.
    var clicks: [String]
    /// What the page says before.
    var page: [String]
    /// Who is signed in, or the code of the fault.
    var expected: String
    var testDescription: String { "\(runsScripts ? "with" : "without") scripts: \(expected)" }
  }

  private static let allow = "button[name=decision][value=allow]"
  private static let deny = "button[name=decision][value=deny]"
  private static let words = [
    "Ada Administrator", "Wim Writer", "Rena Reader", "Nora Norole", "Read records", "Allow",
    "Deny",
  ]

  static let cases = [
    Case(
      runsScripts: true,
      clicks: ["input[value=writer]", allow],
      page: words,
      expected: "writer@example.com"
    ),
    Case(
      runsScripts: false,
      clicks: ["input[value=reader]", allow],
      page: words,
      expected: "reader@example.com"
    ),
    Case(runsScripts: false, clicks: [deny], page: words, expected: "A14"),
  ]

  @Test("A person clicks, and dsql goes on", arguments: cases)
  func check(_ sample: Case) async throws {
    let browser = try await HeadlessBrowser(runsScripts: sample.runsScripts)
    let port = try await LoopbackPort.free()
    let redirect = try #require(RedirectAddress("http://localhost:\(port)/callback"))
    var options = EmbeddedServiceOptions(store: .memory, writesSample: false)
    options.identity.extraRedirectURIs = [redirect.text]
    let embedded = try EmbeddedService(
      options,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await embedded.run() }
      let profile = Profile(
        name: "local-test",
        api: "http://127.0.0.1:\(try await embedded.boundPort())",
        organization: "local",
        tenant: "sample",
        clientID: RegisteredClient.fabricPublic.id,
        redirectURIs: [redirect]
      )
      let terminal = ScriptedTerminal()
      let transport = HTTPTransport()
      let flow = LoginFlow(
        profile: profile,
        environment: [:],
        server: IdentityClient(
          issuer: profile.issuer,
          clientID: RegisteredClient.fabricPublic.id,
          transport: transport,
          discovery: MemoryDiscoveryStore()
        ),
        terminal: terminal,
        openBrowser: { _ in false }
      )
      async let outcome = outcome(of: flow)
      await terminal.untilItWaits()
      try await browser.open(
        try #require(terminal.shown.first { $0.contains("/connect/authorize?") })
      )
      let text = try await browser.text()
      for words in sample.page { #expect(text.contains(words), "\(text)") }
      for click in sample.clicks { try await browser.click(click) }
      let found = await outcome
      await browser.close()
      await transport.shutdown()
      #expect(found == sample.expected)
    }
  }

  private func outcome(of flow: LoginFlow) async -> String {
    do {
      return try await flow.run().person.email ?? "nobody"
    } catch {
      return error.fault?.code ?? error.message
    }
  }
}
