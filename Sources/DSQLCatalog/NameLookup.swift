import DSQLTypes

/// How a written name is held against the names there are.
///
/// - Source: `language.md` §1.
package enum NameMatching: Hashable, Sendable {
  /// A bare name: any letter case; of several, the exact one wins.
  case anyCase
  /// A quoted name: exactly as written.
  case exact
}

/// What a name means among things that have names.
package enum NameLookup<Found: Sendable>: Sendable {
  case found(Found)
  case missing
  /// Several names that differ from the written one, and from each other, only in letter case.
  case ambiguous([Found])

  /// Looks a name up.
  package static func find(
    _ name: String,
    in candidates: [Found],
    matching: NameMatching,
    by nameOf: (Found) -> String
  ) -> NameLookup<Found> {
    if let exact = candidates.first(where: { nameOf($0).utf8.elementsEqual(name.utf8) }) {
      return .found(exact)
    }
    if matching == .exact { return .missing }
    let alike = candidates.filter { TextComparison.areEqual(nameOf($0), name) }
    switch alike.count {
    case 0: return .missing
    case 1: return .found(alike[0])
    default: return .ambiguous(alike)
    }
  }
}
