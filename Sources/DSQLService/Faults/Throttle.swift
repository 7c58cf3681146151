import DSQLTypes

/// Lets so many requests a second through: a bucket that holds one second's worth.
struct Throttle: Hashable, Sendable {
  /// Requests a second.
  private let rate: Double
  private var tokens: Double
  private var last: Instant

  init(rate: Double, at moment: Instant) {
    self.rate = rate
    tokens = max(1, rate)
    last = moment
  }

  /// Lets a request through, or answers the whole seconds after which one will pass.
  mutating func admit(at moment: Instant) -> Int? {
    let passed = Double(moment.ticks - last.ticks) / Double(Instant.ticksPerSecond)
    last = moment
    tokens = min(max(1, rate), tokens + max(0, passed) * rate)
    // What a sum of parts lacks to a whole one is no wait.
    if tokens > 0.999_999 {
      tokens -= 1
      return nil
    }
    return max(1, Int(((1 - tokens) / rate).rounded(.up)))
  }
}
