/// The body of a query as it is sent.
///
/// What stands under a key that the service does not know is not looked at: it is ignored without
/// an error, whatever it is.
///
/// - Source: `data-service-api.md` §7, "Unknown body key".
struct SentQuery: Decodable, Sendable {
  /// A value that is read only where its key is known.
  private struct Deferred<Value: Decodable & Sendable>: Decodable, Sendable {
    private let result: Result<Value, any Error>

    init(from decoder: any Decoder) {
      result = Result { try Value(from: decoder) }
    }

    func value() throws -> Value { try result.get() }
  }

  private enum CodingKeys: String, CodingKey {
    case aggregates, groupBy, havingFilter, joins, binnings
  }

  private let common: QueryBody
  private let aggregates: Deferred<[QueryBody.Aggregate]>?
  private let groupBy: Deferred<[String]>?
  private let having: Deferred<QueryBody.Having>?
  private let joins: Deferred<[QueryBody.Join]>?
  private let binnings: Deferred<[QueryBody.Anything]>?

  /// Whether the query asks for joins, whatever they are.
  var hasJoins: Bool { joins != nil }

  /// What a request without a body asks for: everything.
  init() {
    common = QueryBody()
    (aggregates, groupBy, having, joins, binnings) = (nil, nil, nil, nil, nil)
  }

  init(from decoder: any Decoder) throws {
    common = try QueryBody(from: decoder)
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    aggregates = try keys.decodeIfPresent(Deferred.self, forKey: .aggregates)
    groupBy = try keys.decodeIfPresent(Deferred.self, forKey: .groupBy)
    having = try keys.decodeIfPresent(Deferred.self, forKey: .havingFilter)
    joins = try keys.decodeIfPresent(Deferred.self, forKey: .joins)
    binnings = try keys.decodeIfPresent(Deferred.self, forKey: .binnings)
  }

  /// What of the query a service understands.
  ///
  /// - Parameters:
  ///   - options: What the service has.
  ///   - form: The form of the address: joins exist only by name.
  /// - Returns: The query without the keys that the service does not know.
  /// - Throws: A 400 for a feature that is known and switched off, or a value that cannot be read.
  func body(for options: EmbeddedServiceOptions, _ form: RouteForm) throws -> QueryBody {
    var body = common
    let hasAggregates = options.has(.aggregates)
    if options.apiLevel == .cloud {
      if try binnings?.value().isEmpty == false {
        throw RequestFailure.invalid(
          "Binning is not enabled for this tenant (enable-binning-on-query)."
        )
      }
      if having != nil, !hasAggregates || !options.has(.having) {
        throw RequestFailure.invalid(
          "The having filter is not enabled for this tenant (enable-having-on-query)."
        )
      }
      body.havingFilter = try having?.value()
    }
    if hasAggregates {
      body.aggregates = try aggregates?.value()
      body.groupBy = try groupBy?.value()
    }
    if form == .name, options.has(.joins) {
      body.joins = try joins?.value()
    } else if joins != nil {
      // Names with an entity before them belong to the key that is not known.
      body.selectedFields = body.selectedFields?.filter { !$0.contains(".") }
    }
    return body
  }
}
