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
    if let conflict = node.onConflict {
      return fail(
        .featureNotSupported,
        "ON CONFLICT is not supported",
        at: conflict.span,
        hint: "Update what is there first, then INSERT … SELECT … WHERE NOT EXISTS (…) the rest."
      )
    }
    let targets = insertTargets(node, table)
    let scope = Scope(parent: nil)
    let tables = bindCommonTables(node.with, in: scope)
    let returning = bindReturning(node.returning, table, name: node.alias?.text)
    guard let targets, let tables, let returning else { return nil }
    switch node.source {
    case .defaultValues:
      checkRequired([], table, at: node.span)
      return finish(node, table, [], [[]], spans: [node.span], returning)
    case .values(let values):
      return planValues(node, values, table, targets, tables, in: scope, returning)
    case .query(let query):
      checkRequired(targets, table, at: node.span)
      return planQuery(node, query, table, targets, tables, in: scope, returning)
    }
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
    switch table.column(named: name.text, matching: name.matching) {
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
    case .found(let index):
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
    for (index, column) in table.columns.enumerated()
    where column.isRequired && column.isWritable && column.defaultValue == nil
      && !targets.contains(index)
    {
      report(
        Diagnostic(
          .requiredFieldMissing,
          "column \"\(column.name)\" of entity \"\(table.name)\" is required",
          span: span,
          hint: "Give it a value; it has no default."
        )
      )
    }
  }

  private func planValues(
    _ node: InsertStatement,
    _ values: ValuesClause,
    _ table: Table,
    _ targets: [Int],
    _ tables: [BoundCommonTable],
    in scope: Scope,
    _ returning: Returning??
  ) -> Plan? {
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
    let plain = rows.compactMap { row -> [Value]? in
      let found = row.compactMap { expression -> Value? in
        if case .constant(let value) = expression.kind { value } else { nil }
      }
      return found.count == row.count ? found : nil
    }
    let indices = kept.map { used[$0] }
    if plain.count == rows.count, tables.isEmpty {
      return finish(node, table, indices, plain, spans: values.rows.map(\.span), returning)
    }
    let schema = RowSchema(
      indices.map { SchemaColumn(table.columns[$0].name, table.columns[$0].type) }
    )
    let query = BoundQuery(commonTables: tables, body: .values(rows), schema: schema)
    guard let source = QueryPlanner(self).plan(query) else { return nil }
    return plan(
      Insert(
        table: table,
        targets: indices,
        source: source,
        isFromQuery: false,
        returning: returning ?? nil,
        rowSpans: values.rows.map(\.span)
      )
    )
  }

  private func planQuery(
    _ node: InsertStatement,
    _ query: Query,
    _ table: Table,
    _ targets: [Int],
    _ tables: [BoundCommonTable],
    in scope: Scope,
    _ returning: Returning??
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
    bound.commonTables = tables + bound.commonTables
    guard let typed = assigned(bound, used, table, at: query.span),
      let source = QueryPlanner(self).plan(typed)
    else { return nil }
    return plan(
      Insert(
        table: table,
        targets: used,
        source: source,
        isFromQuery: true,
        returning: returning ?? nil
      )
    )
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

  private func finish(
    _ node: InsertStatement,
    _ table: Table,
    _ targets: [Int],
    _ rows: [[Value]],
    spans: [SourceSpan],
    _ returning: Returning??
  ) -> Plan? {
    let schema = RowSchema(
      targets.map { SchemaColumn(table.columns[$0].name, table.columns[$0].type) }
    )
    return plan(
      Insert(
        table: table,
        targets: targets,
        source: .rows(ConstantRows(schema: schema, rows: rows)),
        isFromQuery: false,
        returning: returning ?? nil,
        rowSpans: spans
      )
    )
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
