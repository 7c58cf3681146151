/// What the command line and the environment say about whom to connect to.
package struct ConnectionRequest: Hashable, Sendable {
  /// Where an embedded service keeps its records.
  package enum EmbeddedStore: Hashable, Sendable {
    /// The file of the user's own data folder.
    case standard
    /// `--local-file PATH`.
    case file(String)
    /// `--memory`.
    case memory
  }

  /// `-d NAME` or the first argument.
  package var profile: String?
  /// `--local`, `--local-file`, `--memory`.
  package var embedded: EmbeddedStore?
  /// `--no-uipath-env`.
  package var ignoresUIPathEnvironment: Bool
  /// Settings that the command line gives; they go before the environment and the profile.
  package var options: [ProfileKey: GivenOption]
  package var environment: [String: String]

  package init(
    profile: String? = nil,
    embedded: EmbeddedStore? = nil,
    ignoresUIPathEnvironment: Bool = false,
    options: [ProfileKey: GivenOption] = [:],
    environment: [String: String]
  ) {
    self.profile = profile
    self.embedded = embedded
    self.ignoresUIPathEnvironment = ignoresUIPathEnvironment
    self.options = options
    self.environment = environment
  }
}
