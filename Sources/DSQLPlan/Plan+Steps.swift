import DSQLAPI
import DSQLCatalog
import DSQLTypes

extension Plan {
  /// The plan as a tree of steps.
  ///
  /// - Parameter counts: The records that match each read's filter, as far as they were asked; a
  ///   read that is not in it is estimated by its limit and the entity's own count.
  /// - Returns: The last step, which all others feed.
  package func explainSteps(counts: [RelationID: Int] = [:]) -> ExplainStep {
    PlanExplainer(counts: counts).step(root)
  }
}

/// Describes the nodes of a plan.
private struct PlanExplainer {
  let counts: [RelationID: Int]

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

  private func step(_ scan: Scan) -> ExplainStep {
    let (rows, isExact) = expected(scan)
    var result = ExplainStep(
      kind: "scan",
      relation: scan.relation,
      title: "Scan \(scan.table.name)",
      details: [.init("fields", names(scan.columns.map(\.index), scan.table))],
      requests: [.query(scan.pageQuery(skipping: 0), of: scan.table.address)],
      rows: rows,
      calls: rows.map { max(1, ($0 + scan.pageSize - 1) / scan.pageSize) },
      predicates: scan.predicates
    )
    if !scan.sort.isEmpty {
      let keys = scan.sort.map { $0.isDescending ? "\($0.field) DESC" : $0.field }
      let remarks = scan.remarks.isEmpty ? "" : " (\(scan.remarks.joined(separator: ", ")))"
      result.details.append(.init("sort", keys.joined(separator: ", ") + remarks))
    }
    if let limit = scan.limit {
      let offset = scan.offset > 0 ? " after \(Figures.grouped(scan.offset))" : ""
      result.details.append(.init("limit", "\(Figures.grouped(limit))\(offset)"))
    } else if scan.offset > 0 {
      result.details.append(.init("offset", Figures.grouped(scan.offset)))
    }
    let longTexts = scan.columns.map(\.index).filter { index in
      if case .longText = scan.table.columns[index].fieldType { true } else { false }
    }
    if !longTexts.isEmpty {
      result.details.append(
        .init(
          "long text",
          "\(names(longTexts, scan.table)): 1 more call for each record that has one"
        )
      )
    }
    result.details.append(.init("expected", expectation(result, isExact: isExact)))
    return result
  }

  private func expectation(_ step: ExplainStep, isExact: Bool) -> String {
    guard let rows = step.rows, let calls = step.calls else {
      return "the first page tells the number of records"
    }
    let bound = isExact ? "" : "at most "
    return "\(bound)\(Figures.counted(rows, "record")) in \(Figures.counted(calls, "call"))"
  }

  /// The records that a read answers, and whether that is certain.
  private func expected(_ scan: Scan) -> (rows: Int?, isExact: Bool) {
    let counted = counts[scan.relation]
    guard let total = counted ?? scan.table.recordCount else { return (scan.limit, false) }
    let left = max(0, total - scan.offset)
    return (min(left, scan.limit ?? left), counted != nil || scan.filter == nil)
  }

  private func step(_ count: CountRecords) -> ExplainStep {
    var query = count.scan.pageQuery(skipping: 0)
    query.start = 0
    query.limit = 1
    return ExplainStep(
      kind: "count",
      relation: count.scan.relation,
      title: "Count \(count.scan.table.name)",
      details: [.init("expected", "1 row in 1 call, by the total of a page of one record")],
      requests: [.query(query, of: count.scan.table.address)],
      rows: 1,
      calls: 1,
      predicates: count.scan.predicates
    )
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

  private func step(_ limit: Limit) -> ExplainStep {
    let most = limit.limit.map { Figures.counted($0, "row") } ?? "all rows"
    let offset = limit.offset > 0 ? " after \(Figures.grouped(limit.offset))" : ""
    return ExplainStep(
      kind: "limit",
      title: "Limit to \(most)\(offset)",
      details: [.init("because", "rows are checked here, so the service cannot count them")],
      inputs: [step(limit.input)]
    )
  }

  private func step(_ query: LocalQuery) -> ExplainStep {
    ExplainStep(
      kind: "local query",
      title: "Local query",
      details: query.reasons.map { .init("because", $0) },
      inputs: query.inputs.map { step($0.scan) }
    )
  }

  private func step(_ insert: Insert) -> ExplainStep {
    let source = step(insert.source)
    let rows = source.rows
    var result = write("insert", "Insert into", insert.table, insert.targets, rows, source)
    let (single, batch) = (
      "POST \(root(insert.table))/insert", "POST \(root(insert.table))/insert-batch"
    )
    result.details += calls(rows, single: single, batch: batch)
    return result
  }

  private func step(_ update: Update) -> ExplainStep {
    let source = step(update.source)
    let rows = reads(source)
    var result = write("update", "Update", update.table, update.targets, rows, source)
    if !update.isRestricted { result.details.append(.init("notice", "every record is changed")) }
    result.details += calls(
      rows,
      single: "POST \(root(update.table))/update/{Id}",
      batch: "POST \(root(update.table))/update-batch"
    )
    return result
  }

  private func step(_ delete: Delete) -> ExplainStep {
    let source = step(delete.source)
    let rows = reads(source)
    var result = write("delete", "Delete from", delete.table, [], rows, source)
    if !delete.isRestricted { result.details.append(.init("notice", "every record is deleted")) }
    result.details += calls(
      rows,
      single: "DELETE \(root(delete.table))/delete/{Id}",
      batch: "POST \(root(delete.table))/delete-batch"
    )
    return result
  }

  private func write(
    _ kind: String,
    _ words: String,
    _ table: Table,
    _ targets: [Int],
    _ rows: Int?,
    _ source: ExplainStep
  ) -> ExplainStep {
    ExplainStep(
      kind: kind,
      title: "\(words) \(table.name)",
      details: targets.isEmpty ? [] : [.init("fields", names(targets, table))],
      rows: rows,
      calls: rows.map { ($0 + 999) / 1000 },
      inputs: [source]
    )
  }

  /// What a write sends: one record by the single call, more in batches.
  private func calls(_ rows: Int?, single: String, batch: String) -> [ExplainStep.Detail] {
    switch rows {
    case 1: [.init("sends", single)]
    case let rows?:
      [.init("sends", "\(batch), \(Figures.counted((rows + 999) / 1000, "call")) at most")]
    case nil: [.init("sends", "\(batch), 1,000 records a call; \(single) for one record")]
    }
  }

  /// The records that the steps below expect, where one of them says.
  private func reads(_ step: ExplainStep) -> Int? {
    step.rows ?? (step.inputs.count == 1 ? reads(step.inputs[0]) : nil)
  }

  /// The path of an entity's calls on records, up to the verb.
  private func root(_ table: Table) -> String {
    let path = ServiceCall.deleteBatch([], from: table.address).path
    return String(path.prefix { $0 != "?" }.dropLast("/delete-batch".count))
  }

  private func step(_ change: SchemaChange) -> ExplainStep {
    switch change {
    case .createEntity(let draft):
      ExplainStep(
        kind: "schema change",
        title: "Create entity \(draft.name)",
        requests: [.createEntity(draft)],
        calls: 1
      )
    case .alterEntity(_, let name, let edit):
      step(edit, of: name)
    case .dropEntity(let id, let name):
      ExplainStep(
        kind: "schema change",
        title: "Drop entity \(name) and its records",
        requests: [.deleteEntity(id)],
        calls: 1
      )
    case .createChoiceSet(let name, let displayName, let choices):
      ExplainStep(
        kind: "schema change",
        title: "Create choice set \(name)",
        requests: [.createChoiceSet(name: name, displayName: displayName, description: "")]
          + choices.map { .insertChoice(name: $0.name, label: $0.label, intoSet: name) },
        calls: 1 + choices.count
      )
    case .addChoice(let choice, let setName):
      ExplainStep(
        kind: "schema change",
        title: "Add choice \(choice.label) to \(setName)",
        requests: [.insertChoice(name: choice.name, label: choice.label, intoSet: setName)],
        calls: 1
      )
    case .renameChoice(let id, let label, let setName):
      ExplainStep(
        kind: "schema change",
        title: "Rename a choice of \(setName) to \(label)",
        requests: [.renameChoice(id, label: label, inSet: setName)],
        calls: 1
      )
    case .dropChoices(let ids, let setID, let setName):
      ExplainStep(
        kind: "schema change",
        title: "Drop \(Figures.counted(ids.count, "choice")) of \(setName)",
        requests: [.deleteChoices(ids, fromSet: setID)],
        calls: 1
      )
    case .dropChoiceSet(let id, let name):
      ExplainStep(
        kind: "schema change",
        title: "Drop choice set \(name)",
        requests: [.deleteChoiceSet(id)],
        calls: 1
      )
    case .none:
      ExplainStep(kind: "schema change", title: "Nothing to do", calls: 0)
    }
  }

  private func step(_ edit: EntityEdit, of name: String) -> ExplainStep {
    let words: String
    let calls: Int
    switch edit {
    case .addField(let field): (words, calls) = ("Add field \(field.name) to", 2)
    case .dropField(let field): (words, calls) = ("Drop field \(field) with its values from", 2)
    case .setFieldDisplayName(let text, let field):
      (words, calls) = ("Set display name \(text) for field \(field) of", 2)
    case .setDisplayName(let text): (words, calls) = ("Set display name \(text) for", 2)
    case .setDescription: (words, calls) = ("Set the description of", 2)
    }
    return ExplainStep(
      kind: "schema change",
      title: "\(words) entity \(name)",
      details: [.init("reads", "the entity as it is, so that nothing else of it changes")],
      requests: [.listEntities],
      calls: calls
    )
  }

  private func names(_ indices: [Int], _ table: Table) -> String {
    indices.map { table.columns[$0].name }.joined(separator: ", ")
  }
}

/// Numbers in sentences.
enum Figures {
  /// The number with commas between thousands.
  static func grouped(_ number: Int) -> String {
    var digits = Array(String(abs(number)))
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
  }

  static func counted(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }
}
