/// An aggregate over a group.
package struct BoundAggregate: Hashable, Sendable {
  package var function: AggregateFunction
  /// The arguments; none for `COUNT(*)`.
  package var arguments: [BoundExpression]
  package var isDistinct: Bool
  /// `FILTER (WHERE …)`.
  package var filter: BoundExpression?
  /// `ORDER BY` inside the parentheses.
  package var orderBy: [BoundOrdering]

  package init(
    _ function: AggregateFunction,
    _ arguments: [BoundExpression],
    isDistinct: Bool = false,
    filter: BoundExpression? = nil,
    orderBy: [BoundOrdering] = []
  ) {
    self.function = function
    self.arguments = arguments
    self.isDistinct = isDistinct
    self.filter = filter
    self.orderBy = orderBy
  }
}

/// An aggregate function; the raw value is its name in lower case.
package enum AggregateFunction: String, Hashable, Sendable, CaseIterable {
  case count
  case sum
  case avg
  case min
  case max
  case stringAgg = "string_agg"
  case arrayAgg = "array_agg"
  case boolAnd = "bool_and"
  case boolOr = "bool_or"
}

/// A call with OVER.
package struct BoundWindow: Hashable, Sendable {
  /// What is called.
  package enum Function: Hashable, Sendable {
    case aggregate(BoundAggregate)
    /// `row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value
    /// nth_value`, with arguments.
    case ranking(WindowFunction, [BoundExpression])
  }

  package var function: Function
  package var partitionBy: [BoundExpression]
  package var orderBy: [BoundOrdering]
  /// The frame in SQLite's own words (`ROWS BETWEEN 1 PRECEDING AND CURRENT ROW`), which are
  /// PostgreSQL's too; nil is the default.
  package var frame: String?

  package init(
    function: Function,
    partitionBy: [BoundExpression],
    orderBy: [BoundOrdering],
    frame: String?
  ) {
    self.function = function
    self.partitionBy = partitionBy
    self.orderBy = orderBy
    self.frame = frame
  }
}

/// A function that only a window has; the raw value is its name.
package enum WindowFunction: String, Hashable, Sendable, CaseIterable {
  case rowNumber = "row_number"
  case rank
  case denseRank = "dense_rank"
  case percentRank = "percent_rank"
  case cumeDist = "cume_dist"
  case ntile
  case lag
  case lead
  case firstValue = "first_value"
  case lastValue = "last_value"
  case nthValue = "nth_value"
}
