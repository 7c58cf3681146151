import DSQLTypes
import Synchronization

/// What lies between a client and the service: distance, load, faults by chance and by plan.
///
/// A class, since all requests draw from one bucket and one sequence of random numbers.
final class Weather: Sendable {
  private struct State {
    var random: any RandomNumberGenerator & Sendable
    var throttle: Throttle?
  }

  let plan: FaultPlan?
  private let latency: Duration
  private let jitter: Duration
  private let failures: FaultRates
  private let tellsWhenToRetry: Bool
  private let now: @Sendable () -> Instant
  private let state: Mutex<State>

  /// The weather that options ask for; nil where it is fine.
  init?(_ options: EmbeddedServiceOptions, now: @escaping @Sendable () -> Instant) {
    guard options.faults != nil || options.hasWeather else { return nil }
    plan = options.faults
    latency = options.latency
    jitter = options.jitter
    failures = options.failures
    tellsWhenToRetry = !options.traits.omitsRetryAfter
    self.now = now
    let random: any RandomNumberGenerator & Sendable =
      options.seed.map { SeededGenerator(seed: $0) } ?? SystemRandomNumberGenerator()
    state = Mutex(
      State(
        random: random,
        throttle: options.throttle.map { Throttle(rate: $0, at: now()) }
      )
    )
  }

  /// How long a request travels.
  func delay() -> Duration {
    jitter == .zero ? latency : latency + jitter * chance()
  }

  /// The fault that a request meets, if any.
  func fault(on path: Substring) -> Fault? {
    if let planned = plan?.take(path) { return planned }
    let moment = now()
    if let wait = state.withLock({ $0.throttle?.admit(at: moment) ?? nil }) {
      return Fault(kind: .throttled, retryAfter: tellsWhenToRetry ? wait : nil)
    }
    guard !failures.isEmpty, let kind = failures.kind(at: chance()) else { return nil }
    let isBusy = kind == .throttled && tellsWhenToRetry
    return Fault(kind: kind, retryAfter: isBusy ? 1 : nil)
  }

  private func chance() -> Double {
    state.withLock { state in
      var random = state.random
      defer { state.random = random }
      // 53 bits, as a binary number holds.
      return Double(random.next() >> 11) / 9_007_199_254_740_992
    }
  }
}
