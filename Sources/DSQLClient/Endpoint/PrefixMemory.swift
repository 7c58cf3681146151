/// What a connection knows about the service's prefix.
///
/// - Source: `data-service-api.md` §1.1: the other prefix is tried once, and what answers is kept.
struct PrefixMemory {
  private(set) var current: ServicePrefix
  private var isSettled: Bool

  init(_ endpoint: ServiceEndpoint) {
    current = endpoint.firstPrefix
    isSettled = endpoint.prefix != .automatic
  }

  /// Keeps a prefix under which a listing was answered.
  mutating func settle(_ prefix: ServicePrefix) {
    current = prefix
    isSettled = true
  }

  /// The prefix to try after a 404; nil once that is no longer a question.
  mutating func fallback() -> ServicePrefix? {
    guard !isSettled else { return nil }
    isSettled = true
    return current.other
  }
}
