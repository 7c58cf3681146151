/// How much a statement may take.
///
/// Not documented; our choice.
///
/// - Source: `data-service-api.md` §3.7.
struct SQLLimits: Hashable, Sendable {
  /// The longest that a statement may run.
  var time = Duration.seconds(10)
  /// The rows that an answer may have.
  var rows = 10_000
  /// The bytes that an answer may have.
  var bytes = 16 << 20
}
