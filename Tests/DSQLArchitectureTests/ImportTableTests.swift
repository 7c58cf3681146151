import Foundation
import Testing

/// Holds every room to what it may import.
///
/// The compiler does not: it also finds modules that are built only for others.
@Suite("The import table")
struct ImportTableTests {
  /// What each room may import besides the system's own modules, Logging and swift-collections.
  static let table: [String: Set<String>] = [
    "dsql": [
      "DSQLEngine", "DSQLSession", "DSQLShell", "DSQLRendering", "DSQLTransfer", "DSQLService",
      "DSQLTypes", "DSQLDiagnostics", "ArgumentParser", "ServiceLifecycle", "UnixSignals",
    ],
    "DSQLShell": [
      "DSQLEngine", "DSQLRendering", "DSQLTransfer", "DSQLSyntax", "DSQLCatalog", "DSQLTypes",
      "DSQLDiagnostics", "CEditLine",
    ],
    "DSQLService": [
      "DSQLAPI", "DSQLTypes", "DSQLSyntax", "DSQLDiagnostics", "Hummingbird", "NIOCore",
      "HTTPTypes", "ServiceLifecycle", "GRDB", "GRDBSQLite", "CSQLite", "JWTKit", "Crypto",
    ],
    "DSQLRendering": ["DSQLTypes", "DSQLDiagnostics"],
    "DSQLTransfer": ["DSQLEngine", "DSQLTypes", "DSQLDiagnostics"],
    "DSQLEngine": [
      "DSQLSession", "DSQLClient", "DSQLExecution", "DSQLLocalQuery", "DSQLPlanner", "DSQLPlan",
      "DSQLCatalog", "DSQLSyntax", "DSQLAPI", "DSQLTypes", "DSQLDiagnostics",
    ],
    "DSQLSession": [
      "DSQLClient", "DSQLAPI", "DSQLTypes", "DSQLDiagnostics", "HTTPTypes", "Hummingbird",
      "Crypto", "TOMLKit",
    ],
    "DSQLClient": [
      "DSQLAPI", "DSQLTypes", "CSimdJSON", "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOSSL",
      "HTTPTypes",
    ],
    "DSQLExecution": [
      "DSQLPlan", "DSQLCatalog", "DSQLLocalQuery", "DSQLAPI", "DSQLTypes", "DSQLDiagnostics",
    ],
    "DSQLLocalQuery": [
      "DSQLPlan", "DSQLCatalog", "DSQLTypes", "DSQLDiagnostics", "GRDB", "GRDBSQLite", "CSQLite",
    ],
    "DSQLPlanner": [
      "DSQLSyntax", "DSQLCatalog", "DSQLPlan", "DSQLAPI", "DSQLTypes", "DSQLDiagnostics",
    ],
    "DSQLPlan": ["DSQLCatalog", "DSQLAPI", "DSQLTypes", "DSQLDiagnostics"],
    "DSQLCatalog": ["DSQLAPI", "DSQLTypes"],
    "DSQLSyntax": ["DSQLDiagnostics"],
    "DSQLAPI": ["DSQLTypes"],
    "DSQLTypes": [],
    "DSQLDiagnostics": [],
    "CEditLine": [],
    "CSQLite": [],
    "CSimdJSON": [],
  ]

  /// Modules of the toolchain and the C library.
  static let system: Set<String> = [
    "Swift", "Foundation", "FoundationEssentials", "Synchronization", "Glibc", "Dispatch",
    "_StringProcessing", "RegexBuilder", "_Concurrency",
  ]

  /// What every room may import.
  static let everywhere: Set<String> = [
    "Logging", "Collections", "OrderedCollections", "DequeModule",
  ]

  /// Rooms whose start and use must not need Foundation.
  static let withoutFoundation: Set<String> = ["DSQLDiagnostics", "DSQLSyntax", "DSQLPlan"]

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test("A room imports only what stands in its row", arguments: table.keys.sorted())
  func check(_ room: String) throws {
    let allowed =
      try #require(Self.table[room]).union(Self.system).union(Self.everywhere)
      .subtracting(Self.withoutFoundation.contains(room) ? ["Foundation"] : [])
    let files = try Self.swiftFiles(in: "Sources/\(room)")
    for file in files {
      for module in try Self.imports(of: file) where !allowed.contains(module) {
        Issue.record("\(room)/\(file.lastPathComponent) imports \(module)")
      }
    }
  }

  @Test("Every folder of Sources is a room of the table")
  func rooms() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appending(path: "Sources").path
    )
    let unknown = Set(folders).subtracting(Self.table.keys).subtracting(["DSQLBench"])
    #expect(unknown.isEmpty)
    #expect(Set(Self.table.keys).subtracting(folders).isEmpty)
  }

  @Test("The manifest gives a room no more than its row", arguments: table.keys.sorted())
  func manifest(_ room: String) throws {
    let manifest = try String(
      contentsOf: Self.root.appending(path: "Package.swift"),
      encoding: .utf8
    )
    guard
      let start = manifest.range(
        of: #"(room|program)\(\s*"\#(room)","#,
        options: .regularExpression
      )
    else { return }
    var depth = 1
    var end = manifest.index(start.lowerBound, offsetBy: 0)
    var index = manifest[start.lowerBound...].firstIndex(of: "(").map { manifest.index(after: $0) }
    while let place = index, place < manifest.endIndex, depth > 0 {
      if manifest[place] == "(" { depth += 1 }
      if manifest[place] == ")" { depth -= 1 }
      end = place
      index = manifest.index(after: place)
    }
    let allowed = try #require(Self.table[room])
    for match in manifest[start.upperBound..<end].matches(of: /"(\w+)"/) {
      let name = String(match.1)
      #expect(allowed.contains(name), "Package.swift gives \(room) \(name)")
    }
  }

  @Test("Every package declaration has a doc comment, or implements one that has")
  func documented() throws {
    let declaration = #/^\s*package (?:\w+ )*(struct|class|enum|protocol|actor|func) ([\w`]+)/#
    let requirement = #/^  (?:mutating |static )*func ([\w`]+)/#
    var required: Set<Substring> = ["hash", "next", "makeAsyncIterator", "encode"]
    var bare: [(place: String, name: Substring, isFunction: Bool)] = []
    for room in Self.table.keys.sorted() {
      for file in try Self.swiftFiles(in: "Sources/\(room)") {
        let text = try String(contentsOf: file, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let declaresProtocol = text.contains("package protocol ")
        for (number, line) in lines.enumerated() {
          if declaresProtocol, let match = line.firstMatch(of: requirement) {
            required.insert(match.1)
          }
          guard let match = line.firstMatch(of: declaration) else { continue }
          var above = number - 1
          while above >= 0, lines[above].contains(#/^\s*@/#) { above -= 1 }
          if above >= 0, lines[above].contains(#/^\s*///|^\s*\*/|\*/$/#) { continue }
          bare.append(
            ("\(room)/\(file.lastPathComponent):\(number + 1)", match.2, match.1 == "func")
          )
        }
      }
    }
    let undocumented = bare.filter { !($0.isFunction && required.contains($0.name)) }
    #expect(undocumented.isEmpty, "\(undocumented.map { "\($0.place) \($0.name)" })")
  }

  private static func swiftFiles(in folder: String) throws -> [URL] {
    let base = root.appending(path: folder)
    guard let files = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
    else { return [] }
    return files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
  }

  private static func imports(of file: URL) throws -> [String] {
    let pattern =
      #/^(?:@[\w()]+ )*(?:package |internal |public |private )?import (?:struct |class |enum |func )?(\w+)/#
      .anchorsMatchLineEndings()
    let text = try String(contentsOf: file, encoding: .utf8)
    return text.matches(of: pattern).map { String($0.1) }
  }
}
