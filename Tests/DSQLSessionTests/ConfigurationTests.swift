import DSQLAPI
import DSQLSession
import Testing

@Suite("The configuration file")
struct ConfigurationTests {
  struct Case: Sendable {
    var text: String
    /// What is said, a hint in brackets; or `profile: key=value …` of what the file gives.
    var expected: String
  }

  static let cases: [Case] = [
    Case(text: "", expected: ""),
    Case(
      text: """
        default_profile = "acme"   # the usual one
        [profile.acme]
        issuer = "https://cloud.uipath.com/identity_"
        api = "https://api.uipath.com"
        organization = "acme"
        tenant = "Production"
        client_id = "1"
        scopes = ["DataFabric.Data.Read", "openid"]
        redirect_uris = [
          "http://localhost:12733/callback", # first
          "http://127.0.0.1:5/",
        ]
        store = "memory"
        auth = "app"
        ca_file = "/etc/ca.pem"
        service_prefix = "dataservice_"
        folder = "f"
        collation = "binary"
        timezone = "Europe/Berlin"
        read_only = true
        protected = false
        max_requests = 20
        """,
      expected: "default acme; acme: issuer=https://cloud.uipath.com/identity_"
        + " api=https://api.uipath.com organization=acme tenant=Production client_id=1"
        + " scopes=DataFabric.Data.Read openid"
        + " redirect_uris=http://localhost:12733/callback http://127.0.0.1:5/ store=memory"
        + " auth=app ca_file=/etc/ca.pem service_prefix=dataservice_ folder=f collation=binary"
        + " timezone=Europe/Berlin read_only=true protected=false max_requests=20"
    ),
    Case(
      text: "[profile.b]\nscopes = \"service\"\n[profile.a]\nscopes = \"X.Read Y.Read\"",
      expected: "a: scopes=X.Read Y.Read; b: scopes=service"
    ),
    Case(
      text: "profile.a.tenant = \"t\"\nprofile.b = { tenant = \"u\" }",
      expected: "a: tenant=t; b: tenant=u"
    ),
    Case(
      text: "[profile.a]\n\n# one\ntenent = \"t\"",
      expected: "configuration line 4: profile \"a\" has no setting \"tenent\""
        + " (Did you mean tenant?)"
    ),
    Case(
      text: "defaultprofile = \"a\"",
      expected: "configuration line 1: the configuration has no setting \"defaultprofile\""
        + " (Did you mean default_profile?)"
    ),
    Case(
      text: "[profile.a]\r\ntenant = \"t\"\r\nread_only = \"yes\"\r\n",
      expected: "configuration line 3: read_only of profile \"a\" must be true or false"
    ),
    Case(
      text: "[profile.a]\nredirect_uris = [\n \"x\",\n]\nmax_requests = 0",
      expected: "configuration line 5: max_requests of profile \"a\" must be a whole number above 0"
    ),
    Case(
      text: "[profile.a]\nstore = \"keyring\"",
      expected: "configuration line 2: store of profile \"a\" must be \"file\" or \"memory\""
    ),
    Case(
      text: "[profile.a]\nredirect_uris = [\"https://example.com:5/callback\"]",
      expected: "configuration line 2: redirect_uris of profile \"a\" must be a list of addresses"
        + " such as \"http://localhost:12733/callback\" on this machine"
    ),
    Case(
      text: "[profile.a]\napi = \"https://cloud.uipath.com/acme\"",
      expected: "configuration line 2: api of profile \"a\" must be the address of a host such as"
        + " \"https://cloud.uipath.com\""
    ),
    Case(
      text: "[profile.a]\ntenant = 5",
      expected: "configuration line 2: tenant of profile \"a\" must be a name as it stands in the"
        + " address, without \"/\""
    ),
    Case(
      text: "[profile.a]\ntenant = \"t\"\nclient_secret = \"s\"",
      expected: secret("client_secret", line: 3)
    ),
    Case(text: "access_token = \"s\"", expected: secret("access_token", line: 1)),
    Case(text: "[profile.a]\npat = \"s\"", expected: secret("pat", line: 2)),
    Case(text: "[profile.a]\nclient_id = \"rt_12\"", expected: secret("client_id", line: 2)),
    Case(
      text: "[profile.a]\nfolder = \"eyJh.eyJi.c\"",
      expected: secret("folder", line: 2)
    ),
    Case(
      text: "profile = 5",
      expected: "configuration line 1: profiles are tables: [profile.NAME]"
    ),
    Case(
      text: "[profile]\na = 5",
      expected: "configuration line 2: profile \"a\" must be a table: [profile.a]"
    ),
    Case(
      text: "default_profile = 5",
      expected: "configuration line 1: default_profile must be the name of a profile"
    ),
  ]

  @Test("Each value is read, each fault told with its line", arguments: cases)
  func check(_ item: Case) {
    let found: String
    do {
      let configuration = try Configuration(parsing: item.text)
      var parts: [String] = []
      if let name = configuration.defaultProfile { parts.append("default \(name)") }
      for profile in configuration.profiles {
        let values = ProfileKey.allCases.compactMap { key in
          profile.entries[key].map { "\(key.rawValue)=\($0.value.text)" }
        }
        parts.append("\(profile.name): \(values.joined(separator: " "))")
      }
      found = parts.joined(separator: "; ")
    } catch {
      found = error.message + (error.hint.map { " (\($0))" } ?? "")
    }
    #expect(found == item.expected)
  }

  static func secret(_ key: String, line: Int) -> String {
    "configuration line \(line): \"\(key)\" looks like a secret, and the configuration never holds"
      + " one (Remove the line. Secrets come from a prompt of dsql login or from the environment:"
      + " DSQL_CLIENT_SECRET, DSQL_PAT, DSQL_ACCESS_TOKEN.)"
  }

  @Test("An option goes before a variable, a variable before the file, the file before the default")
  func precedence() throws {
    let file = try Configuration(
      parsing: """
        [profile.a]
        organization = "o"
        tenant = "t"
        client_id = "c"
        scopes = "fabric"
        """
    )
    let profile = try file.settings(of: "a").profile(
      options: [
        .tenant: GivenOption(name: "--tenant", value: "t3"),
        .isReadOnly: GivenOption(name: "--read-only", value: "on"),
      ],
      environment: [
        "DSQL_TENANT": "t2", "DSQL_CLIENT_ID": "c2", "DSQL_SCOPES": "", "DSQL_STORE": "memory",
        "DSQL_REDIRECT_URI": "http://localhost:7/c",
      ]
    )
    let shown = ProfileKey.allCases.compactMap { key in
      profile.shown(key).map { "\(key.rawValue) \($0) (\(profile.source(of: key)))" }
    }
    #expect(
      shown == [
        "issuer https://cloud.uipath.com/identity_ (default)",
        "api https://cloud.uipath.com (default)",
        "organization o (config.toml line 2)",
        "tenant t3 (--tenant)",
        "client_id c2 (DSQL_CLIENT_ID)",
        "scopes fabric (config.toml line 5)",
        "redirect_uris http://localhost:7/c (DSQL_REDIRECT_URI)",
        "store memory (DSQL_STORE)",
        "auth user (default)",
        "read_only true (--read-only)",
        "protected false (default)",
      ]
    )
  }

  @Test(
    "Issuer and API stand for each other where one is given",
    arguments: [
      ("", "https://cloud.uipath.com/identity_", "https://cloud.uipath.com"),
      (
        "api = \"https://api.uipath.com\"", "https://cloud.uipath.com/identity_",
        "https://api.uipath.com"
      ),
      (
        "api = \"https://staging.api.uipath.com\"", "https://staging.uipath.com/identity_",
        "https://staging.api.uipath.com"
      ),
      (
        "api = \"https://suite.example\"", "https://suite.example/identity_",
        "https://suite.example"
      ),
      (
        "issuer = \"http://127.0.0.1:9/identity_\"", "http://127.0.0.1:9/identity_",
        "http://127.0.0.1:9"
      ),
    ]
  )
  func hosts(_ text: String, issuer: String, api: String) throws {
    let file = "[profile.a]\norganization = \"o\"\ntenant = \"t\"\n\(text)"
    let profile = try Configuration(parsing: file).settings(of: "a").profile()
    #expect(profile.issuer == issuer)
    #expect(profile.api == api)
  }

  @Test("A path in the home folder is made whole")
  func home() throws {
    let file = "[profile.a]\norganization = \"o\"\ntenant = \"t\"\nca_file = \"~/ca.pem\""
    let settings = try Configuration(parsing: file).settings(of: "a")
    #expect(try settings.profile(environment: ["HOME": "/home/ana"]).caFile == "/home/ana/ca.pem")
    #expect(throws: SessionError.self) { try settings.profile() }
  }

  @Test("A bad value of the environment is told by the variable's name")
  func badVariable() throws {
    let settings = ProfileSettings(name: "env")
    do {
      _ = try settings.profile(environment: ["DSQL_STORE": "keyring"])
      Issue.record("it was accepted")
    } catch {
      #expect(error.message == "DSQL_STORE: store must be \"file\" or \"memory\"")
    }
  }

  static let scopeCases: [(words: [String], offered: [String]?, expected: String)] = [
    (["auto"], nil, service + " offline_access"),
    (["auto"], ["DataFabric.Data.Read", "openid"], fabric + " offline_access"),
    (["auto"], ["DataService.Data.Read"], service + " offline_access"),
    (["auto"], ["DataService.Data.Read", "DataFabric.Data.Read"], fabric + " offline_access"),
    (["auto"], ["DataService.Data.Read", "DataFabric.Other"], service + " offline_access"),
    ([], ["openid"], service + " offline_access"),
    (["fabric"], ["DataService.Data.Read"], fabric + " offline_access"),
    (["service"], ["DataFabric.Data.Read"], service + " offline_access"),
    (
      ["Data.Read", "X.Y", "offline_access"], ["DataFabric.Data.Read"],
      "DataFabric.Data.Read X.Y offline_access"
    ),
  ]
  static let service = "DataService.Schema.Read DataService.Data.Read DataService.Data.Write"
  static let fabric = "DataFabric.Schema.Read DataFabric.Data.Read DataFabric.Data.Write"

  @Test("Scopes follow the setting and what the server offers", arguments: scopeCases)
  func scopes(_ item: (words: [String], offered: [String]?, expected: String)) {
    let names = ScopeChoice(item.words).names(offered: item.offered, isRenewable: true)
    #expect(names.joined(separator: " ") == item.expected)
    let once = ScopeChoice(item.words).names(offered: item.offered, isRenewable: false)
    #expect(once == names.dropLast())
  }
}
