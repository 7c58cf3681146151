import DSQLPlan
import DSQLTypes

/// Filters and projections that stand over one another, as one step over the rows of a scan.
struct RowChain: Sendable {
  /// What they stand on: a scan, or a limit over one.
  private(set) var input: PlanNode
  /// The predicates, innermost first.
  private(set) var predicates: [BoundExpression] = []
  /// The select list of the outermost projection.
  private(set) var items: [BoundItem]?

  init(_ node: PlanNode) {
    input = node
    while true {
      switch input {
      case .filter(let filter):
        predicates.insert(filter.predicate, at: 0)
        input = filter.input
        continue
      case .projection(let projection):
        items = items ?? projection.items
        input = projection.input
        continue
      case .scan, .count, .rows, .limit, .localQuery, .insert, .update, .delete, .schemaChange:
        break
      }
      break
    }
  }

  /// The scan whose columns the expressions name.
  var scan: Scan? {
    switch input {
    case .scan(let scan): scan
    case .limit(let limit): RowChain(limit.input).scan
    case .filter, .projection: RowChain(input).scan
    case .count, .rows, .localQuery, .insert, .update, .delete, .schemaChange: nil
    }
  }

  /// The rows that the steps make of those of the input.
  ///
  /// - Parameters:
  ///   - rows: The input's rows.
  ///   - scan: The scan whose columns they have.
  ///   - texts: Reads long texts where the scan has some; after the predicates that do without.
  ///   - local: Computes.
  /// - Returns: The rows.
  /// - Throws: What the local computation throws for expressions that it cannot do.
  func applied(
    to rows: ResultSet,
    scan: Scan,
    texts: LongTextReader? = nil,
    local: any LocalComputation
  ) throws -> ResultSet {
    var batches = rows.batches
    var remaining = predicates
    if let texts {
      let early = predicates.filter { !texts.isRead(by: $0) }
      if !early.isEmpty {
        batches = try computed(batches, early, items: nil, scan: scan, local: local)
        remaining = predicates.filter { texts.isRead(by: $0) }
      }
      batches = texts.filled(batches)
    }
    if !remaining.isEmpty || items != nil {
      batches = try computed(batches, remaining, items: items, scan: scan, local: local)
    }
    let schema = items.map { items in
      RowSchema(items.map { SchemaColumn($0.name, $0.expression.type) })
    }
    return ResultSet(schema: schema ?? rows.schema, batches: batches)
  }

  private func computed(
    _ batches: RowBatchStream,
    _ predicates: [BoundExpression],
    items: [BoundItem]?,
    scan: Scan,
    local: any LocalComputation
  ) throws -> RowBatchStream {
    let computation = try local.rowComputation(
      relation: scan.relation,
      columns: scan.columns,
      predicate: predicates.count > 1
        ? BoundExpression(.and(predicates), .boolean) : predicates.first,
      items: items
    )
    return batches.mapped { try await Self.process($0, by: computation) }
  }

  /// Computes away from the reader's actor.
  @concurrent
  private static func process(
    _ batch: RowBatch,
    by computation: any RowComputation
  ) async throws -> RowBatch {
    try computation.process(batch)
  }
}
