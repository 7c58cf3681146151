import DSQLTypes
import Foundation

/// Time zones by name, from the system's own tables.
enum NamedZone {
  /// The zone of that name; nil where the system knows none.
  static func zone(_ name: String) -> SessionZone? {
    if name.uppercased() == "UTC" { return .utc }
    guard let zone = TimeZone(identifier: name) else { return nil }
    return SessionZone(identifier: name) { seconds in
      zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
    }
  }
}
