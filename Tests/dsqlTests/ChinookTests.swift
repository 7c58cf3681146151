import DSQLTestSupport
import Foundation
import Testing

/// The example scripts on the Chinook data, where its folder is there.
///
/// The golden answers were compared with PostgreSQL's on the same CSV files.
@Suite(.timeLimit(.minutes(10))) struct ChinookTests {
  /// The folder that `DSQL_CHINOOK` names, or the one that lies beside this package's folder.
  static let folder: URL = {
    if let named = ProcessInfo.processInfo.environment["DSQL_CHINOOK"] {
      return URL(fileURLWithPath: named)
    }
    return Program.packageFolder.deletingLastPathComponent().appending(path: "shared/data/chinook")
  }()

  static var isThere: Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "Track.csv").path)
  }

  private func check(_ program: Program, _ arguments: [String]) async throws -> String {
    let run = try await program.run(["-X", "--local-file", "chinook.sqlite"] + arguments)
    #expect(run.status == 0, "\(arguments)")
    #expect(run.errors == "")
    return run.output
  }

  private func example(_ name: String) -> String {
    Program.packageFolder.appending(path: "examples/\(name)").path
  }

  private static let records = [
    ("Artist", 275), ("Genre", 25), ("MediaType", 5), ("Playlist", 18), ("Employee", 8),
    ("Album", 347), ("Customer", 59), ("Track", 3503), ("Invoice", 412), ("InvoiceLine", 2240),
    ("PlaylistTrack", 8715),
  ]

  /// Relationships, and the fields that their values came from.
  private static let relationships = [
    ("Employee", "Manager", "ReportsTo"), ("Album", "Artist", "ArtistId"),
    ("Customer", "SupportRep", "SupportRepId"), ("Track", "Album", "AlbumId"),
    ("Track", "MediaType", "MediaTypeId"), ("Track", "Genre", "GenreId"),
    ("Invoice", "Customer", "CustomerId"), ("InvoiceLine", "Invoice", "InvoiceId"),
    ("InvoiceLine", "Track", "TrackId"), ("PlaylistTrack", "Playlist", "PlaylistId"),
    ("PlaylistTrack", "Track", "TrackId"),
  ]

  @Test(.enabled(if: ChinookTests.isThere, "the Chinook data is not beside the package"))
  func loadsAndAnswers() async throws {
    let program = try Program()
    defer { program.remove() }
    _ = try await check(program, [example("empty.dsql")])
    _ = try await check(program, [example("chinook/load.dsql"), Self.folder.path])

    let counts = Self.records.map { ["-c", "SELECT count(*) FROM \($0.0)"] }.flatMap(\.self)
    let counted = try await check(program, ["-At"] + counts)
    let expected = Self.records.map { "\($0.1)\n" }.joined()
    #expect(counted == expected)
    #expect(Self.records.reduce(0) { $0 + $1.1 } == 15607)

    let missing = Self.relationships.map {
      ["-c", "SELECT count(*) FROM \($0.0) WHERE \($0.1) IS NULL AND \($0.2) IS NOT NULL"]
    }.flatMap(\.self)
    let unresolved = try await check(program, ["-At"] + missing)
    #expect(unresolved == String(repeating: "0\n", count: Self.relationships.count))

    // Each points to the record whose key is this record's own field.
    let wrong = try await check(
      program,
      [
        "-At", "-c", "SELECT count(*) FROM Track WHERE Album.AlbumId <> AlbumId", "-c",
        "SELECT count(*) FROM Employee WHERE Manager.EmployeeId <> ReportsTo",
      ]
    )
    #expect(wrong == "0\n0\n")

    let answers = try await check(program, [example("chinook/questions.dsql")])
    let golden = GoldenFile("Fixtures/chinook-questions.out", besides: #filePath)
    #expect(golden.difference(from: answers) == nil)
  }
}
