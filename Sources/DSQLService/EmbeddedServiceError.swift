/// Why an embedded service could not begin.
package enum EmbeddedServiceError: Error, Hashable, Sendable {
  /// The store's file could not be created.
  case cannotCreate(String)
  /// The store was written by a version that this one does not know.
  case unknownStoreVersion
  /// The file is no store of ours.
  case damagedStore
  /// There is no feature of this name.
  case unknownFeature(String)
  /// No trait has this name, or not this value: `NAME=VALUE` as it was given.
  case unknownTrait(String)
  /// The service ended before it listened.
  case ended
}

extension EmbeddedServiceError: CustomStringConvertible {
  /// What went wrong, as a user reads it.
  package var description: String {
    switch self {
    case .cannotCreate(let path): return "the file \(path) cannot be created"
    case .unknownStoreVersion: return "the file was written by another version of dsql"
    case .damagedStore: return "the file is no store of the embedded service"
    case .unknownFeature(let name):
      let known = ServiceFeature.allCases.map(\.rawValue).joined(separator: ", ")
      return "there is no feature \"\(name)\"; there are \(known)"
    case .unknownTrait(let assignment):
      let known = EmbeddedTraits.choices.joined(separator: ", ")
      return "there is no trait \"\(assignment)\"; there are \(known)"
    case .ended: return "the service ended before it listened"
    }
  }
}
