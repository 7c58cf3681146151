package import DSQLAPI

/// Which scopes a login asks for.
///
/// - Source: `identity.md` §9.1.
package enum ScopeChoice: Hashable, Sendable {
  /// Those of the family that the server offers.
  case automatic
  case family(ScopeFamily)
  /// Scopes by name; a name without a family, as `Data.Read`, is one of the family that the server
  /// offers.
  case list([String])

  /// Reads the words of the setting.
  package init(_ words: [String]) {
    switch words {
    case [], ["auto"]: self = .automatic
    case ["service"]: self = .family(.service)
    case ["fabric"]: self = .family(.fabric)
    default: self = .list(words)
    }
  }

  /// As the setting spells it.
  package var words: [String] {
    switch self {
    case .automatic: ["auto"]
    case .family(.service): ["service"]
    case .family(.fabric): ["fabric"]
    case .list(let names): names
    }
  }

  /// The names to ask for.
  ///
  /// - Parameters:
  ///   - offered: What discovery says the server offers; nil where it does not say.
  ///   - isRenewable: Whether the login is to last: adds `offline_access`, which an application by
  ///     itself must not ask for.
  /// - Returns: The names, each once.
  package func names(offered: [String]?, isRenewable: Bool) -> [String] {
    var names: [String] =
      switch self {
      case .automatic: Self.usual(of: Self.family(offered: offered))
      case .family(let family): Self.usual(of: family)
      case .list(let given):
        given.map { name in
          Self.shortNames.contains(name)
            ? "\(Self.family(offered: offered).rawValue).\(name)" : name
        }
      }
    if isRenewable { names.append(Self.renewal) }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted && (isRenewable || $0 != Self.renewal) }
  }

  /// The scope that brings a refresh token.
  static let renewal = "offline_access"

  private static let shortNames = Set(
    ServiceScope.allCases.filter { $0 != .writeChoices }.map(\.rawValue)
  )

  private static func usual(of family: ScopeFamily) -> [String] {
    [ServiceScope.readSchema, .readData, .writeData].map { "\(family.rawValue).\($0.rawValue)" }
  }

  private static func family(offered: [String]?) -> ScopeFamily {
    let offered = offered ?? []
    let families = ScopeFamily.allCases.filter { family in
      offered.contains { $0.hasPrefix("\(family.rawValue).") }
    }
    if families.count == 1 { return families[0] }
    return offered.contains("DataFabric.Data.Read") ? .fabric : .service
  }
}
