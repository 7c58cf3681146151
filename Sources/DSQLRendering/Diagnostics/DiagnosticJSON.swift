import DSQLDiagnostics

/// A diagnostic as one JSON object on one line.
///
/// Members that say nothing are left out; the others stand in the order of `shell-conventions.md`
/// §10.
enum DiagnosticJSON {
  static func line(_ diagnostic: Diagnostic, _ place: DiagnosticPlace) -> String {
    var object = JSONObject()
    object.add("severity", diagnostic.severity.rawValue)
    object.add("code", diagnostic.code.sqlState)
    object.add("message", diagnostic.message)
    object.add("file", place.file)
    object.add("line", place.file == nil ? place.fault?.line : place.fileLine)
    object.add("column", place.fileColumn)
    object.add("detail", diagnostic.detail)
    object.add("hint", diagnostic.hint)
    object.add("statement", place.statement)
    if let request = diagnostic.request {
      var member = JSONObject()
      member.add("method", request.method)
      member.add("path", request.path)
      member.add("status", request.status)
      member.add("id", request.identifier)
      object.add("request", member)
    }
    if let progress = diagnostic.progress {
      var member = JSONObject()
      member.add("done", progress.done)
      member.add("failed", progress.failed)
      member.add("unknown", progress.unknown)
      member.add("left", progress.left)
      object.add("rows", member)
    }
    object.add("notes", diagnostic.notes)
    return object.text + "\n"
  }
}

/// A JSON object that is written member by member.
private struct JSONObject {
  private var members: [String] = []

  var text: String { "{" + members.joined(separator: ",") + "}" }

  mutating func add(_ key: String, _ value: String?) {
    if let value { members.append("\"\(key)\":\(quoted(value))") }
  }

  mutating func add(_ key: String, _ value: Int?) {
    if let value { members.append("\"\(key)\":\(value)") }
  }

  mutating func add(_ key: String, _ value: JSONObject) {
    members.append("\"\(key)\":\(value.text)")
  }

  mutating func add(_ key: String, _ values: [String]) {
    guard !values.isEmpty else { return }
    members.append("\"\(key)\":[\(values.map(quoted).joined(separator: ","))]")
  }

  private func quoted(_ value: String) -> String {
    var sink = ByteSink(capacity: value.utf8.count + 2)
    JSONText.write(value, to: &sink)
    var bytes: [UInt8] = []
    sink.drain(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
