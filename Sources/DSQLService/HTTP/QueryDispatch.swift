/// Chooses how a query is answered: plainly, grouped, or joined.
///
/// - Source: `data-service-api.md` §3.3, §3.5, §3.6 and §7.
struct QueryDispatch {
  let reading: StoreReading
  let entity: StoredEntity
  let level: Int
  let options: EmbeddedServiceOptions
  let form: RouteForm

  func answer(_ sent: SentQuery) throws -> [UInt8] {
    let body = try sent.body(for: options, form)
    let isGrouped = body.aggregates?.isEmpty == false || body.groupBy?.isEmpty == false
    let join = try body.joins.flatMap { joins in
      joins.isEmpty ? nil : try JoinPlan(reading: reading, root: entity, joins: joins)
    }
    if body.havingFilter != nil, !isGrouped {
      throw RequestFailure.invalid("havingFilter needs aggregates and groupBy.")
    }
    if isGrouped {
      return try GroupedQuery(reading: reading, entity: entity, join: join).answer(body)
    }
    if let join {
      return try JoinedQuery(reading: reading, join: join).answer(body)
    }
    return try RecordQueries(reading: reading, entity: entity, level: level).query(body)
  }
}
