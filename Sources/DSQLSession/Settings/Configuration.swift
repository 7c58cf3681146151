import DSQLDiagnostics
import TOMLKit

/// The configuration file, read.
///
/// - Source: `identity.md` §9.1.
package struct Configuration: Hashable, Sendable {
  package var defaultProfile: String?
  /// Sorted by name.
  package var profiles: [ProfileSettings]

  /// A configuration without profiles, as where there is no file.
  package static let empty = Configuration(defaultProfile: nil, profiles: [])

  package init(defaultProfile: String?, profiles: [ProfileSettings]) {
    self.defaultProfile = defaultProfile
    self.profiles = profiles.sorted { $0.name < $1.name }
  }

  /// Reads the text of a configuration file.
  ///
  /// - Throws: `badConfiguration` with the place of the fault: what is no TOML, an unknown key, a
  ///   value of the wrong type, anything that looks like a secret.
  package init(parsing text: String) throws(SessionError) {
    let root: TOMLTable
    do {
      root = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let place = error.source.begin
      throw SessionError(
        .badConfiguration,
        "configuration line \(place.line), column \(place.column): \(error.description)"
      )
    } catch {
      throw SessionError(.badConfiguration, "the configuration cannot be read: \(error)")
    }
    let layout = ConfigurationLayout(text)
    var standard: String?
    var profiles: [ProfileSettings] = []
    for key in root.keys {
      let line = layout.line(of: [key])
      switch (key, root[key]) {
      case (Self.defaultKey, let value?):
        guard let name = value.string else {
          throw Self.fault(line, "\(key) must be the name of a profile")
        }
        if SecretSigns.value(name) { throw Self.secret(key, line) }
        standard = name.isEmpty ? nil : name
      case (Self.profileKey, let value?):
        guard let tables = value.table else {
          throw Self.fault(line, "profiles are tables: [profile.NAME]")
        }
        for name in tables.keys {
          guard let table = tables[name]?.table else {
            throw Self.fault(
              layout.line(of: [key, name]),
              "profile \"\(name)\" must be a table: [profile.\(name)]"
            )
          }
          profiles.append(try Self.settings(of: name, in: table, layout))
        }
      default:
        if SecretSigns.name(key) { throw Self.secret(key, line) }
        throw SessionError(
          unknownSetting: key,
          of: "the configuration",
          line: line,
          known: [Self.defaultKey, Self.profileKey]
        )
      }
    }
    self.init(defaultProfile: standard, profiles: profiles)
  }

  /// The settings of a profile.
  ///
  /// - Parameter name: The profile's name.
  /// - Returns: Its settings.
  /// - Throws: `unknownProfile` where there is none.
  package func settings(of name: String) throws(SessionError) -> ProfileSettings {
    if let found = profiles.first(where: { $0.name == name }) { return found }
    let known = ["local"] + profiles.map(\.name)
    throw SessionError(
      .unknownProfile,
      "profile \"\(name)\" does not exist",
      hint: "Known profiles: \(known.joined(separator: ", "))."
    )
  }

  /// The key that names the profile of a run that names none.
  static let defaultKey = "default_profile"
  /// The key that all profiles stand under.
  static let profileKey = "profile"

  private static func settings(
    of name: String,
    in table: TOMLTable,
    _ layout: ConfigurationLayout
  ) throws(SessionError) -> ProfileSettings {
    var settings = ProfileSettings(name: name)
    for word in table.keys {
      let line = layout.line(of: [profileKey, name, word])
      guard let key = ProfileKey(rawValue: word) else {
        if SecretSigns.name(word) { throw secret(word, line) }
        throw SessionError(
          unknownSetting: word,
          of: "profile \"\(name)\"",
          line: line,
          known: ProfileKey.allCases.map(\.rawValue)
        )
      }
      guard let found = table[word], let value = SettingValue(found, for: key) else {
        throw fault(line, "\(word) of profile \"\(name)\" must be \(key.requirement)")
      }
      if SecretSigns.value(value.text) { throw secret(word, line) }
      settings.entries[key] = .init(value: value, line: line)
    }
    return settings
  }

  private static func fault(_ line: Int, _ problem: String) -> SessionError {
    SessionError(.badConfiguration, "\(SettingSource.file(line: line).place): \(problem)")
  }

  private static func secret(_ key: String, _ line: Int) -> SessionError {
    var error = fault(line, "\"\(key)\" looks like a secret, and the configuration never holds one")
    error.hint =
      "Remove the line. Secrets come from a prompt of dsql login or from the environment: "
      + "DSQL_CLIENT_SECRET, DSQL_PAT, DSQL_ACCESS_TOKEN."
    return error
  }
}

extension SessionError {
  /// A setting that does not exist, with the nearest that do.
  init(unknownSetting word: String, of owner: String, line: Int? = nil, known: [String]) {
    let place = line.map { "\(SettingSource.file(line: $0).place): " } ?? ""
    let near = NearName.suggestions(for: word, among: known)
    self.init(
      .badConfiguration,
      "\(place)\(owner) has no setting \"\(word)\"",
      hint: near.isEmpty
        ? "There are: \(known.joined(separator: ", "))."
        : "Did you mean \(near.joined(separator: ", "))?"
    )
  }
}
