package import Foundation

/// A file of expected output that stands beside the tests.
///
/// With `DSQL_RECORD_GOLDEN=1` in the environment the file is written anew; the comparison then
/// answers a difference all the same, so that a recording run never passes.
package struct GoldenFile: Sendable {
  /// The file's place in the source tree.
  package let url: URL

  /// A golden file by its path below the folder of the test's own source file.
  package init(_ path: String, besides sourceFile: String) {
    url = URL(fileURLWithPath: sourceFile).deletingLastPathComponent().appending(path: path)
  }

  /// The expected text; empty where the file is not there yet.
  package var text: String { (try? String(contentsOf: url, encoding: .utf8)) ?? "" }

  /// Tells how an output differs from the file, as its first differing line; nil where it does not.
  package func difference(from actual: String) -> String? {
    if ProcessInfo.processInfo.environment["DSQL_RECORD_GOLDEN"] == "1" {
      do {
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(),
          withIntermediateDirectories: true
        )
        try actual.write(to: url, atomically: true, encoding: .utf8)
      } catch {
        return "\(url.lastPathComponent) could not be written: \(error)"
      }
      return "\(url.lastPathComponent) was recorded; run again without DSQL_RECORD_GOLDEN"
    }
    let expectedLines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let actualLines = actual.split(separator: "\n", omittingEmptySubsequences: false)
    for index in 0..<max(expectedLines.count, actualLines.count) {
      let expected = index < expectedLines.count ? String(expectedLines[index]) : "<end>"
      let found = index < actualLines.count ? String(actualLines[index]) : "<end>"
      if expected != found {
        return "\(url.lastPathComponent):\(index + 1): expected \(expected)\n  found \(found)"
      }
    }
    return nil
  }
}
