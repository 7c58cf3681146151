import DSQLTypes
import Testing

@Suite struct IntervalTests {
  @Test(arguments: [
    ("3 days", "3 days"), ("1 day", "1 day"),
    ("1 year 2 mons 3 days 04:05:06", "1 year 2 mons 3 days 04:05:06"),
    ("2 hours 30 minutes", "02:30:00"), ("P1Y2M3DT4H", "1 year 2 mons 3 days 04:00:00"),
    ("PT1.5S", "00:00:01.5"), ("p2w", "14 days"), ("-P1D", "-1 days"),
    ("14 months", "1 year 2 mons"),
    ("1 week", "7 days"), ("1.5 hours", "01:30:00"), ("0.5 days", "12:00:00"),
    ("1.5 months", "1 mon 15 days"), ("1.5 years", "1 year 6 mons"), ("90 minutes", "01:30:00"),
    ("100 hours", "100:00:00"), ("-1 day +02:00", "-1 days +02:00:00"),
    ("-1 year 2 days", "-1 years +2 days"), ("1 day ago", "-1 days"), ("5", "00:00:05"),
    ("1-2", "1 year 2 mons"), ("-1-2", "-1 years -2 mons"), ("-04:05:06.70", "-04:05:06.7"),
    ("0 days", "00:00:00"), ("250 ms", "00:00:00.25"), ("1 US", "00:00:00.000001"),
    ("@ 1 Minute", "00:01:00"), ("1day2hours", "1 day 02:00:00"), ("2 quarters", "6 mons"),
    ("-1 month 15 days", "-1 mons +15 days"), ("36:00", "36:00:00"),
  ])
  func check(_ text: String, _ expected: String) throws {
    let interval = try #require(Interval(parsing: text))
    #expect(interval.text == expected)
    #expect(Interval(parsing: interval.text) == interval)
  }

  @Test(arguments: [
    "", " ", "days", "1 foo", "1 day 2", "P", "P1", "P1H", "1:2:3:4", "04:60", "ago",
    "99999999999999999999 years", "1 day ago 2 days", "--1 day", "1..5 days",
  ])
  func refusesOtherTexts(_ text: String) {
    // A number at the end counts seconds.
    if text == "1 day 2" {
      #expect(Interval(parsing: text)?.text == "1 day 00:00:02")
    } else {
      #expect(Interval(parsing: text) == nil)
    }
  }

  @Test func calculates() {
    let span = Interval(months: 1, days: 2, ticks: Instant.ticksPerSecond)
    #expect(span.negated == Interval(months: -1, days: -2, ticks: -Instant.ticksPerSecond))
    #expect(span.multiplied(by: 3)?.text == "3 mons 6 days 00:00:03")
    #expect(span.scaled(by: 0.5)?.text == "16 days 00:00:00.5")
    #expect(Interval(days: 1).scaled(by: 1.5)?.text == "1 day 12:00:00")
    #expect(span.adding(span)?.text == "2 mons 4 days 00:00:02")
    #expect(Interval(months: .max).multiplied(by: 2) == nil)
    #expect(Interval(ticks: .min).negated == nil)
    #expect(Interval(days: 29) < Interval(months: 1))
    #expect(Interval(ticks: Instant.ticksPerDay * 31) > Interval(months: 1))
  }
}
