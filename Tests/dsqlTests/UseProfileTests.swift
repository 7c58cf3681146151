import Foundation
import Testing

/// From one connection to another within a run.
@Suite(.timeLimit(.minutes(5))) struct UseProfileTests {
  @Test("USE PROFILE goes to a profile of the configuration, and back to the service of this run")
  func profiles() async throws {
    let program = try Program()
    defer { program.remove() }
    let service = try await RunningService(program, ["--memory", "--token-for", "administrator"])
    defer { service.stop() }
    let url = try #require(service.variables["UIPATH_URL"].flatMap { URL(string: $0) })
    let token = try #require(service.variables["UIPATH_ACCESS_TOKEN"])
    let folder = program.home.appending(path: ".config/dsql")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let origin = "http://127.0.0.1:\(url.port ?? 0)"
    try """
    [profile.there]
    api = "\(origin)"
    organization = "local"
    tenant = "sample"
    """
    .write(to: folder.appending(path: "config.toml"), atomically: true, encoding: .utf8)
    let run = try await program.run(
      ["-X", "--memory", "-At", "-v", "ON_ERROR_STOP=off"],
      input: """
        CREATE ENTITY Here (Name TEXT(20));
        \\echo :PROFILE :TENANT
        USE PROFILE there;
        \\echo :PROFILE :TENANT
        SELECT count(*) FROM Here;
        SELECT count(*) > 0 FROM Supplier;
        USE PROFILE nobody;
        \\echo :PROFILE
        USE PROFILE local;
        \\echo :PROFILE
        SELECT count(*) FROM Here;
        """,
      environment: ["DSQL_ACCESS_TOKEN": token]
    )
    #expect(
      run.output
        == """
        CREATE ENTITY
        local sample
        USE PROFILE
        there sample
        true
        there
        USE PROFILE
        local
        0

        """
    )
    #expect(run.errors.contains("entity \"Here\" does not exist"))
    #expect(run.errors.contains("profile \"nobody\" does not exist"))
  }
}
