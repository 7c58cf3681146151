import Foundation

/// The user's folders, as the XDG base directory specification names them.
struct UserFolders: Sendable {
  let environment: [String: String]

  /// The file of the embedded service; nil without a home.
  var embeddedStore: String? { file("XDG_DATA_HOME", ".local/share", "dsql/local/sample.sqlite") }

  /// The configuration file; nil without a home.
  var configuration: String? { file("XDG_CONFIG_HOME", ".config", "dsql/config.toml") }

  /// The start-up file: `$DSQLRC`, else `~/.dsqlrc`, else the configuration folder's.
  var startUpFile: String? {
    if let path = setting("DSQLRC") { return path }
    if let home = setting("HOME") {
      let path = "\(home)/.dsqlrc"
      if FileManager.default.fileExists(atPath: path) { return path }
    }
    return file("XDG_CONFIG_HOME", ".config", "dsql/dsqlrc")
  }

  /// The folder of what probes found out about services; nil without a home.
  var capabilities: String? { file("XDG_CACHE_HOME", ".cache", "dsql/capability") }

  /// The folder of logins; nil without a home.
  ///
  /// State, not cache: cleaners must not sign people out.
  var credentials: String? { file("XDG_STATE_HOME", ".local/state", "dsql/credentials") }

  /// The folder of what identity servers say of themselves; nil without a home.
  var discovery: String? { file("XDG_CACHE_HOME", ".cache", "dsql/discovery") }

  /// A path with the home folder written as `~`.
  func shortened(_ path: String) -> String {
    guard let home = setting("HOME"), path.hasPrefix(home + "/") else { return path }
    return "~" + path.dropFirst(home.count)
  }

  private func file(_ variable: String, _ standard: String, _ path: String) -> String? {
    if let folder = setting(variable), folder.hasPrefix("/") { return "\(folder)/\(path)" }
    return setting("HOME").map { "\($0)/\(standard)/\(path)" }
  }

  private func setting(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
