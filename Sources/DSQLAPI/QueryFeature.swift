/// A part of the query interface that not every service has.
///
/// A service without it may refuse it, or ignore it and answer something else.
///
/// - Source: `data-service-api.md` §7.
package enum QueryFeature: String, Hashable, Sendable, CaseIterable {
  /// `aggregates` and `groupBy`.
  case aggregates
  /// `havingFilter`.
  case having
  /// `joins`, on the name route.
  case joins
  /// Related records inside a record, by `expansionLevel` 2 and 3; documented for every version.
  case expansion
}
