import DSQLDiagnostics
import DSQLTypes

/// What registered functions know beside their arguments, and the fault that one of them met.
///
/// A class, since every function of a connection shares one. Not `Sendable`: it is touched only
/// where its connection is, inside `LocalDatabase.perform`.
final class FunctionEnvironment {
  let zone: SessionZone
  let now: Instant
  /// Finds the rules of a zone by its name.
  let findZone: @Sendable (String) -> SessionZone?
  /// The choice sets that the statement names; functions get an index.
  var domains: [ChoiceDomain] = []
  /// The fault behind the error code that SQLite answers next; its own messages are texts only.
  var failure: (any Error)?
  var patterns = PatternCache()

  init(
    zone: SessionZone,
    now: Instant,
    findZone: @escaping @Sendable (String) -> SessionZone?
  ) {
    self.zone = zone
    self.now = now
    self.findZone = findZone
  }

  /// Keeps the first fault of a function, as a fault of this room.
  func fail(_ error: any Error) {
    if failure == nil { failure = LocalQueryError(Diagnostic(local: error)) }
  }

  /// The choice set at an index that the printer gave.
  func domain(_ index: Int64) -> ChoiceDomain {
    domains.indices.contains(Int(index))
      ? domains[Int(index)] : ChoiceDomain(name: "", choices: [])
  }

  /// The zone that `AT TIME ZONE` names.
  func zone(named name: String) throws -> SessionZone {
    if TextComparison.areEqual(name, "UTC") || TextComparison.areEqual(name, "Z") { return .utc }
    if TextComparison.areEqual(name, zone.identifier) { return zone }
    if let found = findZone(name) { return found }
    throw Diagnostic(.invalidParameter, "time zone \"\(name)\" not recognized")
  }
}
