import DSQLAPI
import DSQLCatalog

// The steps that read.
extension PlanExplainer {
  func step(_ scan: Scan) -> ExplainStep {
    let expected = expected(scan)
    var result = ExplainStep(
      kind: "scan",
      relation: scan.relation,
      title: "Scan \(scan.table.name)",
      details: details(of: scan),
      requests: [.query(scan.pageQuery(skipping: 0), of: scan.table.address)],
      rows: expected.rows,
      calls: expected.rows.map { max(1, ($0 + scan.pageSize - 1) / scan.pageSize) },
      predicates: scan.predicates
    )
    if scan.isOneRow { result.calls = 1 }
    result.isBound = !expected.isExact
    result.noun = scan.grouping == nil ? "record" : scan.isOneRow ? "row" : "group"
    result.tellsExpectation = true
    result.real = real[scan.relation]
    return result
  }

  /// A read of a local query, perhaps only of what has another read's keys.
  func step(_ input: LocalInput, among inputs: [LocalInput]) -> ExplainStep {
    var result = step(input.scan)
    guard let reduction = input.reduction else { return result }
    let lists = (reduction.mostKeys + KeyReduction.listLength - 1) / KeyReduction.listLength
    var source = "another read"
    if let table = inputs.first(where: { $0.scan.relation == reduction.source })?.scan.table {
      source = "\(table.name).\(table.columns[reduction.sourceColumn].name)"
    }
    let column = input.scan.table.columns[reduction.column].name
    result.details.append(
      .init(
        "reduced",
        "\(column) by the keys of \(source): at most "
          + "\(Figures.counted(reduction.mostKeys, "key")) in \(Figures.counted(lists, "list"))"
          + ", else whole"
      )
    )
    result.isBound = true
    var fewest = lists
    if let keys = counts[reduction.source] {
      fewest = min(lists, (keys + KeyReduction.listLength - 1) / KeyReduction.listLength)
    }
    result.calls = result.rows.map { rows in
      let pages = (rows + input.scan.pageSize - 1) / input.scan.pageSize
      return max(1, pages, fewest + rows / input.scan.pageSize)
    }
    return result
  }

  func step(_ count: CountRecords) -> ExplainStep {
    var query = count.scan.pageQuery(skipping: 0)
    query.start = 0
    query.limit = 1
    var result = ExplainStep(
      kind: "count",
      relation: count.scan.relation,
      title: "Count \(count.scan.table.name)",
      details: joins(count.scan) + [
        .init("expected", "1 row in 1 call, by the total of a page of one record")
      ],
      requests: [.query(query, of: count.scan.table.address)],
      rows: 1,
      calls: 1,
      predicates: count.scan.predicates
    )
    result.noun = "row"
    result.real = real[count.scan.relation]
    return result
  }

  private func details(of scan: Scan) -> [ExplainStep.Detail] {
    var details: [ExplainStep.Detail] = []
    if let grouping = scan.grouping {
      details += self.details(of: grouping)
    } else {
      details.append(.init("fields", names(scan.columns.map(\.index), scan.table)))
    }
    details += joins(scan)
    details += expansion(scan)
    if !scan.sort.isEmpty {
      let keys = scan.sort.map { $0.isDescending ? "\($0.field) DESC" : $0.field }
      let remarks = scan.remarks.isEmpty ? "" : " (\(scan.remarks.joined(separator: ", ")))"
      details.append(.init("sort", keys.joined(separator: ", ") + remarks))
    }
    if let limit = scan.limit {
      let offset = scan.offset > 0 ? " after \(Figures.grouped(scan.offset))" : ""
      details.append(.init("limit", "\(Figures.grouped(limit))\(offset)"))
    } else if scan.offset > 0 {
      details.append(.init("offset", Figures.grouped(scan.offset)))
    }
    let longTexts = scan.columns.map(\.index).filter { index in
      if case .longText = scan.table.columns[index].fieldType { true } else { false }
    }
    if !longTexts.isEmpty {
      details.append(
        .init(
          "long text",
          "\(names(longTexts, scan.table)): 1 more call for each record that has one"
        )
      )
    }
    return details
  }

  private func details(of grouping: Grouping) -> [ExplainStep.Detail] {
    var details: [ExplainStep.Detail] = []
    if !grouping.keys.isEmpty {
      details.append(.init("group by", grouping.keys.joined(separator: ", ")))
    }
    let aggregates = grouping.aggregates.map {
      "\($0.function.rawValue)(\($0.field)) AS \($0.alias)"
    }
    details.append(.init("aggregates", aggregates.joined(separator: ", ")))
    if let having = grouping.having {
      let word = having.logic == .and ? " AND " : " OR "
      let conditions = having.conditions.map { condition in
        let comparison = condition.comparison == .notEqual ? "<>" : condition.comparison.rawValue
        return "\(condition.alias) \(comparison) \(condition.value)"
      }
      details.append(.init("having", conditions.joined(separator: word)))
    }
    return details
  }

  private func joins(_ scan: Scan) -> [ExplainStep.Detail] {
    scan.joins.map { join in
      .init("join", "\(join.kind.rawValue) JOIN \(join.entity) ON \(join.left) = \(join.right)")
    }
  }

  /// What comes inside each record, where anything does.
  private func expansion(_ scan: Scan) -> [ExplainStep.Detail] {
    guard scan.expansionLevel > 1 else { return [] }
    var related: [String] = []
    for column in scan.columns.map({ scan.table.columns[$0.index] }) where column.isRelated {
      let link = column.path.dropLast().joined(separator: ".")
      if !related.contains(link) { related.append(link) }
    }
    let what =
      related.isEmpty ? "for the filter" : "the record of " + related.joined(separator: ", of ")
    return [.init("expansion", "level \(scan.expansionLevel), \(what)")]
  }

  /// The records that a read answers, and whether that is certain.
  private func expected(_ scan: Scan) -> (rows: Int?, isExact: Bool) {
    if scan.isOneRow { return (1, true) }
    let counted = counts[scan.relation]
    guard let total = counted ?? scan.table.recordCount else { return (scan.limit, false) }
    let left = max(0, total - scan.offset)
    let isExact =
      scan.grouping == nil && (counted != nil || (scan.filter == nil && scan.joins.isEmpty))
    return (min(left, scan.limit ?? left), isExact)
  }
}
