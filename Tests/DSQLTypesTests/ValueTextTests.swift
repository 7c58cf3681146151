import DSQLTypes
import Testing

@Suite struct ValueTextTests {
  static let colours = ChoiceDomain(
    name: "Colour",
    choices: [Choice(number: 0, name: "Red", label: "Deep red")]
  )

  @Test(
    arguments: [
      (.null, .text, nil), (.boolean(true), .boolean, "true"), (.integer(-5), .integer, "-5"),
      (.decimal(ExactDecimal(coefficient: 105, scale: 1)), .decimal(scale: 2), "10.50"),
      (.decimal(ExactDecimal(coefficient: 105, scale: 1)), .decimal(scale: nil), "10.5"),
      (.double(0.5), .double, "0.5"), (.text("x"), .text, "x"),
      (.date(CalendarDate(days: 0)), .date, "1970-01-01"),
      (.timestamp(Instant(ticks: 10_000_000)), .timestamp, "1970-01-01T00:00:01Z"),
      (.interval(Interval(days: 2)), .interval, "2 days"), (.uuid("ab"), .uuid, "ab"),
      (.choice(0), .choice(colours), "Deep red"), (.choice(7), .choice(colours), "#7"),
    ] as [(Value, DataType, String?)]
  )
  func check(_ value: Value, _ type: DataType, _ expected: String?) {
    #expect(value.text(type: type, zone: .utc) == expected)
  }
}
