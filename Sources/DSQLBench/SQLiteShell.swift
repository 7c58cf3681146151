import DSQLRendering
import DSQLTypes
import Foundation

/// The `sqlite3` program with tables in memory, timed by its own clock.
final class SQLiteShell {
  private let program: URL
  private let folder: URL
  private var script: [String] = ["PRAGMA cache_size=-200000;"]

  /// Nil where the program is not installed.
  init?() throws {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let program = folders.map { URL(filePath: "\($0)/sqlite3") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    guard let program else { return nil }
    self.program = program
    folder = FileManager.default.temporaryDirectory.appending(path: "dsql-bench-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Removes the files that were made.
  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Writes a table's rows to a file, which the program loads first of all.
  func load(_ table: String, batches: [RowBatch]) throws {
    guard let schema = batches.first?.schema else { return }
    let file = folder.appending(path: "\(table).csv")
    try Data().write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    var options = RenderOptions(format: .csv)
    options.tuplesOnly = true
    var renderer = ResultRenderer(options: options)
    var output: [UInt8] = []
    renderer.begin(schema, to: &output)
    for batch in batches {
      renderer.render(batch, to: &output)
      try handle.write(contentsOf: output)
      output.removeAll(keepingCapacity: true)
    }
    renderer.finish(to: &output)
    try handle.write(contentsOf: output)
    try handle.close()
    let columns = schema.columns.map { "\($0.name) \(Self.affinity(of: $0.type))" }
    script.append("CREATE TABLE \(table) (\(columns.joined(separator: ", ")));")
    script.append(".import --csv \(file.path) \(table)")
    for column in schema.columns {
      let name = column.name
      script.append("UPDATE \(table) SET \(name) = NULL WHERE \(name) = '';")
      if column.type == .boolean {
        script.append("UPDATE \(table) SET \(name) = (\(name) = 'true');")
      }
    }
  }

  /// The seconds that a query takes, its rows thrown away.
  func seconds(of query: String, runs: Int, expecting rowCount: Int) throws -> [Double] {
    let count = "SELECT 'rows', count(*) FROM (\(query));"
    let run = [".output /dev/null", ".timer on", "\(query);", ".timer off", ".output stdout"]
    let lines = script + [count] + (0...runs).flatMap { _ in run }
    let file = folder.appending(path: "script.sql")
    try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = program
    process.arguments = [":memory:", "-cmd", ".read \(file.path)"]
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let output = text.split(separator: "\n")
    guard output.contains("rows|\(rowCount)") else {
      throw BenchFault("sqlite3 has other rows: \(output.first ?? ""), here \(rowCount)")
    }
    let times = output.compactMap { line -> Double? in
      guard line.hasPrefix("Run Time: real ") else { return nil }
      return Double(line.split(separator: " ")[3])
    }
    return Array(times.dropFirst())
  }

  private static func affinity(of type: DataType) -> String {
    switch type {
    case .integer, .boolean, .choice: "INTEGER"
    case .decimal, .double: "REAL"
    case .unknown, .text, .date, .timestamp, .interval, .uuid, .choices, .file: "TEXT"
    }
  }
}
