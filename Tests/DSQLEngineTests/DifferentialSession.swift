import DSQLTypes

/// What the user of a generated run set.
struct DifferentialSession: Sendable, CustomStringConvertible {
  /// Records for each page.
  var pageSize: Int
  var zone: SessionZone

  /// - Parameters:
  ///   - random: Where the numbers come from.
  ///   - most: About how many records an entity has at most.
  init(_ random: inout SeededGenerator, most: Int) {
    pageSize = random.pick([1000, 1000, max(most / 3, 5)])
    zone = random.pick([.utc, .utc, Self.summerTime, Self.west])
  }

  var description: String { "page size \(pageSize), zone \(zone.identifier)" }

  /// One hour east of UTC, two in the summer of 2024.
  private static let summerTime = SessionZone(identifier: "test/summer") { seconds in
    (1_711_846_800..<1_729_990_800).contains(seconds) ? 7200 : 3600
  }

  private static let west = SessionZone(identifier: "test/west") { _ in -34_200 }
}
