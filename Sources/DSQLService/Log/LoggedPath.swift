/// A request's target as it may be written down: no secrets, and nothing that breaks a line.
enum LoggedPath {
  /// The names whose values tell nothing of a sign-in.
  private static let open: Set<Substring> = [
    "start", "limit", "expansionlevel", "failonfirst", "type", "skip", "top", "stats",
    "response_type", "response_mode", "grant_type", "client_id", "scope", "code_challenge_method",
    "errorcode", "errorid",
  ]

  /// The longest part of a path that is written: the names of entities and fields are shorter.
  private static let longest = 100

  static func text(_ target: String) -> String {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts[0].split(separator: "/", omittingEmptySubsequences: false).map { segment in
      isOpen(segment) ? escaped(segment) : "***"
    }.joined(separator: "/")
    guard parts.count == 2 else { return path }
    let query = parts[1].split(separator: "&", omittingEmptySubsequences: false).map { pair in
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard isOpen(sides[0]) else { return "***" }
      let name = escaped(sides[0])
      guard sides.count == 2 else { return name }
      return open.contains(sides[0].lowercased()[...])
        ? "\(name)=\(escaped(sides[1]))" : "\(name)=***"
    }.joined(separator: "&")
    return "\(path)?\(query)"
  }

  /// Whether a part is nothing like a token.
  private static func isOpen(_ part: Substring) -> Bool {
    part.utf8.count <= longest && !part.hasPrefix("eyJ") && !part.hasPrefix("rt_")
  }

  private static func escaped(_ part: Substring) -> String {
    var text = ""
    for scalar in part.unicodeScalars {
      if scalar.value > 0x20, scalar.value < 0x7F {
        text.unicodeScalars.append(scalar)
      } else {
        for byte in String(scalar).utf8 {
          text += byte < 16 ? "%0" : "%"
          text += String(byte, radix: 16, uppercase: true)
        }
      }
    }
    return text
  }
}
