/// What a connection knows about the second version of the read of one record.
///
/// - Source: `data-service-api.md` §7: older deliveries have no paths that begin with `/v2`.
enum WholeReadMemory {
  case unknown
  /// It answered a record once: a 404 is about the record, whatever its text.
  case present
  /// The first version is read in its place.
  case absent
}
