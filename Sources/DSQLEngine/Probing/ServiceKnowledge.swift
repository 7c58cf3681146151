import DSQLCatalog
import DSQLTypes

/// What a connection has found out about its service.
struct ServiceKnowledge: Sendable {
  /// Nil until the first use, which looks whether an earlier run kept it.
  var traits: ServiceTraits?
  /// When the oldest of it was found out.
  var since: Instant?
  /// What the tenant's records could not settle; it is not asked again before the next refresh.
  var undecided: Set<ServiceQuestion> = []
  /// Whether the user was told that the service minds letter case, which the profile does not say.
  var hasToldOfLetterCase = false
}
