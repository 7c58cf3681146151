import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// INSERT.
extension Binder {
  func plan(_ node: InsertStatement) -> Plan? {
    guard let table = writableTable(node.entity) else { return nil }
    let conflict = node.onConflict.map { self.conflict($0, on: table, alias: node.alias) }
    let targets = insertTargets(node, table)
    let scope = Scope(parent: nil)
    let tables = bindCommonTables(node.with, in: scope)
    let returning = bindReturning(node.returning, table, name: node.alias?.text)
    guard let targets, let tables, let returning else { return nil }
    if let conflict, conflict == nil { return nil }
    let draft = InsertDraft(
      table: table,
      tables: tables,
      conflict: conflict ?? nil,
      returning: returning
    )
    switch node.source {
    case .defaultValues:
      checkRequired([], table, at: node.span)
      return finish(draft, [], rows: [[]], spans: [node.span])
    case .values(let values):
      return planValues(node, values, draft, targets, in: scope)
    case .query(let query):
      checkRequired(targets, table, at: node.span)
      return planQuery(node, query, draft, targets, in: scope)
    }
  }

  /// What an INSERT is made of besides its rows.
  struct InsertDraft {
    let table: Table
    let tables: [BoundCommonTable]
    let conflict: BoundConflict?
    let returning: Returning?
  }

  /// An entity whose records may be written.
  func writableTable(_ name: EntityName) -> Table? {
    guard let table = table(name) else { return nil }
    guard table.isWritable else {
      return fail(
        .permissionDenied,
        "entity \"\(table.name)\" cannot be written",
        at: name.span,
        detail: table.kind == .systemEntity
          ? "It is kept by the service itself." : "Its records come from outside the service."
      )
    }
    return table
  }

  /// The column that a write names, if it may be written.
  func writableColumn(_ name: Identifier, of table: Table) -> Int? {
    guard let index = existingColumn(name, of: table) else { return nil }
    let column = table.columns[index]
    if column.isWritable { return index }
    var why = "The service keeps it."
    var hint: String?
    switch column.fieldType {
    case .file:
      why = "A file is not written by a statement."
      hint = "Files are uploaded on their own, record by record."
    case .autoNumber: why = "The service numbers it."
    case .text, .multiline, .longText, .decimal, .integer, .bigInteger, .float, .double, .boolean,
      .date, .instant, .instantWithoutOffset, .uuid, .relationship, .choice, .choices, .other:
      break
    }
    return fail(
      .readOnlyField,
      "column \"\(column.name)\" cannot be written",
      at: name.span,
      detail: why,
      hint: hint
    )
  }

  /// The column of an entity that a name means.
  func existingColumn(_ name: Identifier, of table: Table) -> Int? {
    switch table.column(named: name.text, matching: name.matching) {
    case .found(let index): return index
    case .missing:
      let near = NearName.suggestions(for: name.text, among: table.columns.map(\.name), limit: 1)
      return fail(
        .undefinedField,
        "column \"\(name.text)\" of entity \"\(table.name)\" does not exist",
        at: name.span,
        hint: near.first.map {
          "Perhaps you meant to reference the column \"\(table.name).\($0)\"."
        }
      )
    case .ambiguous(let indices):
      return fail(
        .ambiguousName,
        "column \"\(name.text)\" is ambiguous",
        at: name.span,
        hint: "It could be \(quotedList(indices.map { table.columns[$0].name }, last: "or"))."
      )
    }
  }

  private func insertTargets(_ node: InsertStatement, _ table: Table) -> [Int]? {
    if node.fields.isEmpty { return table.columns.indices.filter { table.columns[$0].isWritable } }
    let indices = all(node.fields) { writableColumn($0, of: table) }
    guard let indices else { return nil }
    for (position, index) in indices.enumerated() where indices[..<position].contains(index) {
      report(
        Diagnostic(
          .duplicateColumn,
          "column \"\(table.columns[index].name)\" specified more than once",
          span: node.fields[position].span
        )
      )
    }
    return indices
  }

  /// Reports the required columns that an INSERT leaves out.
  private func checkRequired(_ targets: [Int], _ table: Table, at span: SourceSpan) {
    let missing = table.columns.enumerated().filter { index, column in
      column.isRequired && column.isWritable && column.defaultValue == nil
        && !targets.contains(index)
    }.map(\.element.name)
    if missing.isEmpty { return }
    let isOne = missing.count == 1
    report(
      Diagnostic(
        .requiredFieldMissing,
        "\(isOne ? "column" : "columns") \(quotedList(missing, last: "and")) of entity"
          + " \"\(table.name)\" \(isOne ? "is" : "are") required",
        span: span,
        hint: isOne
          ? "Give it a value; it has no default." : "Give them values; they have no defaults."
      )
    )
  }

  private func planValues(
    _ node: InsertStatement,
    _ values: ValuesClause,
    _ draft: InsertDraft,
    _ targets: [Int],
    in scope: Scope
  ) -> Plan? {
    let table = draft.table
    // Without a list of fields a shorter row fills the first ones.
    let width = values.rows.first?.elements.count ?? 0
    let used = node.fields.isEmpty ? Array(targets.prefix(width)) : targets
    for row in values.rows where row.elements.count != used.count {
      let excess = row.elements.count > used.count
      report(
        Diagnostic(
          .syntaxError,
          excess
            ? "INSERT has more expressions than target columns"
            : node.fields.isEmpty
              ? "VALUES lists must all be the same length"
              : "INSERT has more target columns than expressions",
          span: excess ? row.elements[used.count].span : row.span,
          detail: "The columns are \(quotedList(used.map { table.columns[$0].name }, last: "and"))."
        )
      )
    }
    if values.rows.contains(where: { $0.elements.count != used.count }) { return nil }
    // A column that is DEFAULT in every row is left to the service.
    let kept = used.indices.filter { position in
      values.rows.contains { row in
        if case .defaultValue = row.elements[position] { false } else { true }
      }
    }
    checkRequired(kept.map { used[$0] }, table, at: node.span)
    let inner = Scope(parent: scope)
    inner.aggregateRefusal = "aggregate functions are not allowed in VALUES"
    inner.windowRefusal = "window functions are not allowed in VALUES"
    let rows = all(values.rows) { row in
      all(kept) { position -> BoundExpression? in
        let column = table.columns[used[position]]
        if case .defaultValue(let written) = row.elements[position] {
          return defaultValue(of: column, at: written.span)
        }
        return bind(row.elements[position], in: inner).flatMap { written($0, to: column) }
      }
    }
    guard let rows else { return nil }
    return finish(draft, kept.map { used[$0] }, rows: rows, spans: values.rows.map(\.span))
  }

  private func planQuery(
    _ node: InsertStatement,
    _ query: Query,
    _ draft: InsertDraft,
    _ targets: [Int],
    in scope: Scope
  ) -> Plan? {
    guard var bound = bindQuery(query, in: scope, settles: false) else { return nil }
    let width = bound.schema.columns.count
    let used = node.fields.isEmpty ? Array(targets.prefix(width)) : targets
    guard used.count == width else {
      return fail(
        .syntaxError,
        width > used.count
          ? "INSERT has more expressions than target columns"
          : "INSERT has more target columns than expressions",
        at: query.span
      )
    }
    bound.commonTables = draft.tables + bound.commonTables
    guard let typed = assigned(bound, used, draft.table, at: query.span) else { return nil }
    return finish(draft, used, source: typed, isFromQuery: true, spans: [])
  }

  /// The query with each column converted for the field that it goes to.
  private func assigned(
    _ query: BoundQuery,
    _ targets: [Int],
    _ table: Table,
    at span: SourceSpan
  ) -> BoundQuery? {
    if case .select(var select) = query.body, case .none = select.distinctness,
      query.orderBy.allSatisfy({ if case .expression = $0.key { true } else { false } })
    {
      let items = all(Array(zip(select.items, targets))) { item, index in
        written(item.expression, to: table.columns[index]).map { BoundItem($0, name: item.name) }
      }
      guard let items else { return nil }
      var result = query
      select.items = items
      result.body = .select(select)
      result.schema = RowSchema(items.map { SchemaColumn($0.name, $0.expression.type) })
      return result
    }
    // Around anything else stands a SELECT that converts.
    guard
      let settled = coerced(
        query,
        to: query.schema.columns.map { $0.type == .unknown ? .text : $0.type }
      )
    else { return nil }
    let relation = nextRelation(named: "")
    let items = all(Array(zip(settled.schema.columns, targets).enumerated())) {
      position,
      pair -> BoundItem? in
      let column = BoundExpression(
        .column(BoundColumn(relation: relation, index: position, name: pair.0.name)),
        pair.0.type,
        span: span
      )
      return written(column, to: table.columns[pair.1]).map { BoundItem($0, name: pair.0.name) }
    }
    guard let items else { return nil }
    return BoundQuery(
      body: .select(BoundSelect(items: items, from: .derived(relation, settled))),
      schema: RowSchema(items.map { SchemaColumn($0.name, $0.expression.type) })
    )
  }

  /// The plan for rows that are written out.
  private func finish(
    _ draft: InsertDraft,
    _ targets: [Int],
    rows: [[BoundExpression]],
    spans: [SourceSpan]
  ) -> Plan? {
    let schema = RowSchema(
      targets.map {
        SchemaColumn(draft.table.columns[$0].name, draft.table.columns[$0].type)
      }
    )
    let canConflict = draft.conflict.map { canMatch($0, targets, draft.table) } ?? false
    let plain = rows.compactMap { row -> [Value]? in
      let found = row.compactMap { expression -> Value? in
        if case .constant(let value) = expression.kind { value } else { nil }
      }
      return found.count == row.count ? found : nil
    }
    if !canConflict, draft.tables.isEmpty, plain.count == rows.count {
      return plan(
        Insert(
          table: draft.table,
          targets: targets,
          source: .rows(ConstantRows(schema: schema, rows: plain)),
          isFromQuery: false,
          returning: draft.returning,
          rowSpans: spans
        )
      )
    }
    // VALUES needs a column, though a row of defaults has none.
    let empty = BoundExpression(.constant(.null), .text)
    let query = BoundQuery(
      commonTables: draft.tables,
      body: .values(targets.isEmpty ? rows.map { _ in [empty] } : rows),
      schema: targets.isEmpty ? RowSchema([SchemaColumn("", .text)]) : schema
    )
    return finish(draft, targets, source: query, isFromQuery: false, spans: spans)
  }

  /// The plan for the rows that a query answers.
  private func finish(
    _ draft: InsertDraft,
    _ targets: [Int],
    source: BoundQuery,
    isFromQuery: Bool,
    spans: [SourceSpan]
  ) -> Plan? {
    var query = source
    var conflict: InsertConflict?
    if let bound = draft.conflict, canMatch(bound, targets, draft.table) {
      query = matched(source, targets, bound, draft.table)
      conflict = InsertConflict(
        keys: bound.keys,
        updateTargets: bound.targets,
        isConditional: bound.predicate != nil
      )
    }
    return QueryPlanner(self).plan(query).flatMap { node in
      plan(
        Insert(
          table: draft.table,
          targets: targets,
          source: node,
          conflict: conflict,
          isFromQuery: isFromQuery,
          returning: draft.returning,
          rowSpans: spans
        )
      )
    }
  }

  private func plan(_ insert: Insert) -> Plan? {
    Plan(root: .insert(insert), schema: schema(of: insert.returning))
  }

  /// The columns that RETURNING answers.
  func schema(of returning: Returning?) -> RowSchema {
    RowSchema(
      (returning?.items ?? []).map { SchemaColumn($0.name, $0.expression.type) }
    )
  }
}
