import DSQLClient

/// A login in memory, with when its access token ends.
struct HeldLogin: Sendable {
  var credential: Credential
  /// How long the token was good for when `since` began; nil where nobody said.
  private let remaining: Double?
  private let since: Stopwatch

  /// Clocks of machines and servers differ by so much at most.
  private static let tolerance: Int64 = 60

  /// A login whose token has just come.
  init(issued credential: Credential, clock: any Clock<Duration>) {
    self.credential = credential
    remaining = credential.lifetime.map(Double.init)
    since = Stopwatch(clock)
  }

  /// A login as it was kept: the wall clock tells how much of its time is left, once.
  ///
  /// A token that would be good for longer than it ever was came under another clock: then its end
  /// is not known, and it counts as over.
  init(kept credential: Credential, now: Int64, clock: any Clock<Duration>) {
    self.credential = credential
    since = Stopwatch(clock)
    guard let expires = credential.expires else {
      remaining = nil
      return
    }
    let left = expires - now
    let most = credential.lifetime.map { $0 + Self.tolerance } ?? Int64.max
    remaining = left > most ? 0 : Double(left)
  }

  var token: AccessToken { credential.accessToken }

  /// Whether it can be used without asking for another: more than a tenth of its time is left, or
  /// five minutes.
  ///
  /// - Source: `identity.md` §9.3.
  var isFresh: Bool { left > min(300, (credential.lifetime.map(Double.init) ?? 3000) * 0.1) }

  /// Whether the service may still accept it.
  var isLive: Bool { left > 0 && !credential.hasEnded }

  private var left: Double { remaining.map { $0 - since.seconds } ?? .infinity }
}
