/// Which requests the listener takes for the browser's coming back.
///
/// - Source: `identity.md` §9.2, step 6.
struct RedirectRules: Sendable {
  let port: Int
  let path: String
  let check: AnswerCheck

  /// What a request deserves.
  enum Verdict: Hashable, Sendable {
    /// Nothing that concerns the login: 404, and the wait goes on.
    case elsewhere
    /// The right place without the right answer: 400, and the wait goes on.
    case foreign
    case answer(RedirectAnswer)
  }

  /// Judges a request by its line and its `Host`.
  func verdict(method: String, host: String?, target: String) -> Verdict {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard method == "GET", parts[0] == path, let host, isOurs(host) else { return .elsewhere }
    guard parts.count == 2, let query = AnswerQuery(parts[1]), let answer = check.answer(in: query)
    else { return .foreign }
    return .answer(answer)
  }

  /// A page of the web may have its own name lead to this machine; its browser then says that name.
  private func isOurs(_ host: String) -> Bool {
    let names = ["localhost", "127.0.0.1", "[::1]"]
    return names.contains { host.lowercased() == "\($0):\(port)" || port == 80 && host == $0 }
  }
}
