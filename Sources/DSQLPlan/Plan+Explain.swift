import DSQLAPI

extension Plan {
  /// The plan as EXPLAIN prints it: a tree, each remote step with its call as it is sent.
  ///
  /// - Parameter counts: The records that match each read's filter, as far as they were asked.
  /// - Returns: Lines without line breaks.
  package func explainText(counts: [RelationID: Int] = [:]) -> [String] {
    explainSteps(counts: counts).textLines
  }

  /// The plan as `EXPLAIN (FORMAT JSON)` prints it.
  ///
  /// - Parameter counts: As for `explainText`.
  /// - Returns: One line of JSON.
  package func explainJSON(counts: [RelationID: Int] = [:]) -> String {
    explainSteps(counts: counts).json()
  }
}

extension ExplainStep {
  /// The step and all below it as a tree.
  package var textLines: [String] { ExplainTree().lines(of: self) }

  /// The step and all below it as `EXPLAIN (FORMAT JSON)` prints them.
  ///
  /// - Parameter real: What the whole statement took, where it was run; its rows are those answered.
  /// - Returns: One line of JSON.
  /// - Source: `language.md` §4.
  package func json(real: StepFigures? = nil) -> String {
    var json = JSONText()
    json.beginObject()
    json.key("steps")
    json.array(flattened) { $1.write(to: &$0) }
    real?.write(to: &json)
    json.endObject()
    return json.text
  }

  private func write(to json: inout JSONText) {
    json.beginObject()
    json.key("kind")
    json.string(kind)
    json.key("requests")
    json.array(requests) { json, call in
      json.beginObject()
      json.key("method")
      json.string(call.method.rawValue)
      json.key("path")
      json.string(call.path)
      json.key("body")
      json.literal(call.body ?? "null")
      json.endObject()
    }
    for (key, number) in [("rows", rows), ("calls", calls)] {
      json.key(key)
      json.literal(number.map { String($0) } ?? "null")
    }
    json.key("predicates")
    json.array(predicates) { json, note in
      json.beginObject()
      json.key("text")
      json.string(note.text)
      json.key("where")
      json.string(note.place.rawValue)
      json.key("why")
      json.string(note.reason)
      json.endObject()
    }
    real?.write(to: &json)
    json.endObject()
  }
}

extension StepFigures {
  /// Writes it as the member `real` of an object.
  fileprivate func write(to json: inout JSONText) {
    json.key("real")
    json.beginObject()
    for (key, number) in [
      ("records", records), ("calls", calls), ("bytes", bytes), ("retries", retries),
    ] {
      json.key(key)
      json.literal(String(number))
    }
    if let seconds {
      json.key("milliseconds")
      json.literal(Figures.milliseconds(seconds, isGrouped: false))
    }
    json.endObject()
  }
}

/// Draws steps as a tree.
private struct ExplainTree {
  /// The column of the details, unless a label of the step needs more.
  private let labelWidth = 10
  private let mostBody = 4000

  func lines(of step: ExplainStep) -> [String] {
    let isLeaf = step.inputs.isEmpty
    var lines = [step.title]
    for line in details(of: step) { lines.append((isLeaf ? "    " : "│   ") + line) }
    for (index, input) in step.inputs.enumerated() {
      let isLast = index == step.inputs.count - 1
      for (row, line) in self.lines(of: input).enumerated() {
        let branch = row == 0 ? (isLast ? "└─ " : "├─ ") : (isLast ? "   " : "│  ")
        lines.append(branch + line)
      }
    }
    return lines
  }

  private func details(of step: ExplainStep) -> [String] {
    var labelled = step.predicates.map { note in
      let why = note.reason.isEmpty ? "" : " — \(note.reason)"
      return (label: note.place.rawValue, text: note.text + why)
    }
    labelled += step.details.map { ($0.label, $0.text) }
    if let expectation = step.expectation { labelled.append(("expected", expectation)) }
    if let real = step.real { labelled.append(("really", real.text)) }
    let width = max(labelWidth, (labelled.map(\.label.count).max() ?? 0) + 1)
    var lines = labelled.map { label, text in
      label + String(repeating: " ", count: width - label.count) + text
    }
    for call in step.requests {
      lines.append("\(call.method.rawValue) \(call.path)")
      if let key = call.folderKey { lines.append("X-UIPATH-FolderKey: \(key)") }
      if let body = call.body { lines.append(shown(body)) }
    }
    return lines
  }

  /// A body as long as a person reads it.
  private func shown(_ body: String) -> String {
    if body.utf8.count <= mostBody { return body }
    return "\(body.prefix(mostBody))… (\(Figures.counted(body.utf8.count, "byte")) in all; "
      + "FORMAT JSON and CURL show them)"
  }
}
