/// How records are read and compared, where deliveries and tenants differ.
struct ServiceBehaviour: Hashable, Sendable {
  var traits: EmbeddedTraits
  /// Whether users are records that `CreatedBy` and `UpdatedBy` refer to.
  var expandsUsers: Bool
}
