/// Why an embedded service could not begin.
package enum EmbeddedServiceError: Error, Hashable, Sendable {
  /// The store's file could not be created.
  case cannotCreate(String)
  /// The store was written by a version that this one does not know.
  case unknownStoreVersion
  /// The file is no store of ours.
  case damagedStore
  /// The service ended before it listened.
  case ended
}
