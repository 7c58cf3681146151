import TOMLKit

/// The configuration file, read.
///
/// - Source: `identity.md` §9.1.
package struct Configuration: Hashable, Sendable {
  package var defaultProfile: String?
  /// Sorted by name.
  package var profiles: [Profile]

  /// A configuration without profiles, as where there is no file.
  package static let empty = Configuration(defaultProfile: nil, profiles: [])

  package init(defaultProfile: String?, profiles: [Profile]) {
    self.defaultProfile = defaultProfile
    self.profiles = profiles.sorted { $0.name < $1.name }
  }

  /// Reads the text of a configuration file.
  ///
  /// - Throws: `badConfiguration` with the place of the fault, `incomplete` where a profile lacks a
  ///   key.
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
    var profiles: [Profile] = []
    if let tables = root["profile"]?.table {
      for name in tables.keys {
        guard let table = tables[name]?.table else { continue }
        profiles.append(try Self.profile(named: name, in: table))
      }
    }
    self.init(defaultProfile: root["default_profile"]?.string, profiles: profiles)
  }

  private static func profile(
    named name: String,
    in table: TOMLTable
  ) throws(SessionError)
    -> Profile
  {
    func required(_ key: String) throws(SessionError) -> String {
      if let value = table[key]?.string, !value.isEmpty { return value }
      throw SessionError(
        .incomplete,
        "profile \"\(name)\" has no \(key)",
        hint: "Add \(key) = \"...\" to [profile.\(name)] in the configuration file."
      )
    }
    return Profile(
      name: name,
      api: table["api"]?.string ?? "https://cloud.uipath.com",
      organization: try required("organization"),
      tenant: try required("tenant"),
      servicePrefix: table["service_prefix"]?.string,
      folder: table["folder"]?.string,
      isReadOnly: table["read_only"]?.bool ?? false,
      isProtected: table["protected"]?.bool ?? false
    )
  }
}
