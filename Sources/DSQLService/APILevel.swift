/// The delivery that the service behaves like.
///
/// - Source: `data-service-api.md` §7.
package enum APILevel: String, CaseIterable, Hashable, Sendable {
  case cloud
  case suite2023 = "suite-2023.4"
  case suite2024 = "suite-2024.10"

  /// What the level has beyond plain reads and writes.
  var features: Set<ServiceFeature> {
    switch self {
    case .cloud: [.joins, .aggregates, .having, .bulkUpload, .laterVersions, .expansionOfUsers]
    case .suite2024: [.bulkUpload, .expansionOfUsers]
    case .suite2023: []
    }
  }
}

/// A part of the interface that not every delivery has.
package enum ServiceFeature: String, CaseIterable, Hashable, Sendable {
  /// `joins` in a query by name.
  case joins
  /// `aggregates` and `groupBy`.
  case aggregates
  /// `havingFilter`.
  case having
  /// CSV import.
  case bulkUpload = "bulk-upload"
  /// The paths that begin with `/v2` and `/v3`.
  case laterVersions = "v2"
  /// Users as records that `CreatedBy` and `UpdatedBy` refer to; without it these are plain GUIDs at
  /// every expansion level, and no path leads through them.
  ///
  /// - Source: `data-service-api.md` §2.8.
  case expansionOfUsers = "expansion-of-users"
}
