import DSQLAPI
import DSQLCatalog
import DSQLTypes

extension Plan {
  /// The plan as a tree of steps.
  ///
  /// - Parameters:
  ///   - counts: The records that match each read's filter, as far as they were asked; a read that
  ///     is not in it is estimated by its limit and the entity's own count.
  ///   - real: What each read took, where the plan was run.
  /// - Returns: The last step, which all others feed.
  package func explainSteps(
    counts: [RelationID: Int] = [:],
    real: [RelationID: StepFigures] = [:]
  ) -> ExplainStep {
    PlanExplainer(counts: counts, real: real).step(root)
  }
}

/// Describes the nodes of a plan.
struct PlanExplainer {
  let counts: [RelationID: Int]
  let real: [RelationID: StepFigures]

  func step(_ node: PlanNode) -> ExplainStep {
    switch node {
    case .scan(let scan): step(scan)
    case .count(let count): step(count)
    case .rows(let rows): step(rows)
    case .filter(let filter): step(filter)
    case .projection(let projection): step(projection)
    case .limit(let limit): step(limit)
    case .localQuery(let query): step(query)
    case .insert(let insert): step(insert)
    case .update(let update): step(update)
    case .delete(let delete): step(delete)
    case .schemaChange(let change): step(change)
    }
  }

  private func step(_ rows: ConstantRows) -> ExplainStep {
    ExplainStep(
      kind: "rows",
      title: rows.rows.isEmpty
        ? "No rows" : Figures.counted(rows.rows.count, "row") + " known here",
      details: [.init("expected", "no call")],
      rows: rows.rows.count,
      calls: 0
    )
  }

  private func step(_ filter: Filter) -> ExplainStep {
    ExplainStep(
      kind: "filter",
      title: "Filter \(filter.predicate.sqlText())",
      details: filter.note.reason.isEmpty ? [] : [.init("because", filter.note.reason)],
      inputs: [step(filter.input)]
    )
  }

  private func step(_ projection: Projection) -> ExplainStep {
    let items = projection.items.map { item -> String in
      let text = item.expression.sqlText()
      return text == item.name ? text : "\(text) AS \(item.name)"
    }
    return ExplainStep(
      kind: "projection",
      title: "Project \(items.joined(separator: ", "))",
      inputs: [step(projection.input)]
    )
  }

  private func text(_ keys: [RunSort.Key]) -> String {
    keys.map { key in
      var text = key.expression.sqlText() + (key.isDescending ? " DESC" : "")
      if key.nullsFirst == key.isDescending {
        text += key.nullsFirst ? " NULLS FIRST" : " NULLS LAST"
      }
      return text
    }.joined(separator: ", ")
  }

  private func step(_ limit: Limit) -> ExplainStep {
    let most = limit.limit.map { Figures.counted($0, "row") } ?? "all rows"
    let offset = limit.offset > 0 ? " after \(Figures.grouped(limit.offset))" : ""
    if let sort = limit.sort {
      let bound = limit.limit == nil && limit.offset == 0 ? "" : ", limit to \(most)\(offset)"
      return ExplainStep(
        kind: "sort",
        title: "Sort runs by \(text(sort.rest))\(bound)",
        details: [.init("run", "rows that agree in \(text(sort.run)), which the service sorts by")],
        inputs: [limit.limit == nil ? step(limit.input) : step(limit.input).endingEarly]
      )
    }
    return ExplainStep(
      kind: "limit",
      title: "Limit to \(most)\(offset)",
      details: [.init("because", "rows are checked here, so the service cannot count them")],
      inputs: [limit.limit == nil ? step(limit.input) : step(limit.input).endingEarly]
    )
  }

  private func step(_ query: LocalQuery) -> ExplainStep {
    ExplainStep(
      kind: "local query",
      title: "Local query",
      details: query.reasons.map { .init("because", $0) },
      inputs: query.inputs.map { step($0, among: query.inputs) }
        + query.query.lastResults.map { _ in
          ExplainStep(
            kind: "rows",
            title: "Last result",
            details: [.init("expected", "no call")],
            calls: 0
          )
        }
    )
  }

  func names(_ indices: [Int], _ table: Table) -> String {
    indices.map { table.columns[$0].name }.joined(separator: ", ")
  }
}
