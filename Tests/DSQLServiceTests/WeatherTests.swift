import DSQLTypes
import HTTPTypes
import Synchronization
import Testing

@testable import DSQLService

/// Faults by chance, and throttling.
@Suite
struct WeatherTests {
  private static let options = EmbeddedServiceOptions(store: .memory)

  /// Requests that are throttled are told when to come again, unless a trait says otherwise.
  @Test(arguments: [([], "1"), (["retry-after=absent"], nil)])
  func throttling(_ traits: [String], _ wait: String?) async throws {
    let moment = Mutex(ServiceScenario.moment)
    let clock: @Sendable () -> Instant = { moment.withLock { $0 } }
    let scenario = try ServiceScenario.make(
      traits: traits,
      adjusting: { options in
        options.throttle = 2
        options.now = clock
      }
    )
    try await scenario.run { tester in
      for (passed, statuses) in [
        (0, [200, 200, 429, 429]), (500, [200, 429]), (5000, [200, 200, 429]),
      ] {
        moment.withLock { now in
          now = Instant(ticks: now.ticks + Int64(passed) * (Instant.ticksPerSecond / 1000))
        }
        for expected in statuses {
          let (status, _, headers) = try await tester.send(Exchange(.get, "/Entity"))
          #expect(status == expected)
          #expect(headers[.retryAfter] == (status == 429 ? wait : nil))
        }
      }
    }
  }

  /// A slow bucket fills slowly, and the wait is rounded up.
  @Test func slowThrottle() {
    let start = ServiceScenario.moment
    var throttle = Throttle(rate: 0.25, at: start)
    #expect(throttle.admit(at: start) == nil)
    #expect(throttle.admit(at: start) == 4)
    let later = Instant(ticks: start.ticks + Instant.ticksPerSecond * 5 / 2)
    #expect(throttle.admit(at: later) == 2)
    // A clock that is put back fills nothing.
    #expect(throttle.admit(at: start) == 2)
    #expect(throttle.admit(at: later) == nil)
  }

  /// The same seed brings the same weather, and each kind comes about as often as it should.
  @Test func chance() throws {
    var options = Self.options
    try options.failures.set("500=0.2")
    try options.failures.set("lost=0.1")
    try options.sow("7")
    func kinds() -> [FaultPlan.Kind?] {
      let weather = Weather(options) { ServiceScenario.moment }
      return (0..<2000).map { _ in weather?.fault(on: "/")?.kind }
    }
    let found = kinds()
    #expect(kinds() == found)
    #expect(Set(found) == [nil, .internalError, .lost])
    #expect((350...450).contains(found.count { $0 == .internalError }))
    #expect((150...250).contains(found.count { $0 == .lost }))
    options.seed = 8
    #expect(kinds() != found)
  }

  @Test func allKinds() throws {
    var rates = FaultRates()
    try rates.set("0.6")
    let found = (0..<10).map { rates.kind(at: 0.05 + Double($0) / 10) }
    #expect(
      found == [.internalError, .unavailable, .throttled, .cut, .lost, .html, nil, nil, nil, nil]
    )
    try rates.set("html=0")
    #expect(rates.kind(at: 0.55) == nil)
    #expect(!rates.isEmpty)
  }

  @Test func fineWeather() throws {
    #expect(Weather(Self.options, now: { ServiceScenario.moment }) == nil)
    var options = Self.options
    try options.failures.set("0")
    #expect(options.failures.isEmpty && !options.hasWeather)
  }

  @Test(arguments: ["", "x", "-0.1", "1.1", "nan", "404=0.1", "401=1", "=0.1", "500=", "500=x"])
  func badRates(_ text: String) {
    var rates = FaultRates()
    #expect(throws: EmbeddedServiceError.badRate(text)) { try rates.set(text) }
  }

  @Test func tooManyFaults() throws {
    var rates = FaultRates()
    try rates.set("1")
    #expect(throws: EmbeddedServiceError.tooManyFaults) { try rates.set("cut=0.5") }
  }

  @Test(arguments: ["", "x", "0", "-1", "inf", "5/m", "/s"])
  func badThrottles(_ text: String) {
    var options = Self.options
    #expect(throws: EmbeddedServiceError.badThrottle(text)) { try options.limit(text) }
  }

  @Test(arguments: ["", "x", "-1", "1.5", "600001"])
  func badDelays(_ text: String) {
    var options = Self.options
    #expect(throws: EmbeddedServiceError.badDelay(text)) { try options.delay(text, \.latency) }
  }

  /// The switches as the command line writes them.
  @Test func switches() throws {
    var options = Self.options
    #expect(options.switches == "")
    try options.limit("5/s")
    try options.delay("40", \.latency)
    try options.failures.set("429=0.5")
    #expect(options.switches == "--latency 40 --throttle 5/s --fail 429=0.5")
    #expect(options.isStandard && options.hasWeather)
  }
}
