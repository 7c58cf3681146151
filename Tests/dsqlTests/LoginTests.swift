import DSQLClient
import Foundation
import HTTPTypes
import Testing

/// A person's way with a login: profile, sign-in, use, end; by the program alone.
@Suite("Signing in", .timeLimit(.minutes(5)))
struct LoginTests {
  /// A program, a service and a profile `box` that leads to it.
  struct Stage {
    let program: Program
    let service: RunningService
    let origin: String

    init(_ arguments: [String] = []) async throws {
      program = try Program()
      let port = try FreePort.find()
      let redirect = "http://localhost:\(port)/callback"
      service = try await RunningService(
        program,
        ["--memory", "--token-for", "administrator", "--redirect-uri", redirect] + arguments
      )
      let address = try #require(service.variables["UIPATH_URL"])
      origin = String(address.dropLast("/local/sample".count))
      for (key, value) in [
        ("api", origin), ("organization", "local"), ("tenant", "sample"),
        ("client_id", try #require(service.variables["DSQL_CLIENT_ID"])),
        ("redirect_uris", redirect),
      ] {
        let run = try await program.run(["config", "set", "-d", "box", key, value])
        #expect(run.status == 0, "\(run.errors)")
      }
    }

    func end() {
      service.stop()
      program.remove()
    }

    /// Signs in as somebody of the service by an address that is pasted; answers what was told.
    func logIn(as user: String, _ arguments: [String] = []) async throws -> ProgramRun {
      try await PastedLogin(program, ["login", "-d", "box", "--no-browser"] + arguments)
        .run(as: user)
    }

    /// Looks for a secret in every file that the program wrote.
    func expectNowhere(_ secret: String) throws {
      let files = FileManager.default.enumerator(
        at: program.home,
        includingPropertiesForKeys: nil
      )
      for case let file as URL in try #require(files) {
        guard let data = try? Data(contentsOf: file) else { continue }
        #expect(data.range(of: Data(secret.utf8)) == nil, "\(file.path)")
      }
    }

    /// The secrets that the login's file holds.
    func secrets() throws -> [String] {
      let folder = program.home.appending(path: ".local/state/dsql/credentials")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      return try names.filter { $0.hasSuffix(".json") }.flatMap { name -> [String] in
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        return text.matches(of: /"[a-z_]*token" ?: ?"([^"]{20,})"/).map { String($0.1) }
      }
    }
  }

  @Test("The whole way, and no token in any word of it")
  func wholeWay() async throws {
    let stage = try await Stage()
    defer { stage.end() }
    var told = ""
    func run(_ arguments: [String], input: String = "") async throws -> ProgramRun {
      let run = try await stage.program.run(arguments + ["--debug", "traffic"], input: input)
      told += run.output + run.errors
      return run
    }
    let before = try await run(["-d", "box", "-c", "SELECT count(*) FROM Invoice"])
    #expect(before.status == 2)
    #expect(before.errors.contains("you are not logged in to profile box"))
    #expect(before.errors.contains("A01"))

    let login = try await stage.logIn(as: "writer", ["--debug", "traffic"])
    told += login.output + login.errors
    #expect(login.status == 0, "\(login.errors)")
    #expect(login.output == "")
    #expect(login.errors.contains("Logged in to box as Wim Writer <writer@example.com> until "))
    #expect(
      login.errors.contains("Scopes: Schema.Read Data.Read Data.Write."),
      "\(login.errors)"
    )

    let folder = stage.program.home.appending(path: ".local/state/dsql/credentials")
    let modes = try (["."] + FileManager.default.contentsOfDirectory(atPath: folder.path)).map {
      try FileManager.default.attributesOfItem(atPath: folder.appending(path: $0).path)[
        .posixPermissions
      ] as? Int
    }
    #expect(modes.first == 0o700)
    #expect(modes.dropFirst().allSatisfy { $0 == 0o600 })

    let query = try await run(["-d", "box", "-At", "-c", "SELECT count(*) FROM Supplier"])
    #expect(query.status == 0, "\(query.errors)")
    #expect(Int(query.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 > 100)

    let who = try await run(["whoami", "-d", "box", "--json", "--check"])
    #expect(who.output.contains("\"email\":\"writer@example.com\""), "\(who.errors)")
    #expect(who.output.contains("\"kind\":\"user\""))
    let here = try await run(
      ["-X", "-d", "box"],
      input: "\\whoami\n\\conninfo\n\\l\n\\dp Invoice\n"
    )
    #expect(here.output.contains("Wim Writer <writer@example.com>"), "\(here.errors)")
    #expect(here.output.contains("tenant from"), "\(here.output)")

    let secrets = try stage.secrets()
    #expect(secrets.count >= 2)
    let token = try await stage.program.run(["token", "-d", "box"])
    #expect(secrets.contains(token.output.trimmingCharacters(in: .newlines)))

    let logout = try await run(["logout", "-d", "box"])
    #expect(logout.status == 0)
    #expect(logout.errors.contains("Logged out. The last access token stays valid until"))
    let after = try await run(["-d", "box", "-c", "SELECT count(*) FROM Invoice"])
    #expect(after.status == 2)
    #expect(after.errors.contains("A01"))

    let file = stage.program.folder.appending(path: "traffic")
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    let traffic = try String(contentsOf: file, encoding: .utf8)
    for sign in [
      "> POST \(stage.origin)/identity_/connect/token\n", "grant_type=authorization_code&",
      "> POST \(stage.origin)/identity_/connect/revocation\n", "< 200\n",
      "Authorization: <redacted>\n", "/local/sample/dataservice_/api/Entity\n",
      "\"access_token\":\"<redacted>\"",
    ] { #expect(traffic.contains(sign), "\(sign)") }
    for secret in secrets {
      #expect(!told.contains(secret))
      try stage.expectNowhere(secret)
    }
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var user: String
    var scopes: String
    var statement: String
    var status: Int32
    var words: [String]
    var testDescription: String { "\(user), \(scopes): \(statement)" }
  }

  static let refusals = [
    Refusal(
      user: "reader",
      scopes: "auto",
      statement: "DELETE FROM Supplier WHERE Code = 'S0001'",
      status: 3,
      words: ["reader@example.com may not delete records of entity Supplier", "A32", "42501"]
    ),
    Refusal(
      user: "norole",
      scopes: "auto",
      statement: "SELECT count(*) FROM Supplier",
      status: 3,
      words: [
        "norole@example.com may not read the schema of tenant \"sample\"", "A32", "Manage Access",
      ]
    ),
    Refusal(
      user: "writer",
      scopes: "Schema.Read Data.Read",
      statement: "UPDATE Supplier SET City = 'x' WHERE Code = 'S0001'",
      status: 3,
      words: [
        "UPDATE of Supplier needs Data.Write; the login of writer@example.com has "
          + "Schema.Read and Data.Read", "A30", "dsql login --profile box --scopes",
      ]
    ),
  ]

  @Test("A missing scope or role is named", arguments: refusals)
  func check(_ sample: Refusal) async throws {
    let stage = try await Stage()
    defer { stage.end() }
    let login = try await stage.logIn(as: sample.user, ["--scopes", sample.scopes])
    #expect(login.status == 0, "\(login.errors)")
    let run = try await stage.program.run(
      ["-X", "-d", "box", "-y", "-v", "VERBOSITY=verbose", "-c", sample.statement]
    )
    #expect(run.status == sample.status)
    for word in sample.words { #expect(run.errors.contains(word), "\(run.errors)") }
  }

  @Test("A tenant that is not there is told apart from a role that is missing")
  func wrongPlace() async throws {
    let stage = try await Stage()
    defer { stage.end() }
    let login = try await stage.logIn(as: "reader")
    #expect(login.status == 0, "\(login.errors)")
    let run = try await stage.program.run(
      ["-X", "-d", "box", "-c", "SELECT count(*) FROM Supplier"],
      environment: ["DSQL_TENANT": "other"]
    )
    #expect(run.status == 2)
    for words in [
      "organization \"local\" or tenant \"other\" was not accepted", "A33",
      "Names are part of the URL",
    ] { #expect(run.errors.contains(words), "\(run.errors)") }
  }

  @Test("A login that may read the schema alone describes it, and explains")
  func schemaOnly() async throws {
    let stage = try await Stage()
    defer { stage.end() }
    let login = try await stage.logIn(as: "writer", ["--scopes", "Schema.Read"])
    #expect(login.status == 0, "\(login.errors)")
    for (statement, words) in [
      ("\\d Supplier", "PaymentTermDays"), ("EXPLAIN SELECT Name FROM Supplier", "Scan Supplier"),
      ("DESCRIBE Supplier", "PaymentTermDays"),
    ] {
      let run = try await stage.program.run(["-X", "-d", "box", "-c", statement])
      #expect(run.status == 0, "\(statement): \(run.errors)")
      #expect(run.output.contains(words), "\(run.output)")
    }
    let read = try await stage.program.run(["-X", "-d", "box", "-c", "SELECT Name FROM Supplier"])
    #expect(read.status == 3)
    #expect(read.errors.contains("SELECT needs Data.Read"), "\(read.errors)")
    let other = try await stage.logIn(as: "writer", ["--scopes", "openid"])
    #expect(other.status == 0, "\(other.errors)")
    let describe = try await stage.program.run(["-X", "-d", "box", "-c", "\\d"])
    #expect(describe.status == 3)
    #expect(describe.errors.contains("reading the schema needs Schema.Read"), "\(describe.errors)")
  }

  @Test("Without a profile the hint names none")
  func withoutProfile() async throws {
    let stage = try await Stage()
    defer { stage.end() }
    let run = try await stage.program.run(
      ["-X", "-c", "SELECT count(*) FROM Supplier"],
      environment: ["DSQL_API": stage.origin, "DSQL_ORG": "local", "DSQL_TENANT": "sample"]
    )
    #expect(run.status == 2)
    #expect(run.errors.contains("HINT:  Run: dsql login\n"), "\(run.errors)")
  }

  @Test("An application has the rights of its role, whatever its scopes are")
  func application() async throws {
    let stage = try await Stage()
    defer { stage.end() }
    for (key, value) in [
      ("auth", "app"), ("client_id", "0190163d-8694-739b-aea5-966c26f8c005"),
    ] {
      let run = try await stage.program.run(["config", "set", "-d", "box", key, value])
      #expect(run.status == 0, "\(run.errors)")
    }
    let secret = ["DSQL_CLIENT_SECRET": "local-secret-of-rolf-robot"]
    let login = try await stage.program.run(["login", "-d", "box"], environment: secret)
    #expect(login.status == 0, "\(login.errors)")
    let read = try await stage.program.run(
      ["-X", "-d", "box", "-At", "-c", "SELECT count(*) FROM Employee"],
      environment: secret
    )
    let write = try await stage.program.run(
      ["-X", "-d", "box", "-c", "UPDATE Supplier SET City = 'Oslo' WHERE Code = 'S0001'"],
      environment: secret
    )
    #expect(read.status == 0, "\(read.errors)")
    #expect(write.output == "UPDATE 1\n", "\(write.errors)")
  }

  @Test("A sign-in that is declined changes nothing")
  func declined() async throws {
    let stage = try await Stage()
    defer { stage.end() }
    let login = try await stage.logIn(as: "")
    #expect(login.status == 2)
    #expect(login.errors.contains("the sign-in was declined in the browser"))
    #expect(login.errors.contains("A14"))
  }
}
