import DSQLTypes
import Testing

@Suite struct CalendarDateTests {
  @Test(arguments: [
    ("1970-01-01", 0, 4, 1970, 1, 1), ("2000-02-29", 11_016, 2, 2000, 9, 60),
    ("0001-01-01", -719_162, 1, 1, 1, 1), ("9999-12-31", 2_932_896, 5, 9999, 52, 365),
    ("2021-01-03", 18_630, 0, 2020, 53, 3), ("2024-12-30", 20_087, 1, 2025, 1, 365),
    ("1969-12-31", -1, 3, 1970, 1, 365), ("2024-12-31", 20_088, 2, 2025, 1, 366),
  ])
  func check(
    _ text: String,
    _ days: Int64,
    _ weekday: Int,
    _ year: Int,
    _ week: Int,
    _ day: Int
  )
    throws
  {
    let date = try #require(CalendarDate(parsing: text))
    #expect(date.days == days)
    #expect(date.weekday == weekday)
    #expect(date.isoWeek == (year, week))
    #expect(date.dayOfYear == day)
    #expect(date.text == text)
  }

  @Test(arguments: [
    ("2024-01-31T10:00:00Z", "2024-01-31"), ("2024-01-31 10:00", "2024-01-31"),
    ("2024-01-31t23:59:59.999+02:00", "2024-01-31"),
  ])
  func dropsATime(_ text: String, _ expected: String) {
    #expect(CalendarDate(parsing: text)?.text == expected)
  }

  @Test(arguments: [
    "", "2024-1-1", "2023-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "0000-01-01",
    "24-01-01", "2024-01-01x", "2024-01-01T", "2024-01-01T25:00", "20240101", "1900-02-29",
    "10000-01-01",
  ])
  func refusesOtherTexts(_ text: String) {
    #expect(CalendarDate(parsing: text) == nil)
  }

  @Test func countsEveryDay() {
    var days = CalendarDate.first.days
    for year in 1...9999 where year % 7 == 1 || year % 100 == 0 {
      days = CalendarDate(year: year, month: 1, day: 1)?.days ?? .min
      for month in 1...12 {
        for day in 1...CalendarDate.length(ofMonth: month, year: year) {
          let date = CalendarDate(days: days)
          if date.civil != (year, month, day) { Issue.record("\(year)-\(month)-\(day)") }
          days += 1
        }
      }
    }
  }

  @Test(arguments: [
    ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"),
    ("2024-03-31", -1, "2024-02-29"),
    ("2024-02-29", 12, "2025-02-28"), ("2024-12-15", 1, "2025-01-15"), ("0001-01-01", -1, "nil"),
    ("9999-12-01", 1, "nil"), ("2024-01-15", -24, "2022-01-15"),
  ])
  func addsMonths(_ text: String, _ months: Int64, _ expected: String) throws {
    let date = try #require(CalendarDate(parsing: text))
    #expect(date.adding(months: months)?.text ?? "nil" == expected)
  }
}
