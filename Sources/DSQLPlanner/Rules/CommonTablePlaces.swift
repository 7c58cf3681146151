import DSQLPlan

/// Where the common tables of a query are defined, and how often each is read.
struct CommonTablePlaces {
  private var counts: [Int: Int] = [:]
  private var queries: [Int: BoundQuery] = [:]

  init(_ query: BoundQuery) {
    var counts: [Int: Int] = [:]
    _ = query.mappedSelects { select in
      for case .commonTable(_, let id, _, _) in select.from?.leaves ?? [] {
        counts[id, default: 0] += 1
      }
      return select
    }
    self.counts = counts
    collect(query)
  }

  /// The query of a common table that is read in one place; nil for others and recursive ones.
  func onlyQuery(of table: Int) -> BoundQuery? { counts[table] == 1 ? queries[table] : nil }

  /// How often a common table is read.
  func count(of table: Int) -> Int { counts[table] ?? 0 }

  private mutating func collect(_ query: BoundQuery) {
    for table in query.commonTables where !table.isRecursive { queries[table.id] = table.query }
    var nested: [BoundQuery] = []
    func inside(_ expression: BoundExpression) -> BoundExpression {
      expression.mapped({ inside($0) }) {
        nested.append($0)
        return $0
      }
    }
    _ = query.mapped({ inside($0) }) {
      nested.append($0)
      return $0
    }
    for query in nested { collect(query) }
  }
}
