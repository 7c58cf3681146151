/// What a call needs of the token that it carries, however the tenant spells it.
///
/// - Source: `data-service-api.md` §6.3, `identity.md` §4.
package enum ServiceScope: String, CaseIterable, Hashable, Sendable {
  case readSchema = "Schema.Read"
  case readData = "Data.Read"
  case writeData = "Data.Write"
  case writeSchema = "Schema.Write"
  /// The values of choice sets; only UiPath's own applications get it.
  case writeChoices = "DataServiceApiUserAccess"

  /// The name without its family, for people.
  package var shortName: String { rawValue }

  /// The name in each family, the current product's first.
  package var names: [String] {
    self == .writeChoices ? [rawValue] : ScopeFamily.allCases.map { "\($0.rawValue).\(rawValue)" }
  }
}

/// The product's name that stands before a scope: which of them a tenant offers is not documented.
///
/// - Source: `identity.md` §4.
package enum ScopeFamily: String, CaseIterable, Hashable, Sendable {
  case fabric = "DataFabric"
  case service = "DataService"
}

/// The scopes that a token came with.
package struct GrantedScopes: Hashable, Sendable {
  /// As the server wrote them, in its order.
  package let names: [String]

  package init(_ names: [String]) { self.names = names }

  /// Reads the `scope` member of an answer: names with blanks between them.
  package init(text: String) { self.init(text.split(separator: " ").map(String.init)) }

  /// The form of the `scope` member.
  package var text: String { names.joined(separator: " ") }

  /// Whether they satisfy a need; either family does, and UiPath's own wide ones satisfy all that
  /// concerns records and choice sets, but not the writing of entities.
  ///
  /// - Source: `identity.md` §9.6.
  package func allows(_ need: ServiceScope) -> Bool {
    if names.contains(where: { need.names.contains($0) }) { return true }
    return need != .writeSchema && names.contains { Self.wide.contains($0) }
  }

  /// What of some needs they do not satisfy, in their order.
  package func missing(of needs: [ServiceScope]) -> [ServiceScope] {
    needs.filter { !allows($0) }
  }

  /// For people: `Schema.Read and Data.Read`, without families and without `offline_access`.
  package var shortText: String {
    let known = ServiceScope.allCases.filter { allows($0) }.map(\.shortName)
    guard let last = known.last else { return text }
    return known.count == 1 ? last : known.dropLast().joined(separator: ", ") + " and " + last
  }

  private static let wide: Set<String> = ["DataService", "DataServiceApiUserAccess"]
}
