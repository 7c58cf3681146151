import Foundation

/// Shows an address in the user's browser.
package enum BrowserOpener {
  /// Why no browser is opened.
  package enum Hindrance: Hashable, Sendable {
    /// `--no-browser`.
    case option
    /// `DSQL_NO_BROWSER`.
    case variable
    /// Somebody sits at another machine.
    case remote
    case noDisplay
  }

  /// What hinders opening a browser; nil where nothing does.
  ///
  /// - Source: `identity.md` §9.2, step 4.
  package static func hindrance(
    isSwitchedOff: Bool,
    environment: [String: String]
  ) -> Hindrance? {
    func isSet(_ names: String...) -> Bool {
      names.contains { environment[$0].map { !$0.isEmpty } ?? false }
    }
    if isSwitchedOff { return .option }
    if isSet("DSQL_NO_BROWSER") { return .variable }
    if isSet("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY") { return .remote }
    return isSet("DISPLAY", "WAYLAND_DISPLAY") ? nil : .noDisplay
  }

  /// Starts `xdg-open`, without a shell and without waiting for it.
  ///
  /// - Parameters:
  ///   - address: The address.
  ///   - environment: The environment that the browser gets, but for the secrets in it.
  ///   - ended: Runs when the program has ended.
  /// - Returns: Whether it was started.
  @discardableResult
  package static func open(
    _ address: String,
    environment: [String: String],
    ended: (@Sendable () -> Void)? = nil
  ) -> Bool {
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    let found = folders.lazy.map { "\($0)/xdg-open" }
      .first { $0.hasPrefix("/") && FileManager.default.isExecutableFile(atPath: $0) }
    guard let found else { return false }
    let program = ForeignProgram.start(
      found,
      [address],
      environment: environment.filter { !secretVariables.contains($0.key) }
    )
    guard let program else { return false }
    // Waited for on a thread of its own, so that no dead process stays behind.
    Thread.detachNewThread {
      program.wait()
      ended?()
    }
    return true
  }

  /// The variables that no other program gets.
  ///
  /// - Source: `identity.md` §9.8.
  package static let secretVariables: Set<String> = [
    "DSQL_ACCESS_TOKEN", "DSQL_PAT", "DSQL_CLIENT_SECRET", "UIPATH_ACCESS_TOKEN",
    "UNATTENDED_USER_ACCESS_TOKEN",
  ]
}
