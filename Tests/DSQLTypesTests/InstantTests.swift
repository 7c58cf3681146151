import DSQLTypes
import Testing

@Suite struct InstantTests {
  /// Two hours east from 2024-03-31T01:00Z to 2024-10-27T01:00Z, else one.
  static let oslo = SessionZone(identifier: "Europe/Oslo") { second in
    (1_711_846_800..<1_729_990_800).contains(second) ? 7200 : 3600
  }

  @Test(arguments: [
    ("2024-01-31T10:00:00Z", "2024-01-31T10:00:00Z", "2024-01-31T11:00:00+01:00"),
    ("2024-01-31 10:00:00", "2024-01-31T10:00:00Z", "2024-01-31T10:00:00+01:00"),
    ("2024-07-01t10:00z", "2024-07-01T10:00:00Z", "2024-07-01T12:00:00+02:00"),
    ("2024-07-01", "2024-07-01T00:00:00Z", "2024-07-01T00:00:00+02:00"),
    ("2024-07-01T10:00:00.1230000Z", "2024-07-01T10:00:00.123Z", "2024-07-01T12:00:00.123+02:00"),
    (
      "2024-07-01T10:00:00.12345678Z", "2024-07-01T10:00:00.1234567Z",
      "2024-07-01T12:00:00.1234567+02:00"
    ),
    ("2024-07-01T10:00:00+0530", "2024-07-01T04:30:00Z", "2024-07-01T06:30:00+02:00"),
    ("2024-07-01 10:00:00 -08", "2024-07-01T18:00:00Z", "2024-07-01T20:00:00+02:00"),
    ("2024-12-31T24:00:00Z", "2025-01-01T00:00:00Z", "2025-01-01T01:00:00+01:00"),
    (
      "1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.9999999Z",
      "1970-01-01T00:59:59.9999999+01:00"
    ),
    // Skipped when clocks go forward, and seen twice when they go back.
    ("2024-03-31T02:30:00", "2024-03-31T02:30:00Z", "2024-03-31T03:30:00+02:00"),
    ("2024-10-27T02:30:00", "2024-10-27T02:30:00Z", "2024-10-27T02:30:00+01:00"),
    ("2024-03-31T03:00:00", "2024-03-31T03:00:00Z", "2024-03-31T03:00:00+02:00"),
  ])
  func check(_ text: String, _ utc: String, _ local: String) throws {
    #expect(Instant(parsing: text, zone: .utc)?.text(in: .utc) == utc)
    #expect(Instant(parsing: text, zone: Self.oslo)?.text(in: Self.oslo) == local)
  }

  @Test(arguments: [
    "", "10:00", "2024-01-31T", "2024-01-31T1:00", "2024-01-31T10:60", "2024-01-31T10:00:60",
    "2024-01-31T10:00:00.Z", "2024-01-31T10:00:00Zx", "2024-01-31T10:00:00+25:00",
    "2024-01-31T24:00:01", "2024-02-30T10:00:00Z", "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-01:00", "2024-01-31T10:00:00+", "2024-01-31T10:00:00+1",
  ])
  func refusesOtherTexts(_ text: String) {
    #expect(Instant(parsing: text, zone: .utc) == nil)
  }

  @Test(arguments: [
    ("2024-01-31T10:00:00Z", "1 month", "2024-02-29T10:00:00Z"),
    ("2024-01-31T10:00:00Z", "-1 month", "2023-12-31T10:00:00Z"),
    ("2024-01-31T10:00:00Z", "1 mon 1 day 02:00:00", "2024-03-01T12:00:00Z"),
    ("2024-01-31T10:00:00Z", "9000 years", "nil"),
    ("2024-01-01T00:00:00Z", "-0.1 seconds", "2023-12-31T23:59:59.9Z"),
  ])
  func addsIntervals(_ text: String, _ interval: String, _ expected: String) throws {
    let instant = try #require(Instant(parsing: text, zone: .utc))
    let span = try #require(Interval(parsing: interval))
    #expect(instant.adding(span, zone: .utc)?.text(in: .utc) ?? "nil" == expected)
    if expected != "nil", span.months == 0 {
      let result = try #require(Instant(parsing: expected, zone: .utc))
      #expect(result.subtracting(span, zone: .utc) == instant)
    }
  }

  @Test func aDayIsOneOfTheClock() throws {
    let noon = try #require(Instant(parsing: "2024-03-30T12:00:00", zone: Self.oslo))
    let day = noon.adding(Interval(days: 1), zone: Self.oslo)
    #expect(day?.text(in: Self.oslo) == "2024-03-31T12:00:00+02:00")
    let hours = noon.adding(Interval(ticks: Instant.ticksPerDay), zone: Self.oslo)
    #expect(hours?.text(in: Self.oslo) == "2024-03-31T13:00:00+02:00")
  }

  @Test func showsOddOffsets() {
    let zone = SessionZone(identifier: "LMT") { _ in -(5 * 3600 + 30 * 60 + 20) }
    #expect(Instant(ticks: 0).text(in: zone) == "1969-12-31T18:29:40-05:30:20")
    #expect(Instant(parsing: "1969-12-31T18:29:40-05:30:20", zone: .utc)?.ticks == 0)
  }
}
