import DSQLClient

/// What the configuration file says of one profile.
package struct ProfileSettings: Hashable, Sendable {
  /// A value and the line that it stands in.
  package struct Entry: Hashable, Sendable {
    package var value: SettingValue
    package var line: Int

    package init(value: SettingValue, line: Int) {
      self.value = value
      self.line = line
    }
  }

  package var name: String
  package var entries: [ProfileKey: Entry]

  package init(name: String, entries: [ProfileKey: Entry] = [:]) {
    self.name = name
    self.entries = entries
  }

  /// Where it leads, as far as the file says it: `https://cloud.uipath.com/acme/Production`.
  package var address: String {
    let names = [ProfileKey.organization, .tenant].map { entries[$0]?.value.text ?? "" }
    return ([origin] + names.map { $0.isEmpty ? "?" : $0 }).joined(separator: "/")
  }

  /// The host that it leads to: `https://cloud.uipath.com`.
  package var origin: String {
    entries[.api]?.value.text
      ?? entries[.issuer].flatMap { ServerAddress(url: $0.value.text)?.origin }
      ?? Profile.standardAPI
  }

  /// The profile that comes of them: an option goes before a variable, a variable before the file.
  ///
  /// - Parameters:
  ///   - options: What the command line gives.
  ///   - environment: The environment; an empty variable counts as none.
  /// - Returns: The profile, each of whose settings knows where it comes from.
  /// - Throws: `badConfiguration` for a value that a setting cannot have, `incomplete` where the
  ///   tenant is not named.
  package func profile(
    options: [ProfileKey: GivenOption] = [:],
    environment: [String: String] = [:]
  ) throws(SessionError) -> Profile {
    var values: [ProfileKey: SettingValue] = [:]
    var sources: [ProfileKey: SettingSource] = [:]
    for key in ProfileKey.allCases {
      var given: (text: String, source: SettingSource)?
      if let option = options[key], !option.value.isEmpty {
        given = (option.value, .option(option.name))
      } else if let variable = key.variable, let text = environment[variable], !text.isEmpty {
        given = (text, .variable(variable))
      }
      if let given {
        guard let value = SettingValue(given.text, for: key) else {
          throw SessionError(
            .badConfiguration,
            "\(given.source.place): \(key.rawValue) must be \(key.requirement)"
          )
        }
        values[key] = value
        sources[key] = given.source
      } else if let entry = entries[key], !entry.value.isEmpty {
        values[key] = entry.value
        sources[key] = .file(line: entry.line)
      }
    }
    for key in [ProfileKey.organization, .tenant] where values[key] == nil {
      throw SessionError(
        .incomplete,
        "profile \"\(name)\" has no \(key.rawValue)",
        hint: "Add \(key.rawValue) = \"...\" to [profile.\(name)] in the configuration file"
          + (key.variable.map { ", or set \($0)." } ?? ".")
      )
    }
    var profile = Profile(name: name, values: values, sources: sources)
    if let path = profile.caFile, path.hasPrefix("~/") {
      guard let home = environment["HOME"], home.hasPrefix("/") else {
        throw SessionError(
          .badConfiguration,
          "ca_file of profile \"\(name)\" is in the home folder, and there is none"
        )
      }
      profile.caFile = home + path.dropFirst()
    }
    return profile
  }
}

/// A setting that the command line gives.
package struct GivenOption: Hashable, Sendable {
  /// As it is written: `--scopes`.
  package var name: String
  package var value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
