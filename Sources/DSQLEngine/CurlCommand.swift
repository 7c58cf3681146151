import DSQLAPI

/// Calls as commands of curl that a POSIX shell runs.
///
/// The access token is not in them: the shell takes it from `DSQL_ACCESS_TOKEN`.
///
/// - Source: `language.md` §4, `data-service-api.md` §1.4 for the headers.
struct CurlCommand {
  /// What stands before the path of each call.
  let baseAddress: String

  /// One line without a line break.
  func text(of call: ServiceCall) -> String {
    var words = ["curl -sS"]
    if call.method != .get { words.append("-X \(call.method.rawValue)") }
    words.append(Self.quoted(baseAddress + call.path))
    words.append("-H \"Authorization: Bearer $DSQL_ACCESS_TOKEN\"")
    words.append("-H 'Accept: application/json'")
    if let key = call.folderKey { words.append("-H " + Self.quoted("X-UIPATH-FolderKey: \(key)")) }
    if let body = call.body {
      words.append("-H 'Content-Type: application/json'")
      words.append("--data-raw " + Self.quoted(body))
    }
    return words.joined(separator: " ")
  }

  /// A word of the shell that stands for the text as it is.
  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
