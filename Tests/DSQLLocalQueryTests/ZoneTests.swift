import DSQLTypes
import Testing

/// What depends on the session's zone.
@Suite struct ZoneTests {
  static let cases = [
    ("now()", "2024-05-06T09:08:09.5+02:00"),
    ("(TIMESTAMP '2024-06-30T22:30:00Z')::date", "2024-07-01"),
    ("(DATE '2024-07-01')::timestamp", "2024-07-01T00:00:00+02:00"),
    ("date_trunc('day', TIMESTAMP '2024-06-30T22:30:00Z')", "2024-07-01T00:00:00+02:00"),
    ("date_trunc('month', TIMESTAMP '2024-12-31T23:30:00Z')", "2025-01-01T00:00:00+01:00"),
    ("extract(hour FROM TIMESTAMP '2024-01-01T00:00:00Z')", "1"),
    ("extract(timezone FROM TIMESTAMP '2024-07-01T00:00:00Z')", "7200"),
    ("TIMESTAMP '2024-03-30T12:00:00+01:00' + INTERVAL '1 day'", "2024-03-31T12:00:00+02:00"),
    ("TIMESTAMP '2024-03-30T12:00:00+01:00' + INTERVAL '24 hours'", "2024-03-31T13:00:00+02:00"),
    ("('2024-07-01T10:00:00' || '')::timestamp", "2024-07-01T10:00:00+02:00"),
    ("(TIMESTAMP '2024-07-01T10:00:00Z')::text", "2024-07-01T12:00:00+02:00"),
    ("to_char(TIMESTAMP '2024-07-01T10:00:00Z', 'HH24:MI TZH')", "12:00 +02"),
    ("TIMESTAMP '2024-07-01T12:00:00Z' AT TIME ZONE 'UTC'", "2024-07-01T12:00:00+02:00"),
  ]

  @Test(arguments: cases)
  func check(_ sql: String, _ expected: String) async {
    #expect(await ShopRunner(zone: .oslo).rows("SELECT \(sql)") == [expected], "\(sql)")
  }
}
