/// Where the value of a setting comes from.
///
/// - Source: `identity.md` §9.1: option, then environment, then profile, then default.
package enum SettingSource: Hashable, Sendable {
  /// An option of the command line, by its name.
  case option(String)
  /// A variable of the environment, by its name.
  case variable(String)
  /// The configuration file, by the line.
  case file(line: Int)
  /// What holds where nobody said.
  case standard
}

extension SettingSource: CustomStringConvertible {
  /// For people: `--scopes`, `DSQL_TENANT`, `config.toml line 3`, `default`.
  package var description: String {
    switch self {
    case .option(let name): name
    case .variable(let name): name
    case .file(let line): "config.toml line \(line)"
    case .standard: "default"
    }
  }

  /// As the subject of a message.
  var place: String {
    switch self {
    case .option(let name): name
    case .variable(let name): name
    case .file(let line): "configuration line \(line)"
    case .standard: "the default"
    }
  }
}
