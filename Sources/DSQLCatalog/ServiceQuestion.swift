package import DSQLAPI

/// Something about a service that is not known yet and that a harmless call finds out.
///
/// The planner names those whose answer could make a plan cheaper; the engine asks and plans again.
///
/// - Source: `design.md` §5.
package enum ServiceQuestion: Hashable, Sendable {
  /// Whether it has a part of the query interface.
  case feature(QueryFeature)
  /// How it compares texts.
  case textMatching
  /// Where it sorts NULL.
  case nullOrder
  /// Whether it adds decimals without losing digits.
  case decimalSums
}
