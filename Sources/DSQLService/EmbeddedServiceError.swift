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
  /// This is no rate of a fault: `[KIND=]RATE` as it was given.
  case badRate(String)
  /// The rates of all faults are more than 1 together.
  case tooManyFaults
  /// This is no number of requests a second.
  case badThrottle(String)
  /// This is no number of milliseconds.
  case badDelay(String)
  /// This is no number to begin chance with.
  case badSeed(String)
  /// Roles are not given as they must be: what is wrong, and where.
  case badRoles(String)
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
      let known = (EmbeddedTraits.choices + IdentityOptions.choices).joined(separator: ", ")
      return "there is no trait \"\(assignment)\"; there are \(known)"
    case .badRate(let text):
      return "\"\(text)\" is no rate of faults; write RATE or KIND=RATE with a rate from 0 to 1"
        + " and a kind of 500, 503, 429, cut, lost, html"
    case .tooManyFaults: return "the rates of faults are more than 1 together"
    case .badThrottle(let text):
      return "\"\(text)\" is no throttle; write the requests a second, as in 5/s"
    case .badDelay(let text):
      return "\"\(text)\" is no delay; write whole milliseconds, from 0 to 600000"
    case .badSeed(let text): return "\"\(text)\" is no seed; write a whole number from 0"
    case .badRoles(let text): return "roles: \(text)"
    case .ended: return "the service ended before it listened"
    }
  }
}
