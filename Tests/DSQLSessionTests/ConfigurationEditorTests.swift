import DSQLSession
import Foundation
import Testing

@Suite("config set and config unset")
struct ConfigurationEditorTests {
  struct Case: Sendable {
    var text: String
    var key: String
    /// nil removes it.
    var value: String?
    var profile: String? = "acme"
    /// The text after it, or what is said.
    var expected: String
  }

  static let cases: [Case] = [
    Case(
      text: "",
      key: "client_id",
      value: "c",
      expected: "[profile.acme]\nclient_id = \"c\"\n"
    ),
    Case(
      text: "# mine\n[profile.acme]\ntenant = \"t\" # main\n\n[profile.b]\ntenant = \"u\"\n",
      key: "tenant",
      value: "x",
      expected:
        "# mine\n[profile.acme]\ntenant = \"x\" # main\n\n[profile.b]\ntenant = \"u\"\n"
    ),
    Case(
      text: "[profile.acme]\ntenant = \"t#1\"  # \"a = 1\"\n",
      key: "tenant",
      value: "x#2",
      expected: "[profile.acme]\ntenant = \"x#2\"  # \"a = 1\"\n"
    ),
    Case(
      text: "[profile.acme]\n  tenant=\"t\"",
      key: "profile.acme.tenant",
      value: "x",
      profile: nil,
      expected: "[profile.acme]\n  tenant= \"x\""
    ),
    Case(
      text: "[profile.acme]\ntenant = \"t\"\n\n# b\n[profile.b]\ntenant = \"u\"\n",
      key: "read_only",
      value: "on",
      expected:
        "[profile.acme]\ntenant = \"t\"\nread_only = true\n\n# b\n[profile.b]\ntenant = \"u\"\n"
    ),
    Case(
      text: "[profile.acme]\nredirect_uris = [\n  \"http://localhost:1/\", # one\n] # two\n",
      key: "redirect_uris",
      value: "http://localhost:2/ http://localhost:3/",
      expected:
        "[profile.acme]\nredirect_uris = [\"http://localhost:2/\", \"http://localhost:3/\"] # two\n"
    ),
    Case(
      text: "[profile.acme]\r\ntenant = \"t\"\r\n",
      key: "tenant",
      value: "x",
      expected: "[profile.acme]\r\ntenant = \"x\"\r\n"
    ),
    Case(
      text: "[profile]\nacme.tenant = \"t\"\n",
      key: "tenant",
      value: "x",
      expected: "[profile]\nacme.tenant = \"x\"\n"
    ),
    Case(
      text: "[profile.acme]\ntenant = \"t\"",
      key: "default_profile",
      value: "acme",
      expected: "default_profile = \"acme\"\n[profile.acme]\ntenant = \"t\""
    ),
    Case(
      text: "[profile.acme]\ntenant = \"t\"",
      key: "tenant",
      value: "t",
      profile: "my tenant",
      expected:
        "[profile.acme]\ntenant = \"t\"\n\n[profile.\"my tenant\"]\ntenant = \"t\"\n"
    ),
    Case(
      text: "[profile.acme]\ntenant = \"t\" # x\nfolder = \"f\"\n",
      key: "tenant",
      value: nil,
      expected: "[profile.acme]\nfolder = \"f\"\n"
    ),
    Case(
      text: "[profile.acme]\ntenant = \"t\"\n",
      key: "folder",
      value: nil,
      expected: "[profile.acme]\ntenant = \"t\"\n"
    ),
    Case(
      text: "profile.acme = { tenant = \"t\", folder = \"f\" }\n",
      key: "tenant",
      value: "x",
      expected: "error profile.acme.tenant shares its line with other settings"
    ),
    Case(
      text: "profile.acme = { tenant = \"t\" }\n",
      key: "tenant",
      value: nil,
      expected: "error profile.acme.tenant shares its line with other settings"
    ),
    Case(
      text: "",
      key: "tenant",
      value: "a/b",
      expected: "error tenant must be a name as it stands"
    ),
    Case(text: "", key: "tenant", value: "", expected: "error tenant must be a name as it stands"),
    Case(
      text: "",
      key: "tenent",
      value: "a",
      expected: "error a profile has no setting \"tenent\""
    ),
    Case(
      text: "",
      key: "client_secret",
      value: "a",
      expected: "error \"client_secret\" looks like a secret"
    ),
    Case(
      text: "",
      key: "client_id",
      value: "rt_0123",
      expected: "error \"client_id\" looks like a secret"
    ),
    Case(
      text: "",
      key: "tenant",
      value: "a",
      profile: nil,
      expected: "error no profile is named whose tenant that is"
    ),
    Case(
      text: "",
      key: "tenant",
      value: "a",
      profile: "local",
      expected: "error profile \"local\" is the embedded service"
    ),
  ]

  @Test("One line changes, all others stay", arguments: cases)
  func check(_ item: Case) {
    var found: String
    do {
      var editor = try ConfigurationEditor(item.text)
      if let value = item.value {
        try editor.set(item.key, to: value, profile: item.profile)
        let kept = try editor.value(of: item.key, profile: item.profile)
        #expect(kept == (value == "on" ? "true" : value))
      } else {
        try editor.unset(item.key, profile: item.profile)
        #expect(try editor.value(of: item.key, profile: item.profile) == nil)
      }
      found = editor.text
    } catch {
      found = "error \(error.message)"
    }
    if item.expected.hasPrefix("error ") { found = String(found.prefix(item.expected.count)) }
    #expect(found == item.expected)
  }

  @Test("A new file and its folder are the owner's alone; a link and a mode stay")
  func file() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "dsql/config.toml").path
    let file = ConfigurationFile(path: path)
    #expect(try file.text() == "")
    try file.write("default_profile = \"a\"\n")
    #expect(try file.text() == "default_profile = \"a\"\n")
    #expect(try mode(path) == 0o600)
    #expect(try mode(folder.appending(path: "dsql").path) == 0o700)

    let other = folder.appending(path: "dotfile").path
    try FileManager.default.moveItem(atPath: path, toPath: other)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: other)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: other)
    try file.write("")
    #expect(try String(contentsOfFile: other, encoding: .utf8) == "")
    #expect(try mode(other) == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == other)
    let names = try FileManager.default.contentsOfDirectory(
      atPath: folder.appending(path: "dsql").path
    )
    #expect(names == ["config.toml"])
  }

  private func mode(_ path: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return attributes[.posixPermissions] as? Int
  }
}
