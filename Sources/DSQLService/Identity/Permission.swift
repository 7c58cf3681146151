/// What a call needs: a scope of the token and a right of the user.
///
/// - Source: `data-service-api.md` §6.3.
enum Permission: CaseIterable, Hashable, Sendable {
  case readSchema
  case readData
  case writeData
  case writeSchema
  /// Writing the values of a choice set.
  case writeChoices

  /// The scope's name in the cloud.
  var scope: String {
    switch self {
    case .readSchema: "DataFabric.Schema.Read"
    case .readData: "DataFabric.Data.Read"
    case .writeData: "DataFabric.Data.Write"
    case .writeSchema: "DataFabric.Schema.Write"
    case .writeChoices: "DataServiceApiUserAccess"
    }
  }

  /// The scope's name in Automation Suite, where it has one of its own.
  var suiteScope: String {
    scope.hasPrefix("DataFabric.") ? "DataService.\(scope.dropFirst("DataFabric.".count))" : scope
  }
}
