/// What the browser brings back.
package enum RedirectAnswer: Hashable, Sendable {
  /// A code, to be exchanged once.
  case code(String)
  /// What the server says instead.
  case refused(error: String, description: String?)
}

extension RedirectAnswer: CustomStringConvertible {
  package var description: String {
    switch self {
    case .code: "code <redacted>"
    case .refused(let error, _): error
    }
  }
}

/// What makes an answer the one that was waited for.
struct AnswerCheck: Sendable {
  let state: String
  let issuer: String

  /// The answer in some parameters; nil where they are not an answer to this login.
  ///
  /// - Source: `identity.md` §9.2; RFC 9207 for `iss`.
  func answer(in query: AnswerQuery) -> RedirectAnswer? {
    guard let found = query["state"], Self.isSame(found, state) else { return nil }
    if let name = query["iss"], name != issuer { return nil }
    if let error = query["error"] {
      return .refused(error: error, description: query["error_description"])
    }
    return query["code"].map(RedirectAnswer.code)
  }

  /// Compares in a time that tells nothing of where two texts of one length differ.
  static func isSame(_ left: String, _ right: String) -> Bool {
    let left = Array(left.utf8)
    let right = Array(right.utf8)
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
