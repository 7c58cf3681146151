/// A header's value and its parameters: `form-data; name="file"`.
struct HeaderValue {
  /// What stands before the first semicolon.
  let value: String
  /// The parameters by their names in lower case.
  private(set) var parameters: [String: String] = [:]

  init(_ text: String) {
    var parts: [String] = [""]
    var isQuoted = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": isQuoted.toggle()
      case ";" where !isQuoted: parts.append("")
      default: parts[parts.count - 1].unicodeScalars.append(scalar)
      }
    }
    func trimmed(_ text: Substring) -> String {
      String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " }.reversed())
    }
    value = trimmed(parts[0][...]).lowercased()
    for part in parts.dropFirst() {
      let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if halves.count == 2 { parameters[trimmed(halves[0]).lowercased()] = trimmed(halves[1]) }
    }
  }
}
