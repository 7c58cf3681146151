package import DSQLTypes

/// A query whose names are resolved: `WITH … body ORDER BY … LIMIT … OFFSET …`.
package struct BoundQuery: Hashable, Sendable {
  package var commonTables: [BoundCommonTable]
  package var body: BoundQueryBody
  package var orderBy: [BoundOrdering]
  /// An integer expression without columns.
  package var limit: BoundExpression?
  package var offset: BoundExpression?
  /// The columns that the query answers.
  package var schema: RowSchema

  package init(
    commonTables: [BoundCommonTable] = [],
    body: BoundQueryBody,
    orderBy: [BoundOrdering] = [],
    limit: BoundExpression? = nil,
    offset: BoundExpression? = nil,
    schema: RowSchema
  ) {
    self.commonTables = commonTables
    self.body = body
    self.orderBy = orderBy
    self.limit = limit
    self.offset = offset
    self.schema = schema
  }
}

/// `name AS (query)` in a WITH.
package struct BoundCommonTable: Hashable, Sendable {
  /// Which one of the statement; `BoundRelation.commonTable` refers to it.
  package var id: Int
  package var name: String
  package var query: BoundQuery
  package var isRecursive: Bool

  package init(id: Int, name: String, query: BoundQuery, isRecursive: Bool) {
    self.id = id
    self.name = name
    self.query = query
    self.isRecursive = isRecursive
  }
}

/// What stands between WITH and ORDER BY.
package indirect enum BoundQueryBody: Hashable, Sendable {
  case select(BoundSelect)
  /// `VALUES (…), (…)`; every row has the columns of the query's schema, in their types.
  case values([[BoundExpression]])
  case setOperation(BoundSetOperator, isAll: Bool, BoundQueryBody, BoundQueryBody)
  case nested(BoundQuery)
}

/// An operator between two queries.
package enum BoundSetOperator: String, Hashable, Sendable {
  case union = "UNION"
  case intersect = "INTERSECT"
  case except = "EXCEPT"
}

/// `SELECT … FROM … WHERE … GROUP BY … HAVING …`.
package struct BoundSelect: Hashable, Sendable {
  /// What DISTINCT asks for.
  package enum Distinctness: Hashable, Sendable {
    case none
    case all
    /// `DISTINCT ON (…)`.
    case on([BoundExpression])
  }

  package var distinctness: Distinctness
  package var items: [BoundItem]
  package var from: BoundRelation?
  package var predicate: BoundExpression?
  package var groupBy: [BoundExpression]
  package var having: BoundExpression?
  /// Whether it groups: it has GROUP BY, HAVING or an aggregate.
  package var isAggregate: Bool

  package init(
    distinctness: Distinctness = .none,
    items: [BoundItem],
    from: BoundRelation?,
    predicate: BoundExpression? = nil,
    groupBy: [BoundExpression] = [],
    having: BoundExpression? = nil,
    isAggregate: Bool = false
  ) {
    self.distinctness = distinctness
    self.items = items
    self.from = from
    self.predicate = predicate
    self.groupBy = groupBy
    self.having = having
    self.isAggregate = isAggregate
  }
}

/// `expression AS name` in a select list.
package struct BoundItem: Hashable, Sendable {
  package var expression: BoundExpression
  /// The column's title.
  package var name: String

  package init(_ expression: BoundExpression, name: String) {
    self.expression = expression
    self.name = name
  }
}

/// One key of an ORDER BY.
package struct BoundOrdering: Hashable, Sendable {
  /// What is ordered by.
  package enum Key: Hashable, Sendable {
    /// A column of the query's result, 0-based: an ordinal or an alias.
    case output(Int)
    /// An expression over the columns of FROM.
    case expression(BoundExpression)
  }

  package var key: Key
  package var isDescending: Bool
  /// Where NULL goes; by default it is lowest, hence first unless descending.
  package var nullsFirst: Bool
  package var textRule: TextRule

  package init(
    key: Key,
    isDescending: Bool = false,
    nullsFirst: Bool? = nil,
    textRule: TextRule = .folded
  ) {
    self.key = key
    self.isDescending = isDescending
    self.nullsFirst = nullsFirst ?? !isDescending
    self.textRule = textRule
  }
}
