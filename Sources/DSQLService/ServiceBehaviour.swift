/// How records are read and compared, where deliveries and tenants differ.
struct ServiceBehaviour: Hashable, Sendable {
  let traits: EmbeddedTraits
  let style: AnswerStyle
  /// Whether users are records that `CreatedBy` and `UpdatedBy` refer to.
  let expandsUsers: Bool

  init(traits: EmbeddedTraits, expandsUsers: Bool) {
    self.traits = traits
    self.expandsUsers = expandsUsers
    style = traits.style
  }
}
