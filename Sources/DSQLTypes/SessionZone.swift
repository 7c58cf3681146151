/// A time zone as this room needs it: an offset for every instant.
///
/// The rules of named zones are handed in from above, since this room reads no files.
package struct SessionZone: Sendable {
  /// Its name, for instance `Europe/Oslo`.
  package let identifier: String
  /// Seconds east of UTC at an instant given in seconds since 1970.
  package let offsetSeconds: @Sendable (Int64) -> Int

  package init(identifier: String, offsetSeconds: @escaping @Sendable (Int64) -> Int) {
    self.identifier = identifier
    self.offsetSeconds = offsetSeconds
  }

  package static let utc = SessionZone(identifier: "UTC") { _ in 0 }
}
