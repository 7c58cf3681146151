extension SessionZone {
  /// Seconds since 1970 in UTC of a local time that is given as if it were UTC.
  ///
  /// A time that a change of clocks skips is read with the offset before the change, and one that
  /// comes twice with the offset after it, as PostgreSQL does.
  package func utcSeconds(local: Int64) -> Int64 {
    let before = local - Int64(offsetSeconds(local - 86_400))
    let after = local - Int64(offsetSeconds(local + 86_400))
    if before == after { return before }
    if after + Int64(offsetSeconds(after)) == local { return after }
    return before
  }
}
