import DSQLAPI
import DSQLTypes

/// What a new store holds: the users, and the sample tenant where it is wanted.
struct FirstContent {
  let store: Store

  /// 2026-01-01, before any record that a person writes.
  private static let moment = Instant(ticks: 1_767_225_600 * Instant.ticksPerSecond)

  func write(withSample: Bool) throws {
    try store.writeNow(
      as: LocalUser.administrator.id,
      moment: Self.moment,
      random: SeededGenerator(seed: 2026)
    ) { writing in
      try SystemContent(writing: writing).write()
      if withSample { try SampleTenant(writing: writing).write() }
    }
  }
}
