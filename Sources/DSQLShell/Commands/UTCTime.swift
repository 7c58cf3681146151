import DSQLTypes

/// Points in time in messages.
enum UTCTime {
  /// Seconds since 1970 as an instant in UTC.
  static func text(secondsSince1970 seconds: Int64) -> String {
    Instant(ticks: seconds * Instant.ticksPerSecond).text(in: .utc)
  }
}
