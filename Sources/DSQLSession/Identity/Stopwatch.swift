/// How long something has taken, by a clock that keeps counting while the machine sleeps.
struct Stopwatch: Sendable {
  private let read: @Sendable () -> Duration

  init(_ clock: any Clock<Duration>) { self = Self.started(clock) }

  private init(read: @escaping @Sendable () -> Duration) { self.read = read }

  var elapsed: Duration { read() }

  var seconds: Double {
    let (seconds, attoseconds) = elapsed.components
    return Double(seconds) + Double(attoseconds) / 1e18
  }

  private static func started<Given: Clock<Duration>>(_ clock: Given) -> Stopwatch {
    let start = clock.now
    return Stopwatch { start.duration(to: clock.now) }
  }
}
