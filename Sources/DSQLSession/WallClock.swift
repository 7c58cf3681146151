import FoundationEssentials

/// The time of day.
package enum WallClock {
  /// Seconds since 1970.
  package static let seconds: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }
}
