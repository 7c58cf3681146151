/// The body of a request to the SQL endpoint.
///
/// - Source: `data-service-api.md` §3.7.
struct SQLBody: Decodable, Sendable {
  struct Options: Decodable, Sendable {
    var relationshipsAsScalar: Bool?
    var resolveChoiceSets: Bool?
  }

  /// Where an entity of the statement is really to be looked for.
  struct Routing: Decodable, Sendable {
    var entityName: String
    var folderId: String?
    var overrideEntityName: String?
  }

  struct RoutingContext: Decodable, Sendable {
    var entityRoutings: [Routing]?
  }

  var query: String?
  var queryOptions: Options?
  var routingContext: RoutingContext?
}
