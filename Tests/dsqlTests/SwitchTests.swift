import Foundation
import Testing

/// The embedded service as another one, by the shell's own options.
@Suite(.timeLimit(.minutes(5))) struct SwitchTests {
  private static let statement =
    "SELECT Status, count(*) AS n FROM Invoice WHERE Number LIKE 'inv-2024-001%' GROUP BY Status"
    + " ORDER BY Status"

  private func check(
    _ options: [String],
    status: Int32,
    output: String = "",
    error: String? = nil
  ) async throws {
    let program = try Program()
    defer { program.remove() }
    let run = try await program.run(
      ["-X", "--csv", "--memory"] + options + ["-c", Self.statement]
    )
    #expect(run.status == status)
    #expect(run.output == output)
    if let error {
      #expect(run.errors.contains(error), "\(run.errors)")
    } else {
      #expect(run.errors == "")
    }
  }

  /// The answer is the same whatever the service can and however it compares.
  @Test(arguments: [
    [], ["--api-level", "suite-2023.4"], ["--without=joins,aggregates"],
    ["--trait", "case=sensitive", "--trait=blanks=ignored", "--trait=empty=null"],
    ["--trait=nulls=high", "--trait=guid=sqlserver", "--without=having"],
    ["--role=administrator=designer,data-reader", "--role", "writer="],
    ["--latency=2", "--jitter", "1", "--throttle=1000/s", "--fail=0", "--seed=7"],
  ])
  func answersTheSame(_ options: [String]) async throws {
    try await check(options, status: 0, output: "Status,n\nOn hold,1\nRejected,4\nPaid,42\n")
  }

  @Test(arguments: [
    (["--trait=case"], "there is no trait \"case\"; there are case=insensitive|sensitive, "),
    (["--without=groups"], "there is no feature \"groups\"; there are joins, aggregates, having, "),
    (["--fail=404=0.5"], "\"404=0.5\" is no rate of faults; write RATE or KIND=RATE"),
    (["--fail=1", "--fail=cut=0.5"], "the rates of faults are more than 1 together"),
    (["--throttle=fast"], "\"fast\" is no throttle; write the requests a second, as in 5/s"),
    (["--latency=-1"], "\"-1\" is no delay; write whole milliseconds, from 0 to 600000"),
    (["--role=boss=Data Writer"], "there is no user \"boss\"; there are administrator, writer, "),
    (["--role-file=/none.json"], "the file /none.json cannot be read"),
    (["--seed=x"], "\"x\" is no seed; write a whole number from 0"),
    (["--api-level=suite"], "unknown value \"suite\" for --api-level"),
  ])
  func refuses(_ options: [String], _ error: String) async throws {
    try await check(options, status: 1, error: error)
  }

  /// Which roles there are is only known once the store is open.
  @Test
  func unknownRole() async throws {
    try await check(
      ["--role=writer=Boss"],
      status: 3,
      error: "there is no role \"Boss\" for user \"writer\"; there are Administrator, Designer, "
    )
  }
}
