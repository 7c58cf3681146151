import DSQLAPI

/// What the keys of an answer's records show of how the service understood the query.
struct AnswerSigns: Sendable {
  let rows: Int
  /// Rows that have a key at all; one whose values are all NULL may have none.
  let withKeys: Int
  /// Rows with the key `Id`.
  let withID: Int
  /// Rows with a key that has a dot.
  let withDots: Int
  /// Rows with one of the keys that were watched.
  let withWatched: Int
  /// The first row and path that needed a related record which was not filled in.
  let unfilled: (row: Int, path: [String])?

  /// The part of a query that the service passed over in silence, and how that is told.
  ///
  /// A HAVING leaves no sign; whoever relies on it checks the groups again.
  ///
  /// - Parameter query: What was asked, with its aliases watched.
  /// - Returns: Nil where all of it had its effect, or no row tells.
  /// - Source: `data-service-api.md` §3.5, §3.6 and §7.
  func ignored(of query: RecordQuery) -> (feature: QueryFeature, message: String)? {
    if let unfilled {
      let path = unfilled.path.dropLast().joined(separator: ".")
      return (
        .expansion, "the service did not fill in \"\(path)\" of record \(unfilled.row + 1)"
      )
    }
    guard rows > 0 else { return nil }
    if query.isGrouped {
      let groupsByID = query.groupBy.contains { $0.lowercased() == "id" }
      let hasRecords = withID > 0 && !groupsByID
      let lacksValues = withWatched == 0 && !query.aggregates.isEmpty
      if hasRecords || lacksValues {
        return (.aggregates, "the service answered records where groups were asked for")
      }
      return nil
    }
    guard !query.joins.isEmpty, withDots < withKeys || withDots == 0 else { return nil }
    return (.joins, "the service answered records where joined rows were asked for")
  }
}

extension RecordQuery {
  /// Keys of its answer that show that it was understood.
  var watchedKeys: [String] { aggregates.map(\.alias) }
}
