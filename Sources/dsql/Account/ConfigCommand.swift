import ArgumentParser
import DSQLSession
import Foundation

/// `dsql config`: reads and changes the configuration file.
///
/// - Source: `identity.md` §9.1.
struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dsql config",
    abstract: "Show or change the profiles in the configuration file.",
    subcommands: [ListSettings.self, GetSetting.self, SetSetting.self, UnsetSetting.self],
    defaultSubcommand: ListSettings.self
  )

  /// The profile whose settings are meant.
  struct Target: ParsableArguments {
    @Option(name: [.customShort("d"), .long], help: "The profile; else the default one.")
    var profile: String?

    /// The profile that bare keys are of.
    func name(in text: String) throws(SessionError) -> String? {
      if let profile { return profile }
      if let name = ProcessInfo.processInfo.environment["DSQL_PROFILE"], !name.isEmpty {
        return name
      }
      let configuration = try Configuration(parsing: text)
      if let name = configuration.defaultProfile { return name }
      return configuration.profiles.count == 1 ? configuration.profiles[0].name : nil
    }
  }

  struct ListSettings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "Print the configuration file and where it is."
    )

    mutating func run() async throws {
      let file = try ConfigCommand.file()
      let text = try file.text()
      _ = try Configuration(parsing: text)
      ConfigCommand.tell("# \(file.path)\n")
      try ConfigCommand.print(text)
    }
  }

  struct GetSetting: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "get",
      abstract: "Print the value of a setting."
    )

    @OptionGroup var target: Target
    @Argument(help: "The setting: client_id, profile.NAME.client_id, default_profile.")
    var key: String

    mutating func run() async throws {
      let editor = try ConfigurationEditor(try ConfigCommand.file().text())
      let profile = try target.name(in: editor.text)
      guard let value = try editor.value(of: key, profile: profile) else {
        throw SessionError(.badConfiguration, "\(key) is not set")
      }
      try ConfigCommand.print(value + "\n")
    }
  }

  struct SetSetting: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set",
      abstract: "Give a setting a value; nothing else in the file changes."
    )

    @OptionGroup var target: Target
    @Argument(help: "The setting: client_id, profile.NAME.client_id, default_profile.")
    var key: String
    @Argument(help: "Its value; a list has blanks between its members.")
    var value: String

    mutating func run() async throws {
      let (key, value, target) = (key, value, target)
      try ConfigCommand.change { editor throws(SessionError) in
        try editor.set(key, to: value, profile: try target.name(in: editor.text))
      }
    }
  }

  struct UnsetSetting: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "unset",
      abstract: "Remove a setting, so that its default holds again."
    )

    @OptionGroup var target: Target
    @Argument(help: "The setting.")
    var key: String

    mutating func run() async throws {
      let (key, target) = (key, target)
      try ConfigCommand.change { editor throws(SessionError) in
        try editor.unset(key, profile: try target.name(in: editor.text))
      }
    }
  }

  private static func file() throws(SessionError) -> ConfigurationFile {
    let environment = ProcessInfo.processInfo.environment
    guard let path = UserFolders(environment: environment).configuration else {
      throw SessionError(.badConfiguration, "there is no home folder for the configuration file")
    }
    return ConfigurationFile(path: path)
  }

  private static func change(
    _ body: (inout ConfigurationEditor) throws(SessionError) -> Void
  ) throws(SessionError) {
    let file = try file()
    var editor = try ConfigurationEditor(try file.text())
    try body(&editor)
    try file.write(editor.text)
  }

  private static func print(_ text: String) throws {
    try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }

  private static func tell(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
