import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// Statements, one by one.
extension Binder {
  func plan(_ statement: Statement) -> Plan? {
    switch statement {
    case .query(let query): planQuery(query)
    case .insert(let node): plan(node)
    case .update(let node): plan(node)
    case .delete(let node): plan(node)
    case .explain(let node): plan(node.statement)
    case .dryRun(let node): plan(node.statement)
    case .assert(let node): plan(node)
    case .describe(let node): plan(node)
    case .show(let node): plan(node)
    case .createEntity(let node): plan(node)
    case .alterEntity(let node): plan(node)
    case .dropEntity(let node): plan(node)
    case .createChoiceSet(let node): plan(node)
    case .alterChoiceSet(let node): plan(node)
    case .dropChoiceSet(let node): plan(node)
    case .prepare(let node): sessionOnly("PREPARE", node.span)
    case .execute(let node): sessionOnly("EXECUTE", node.span)
    case .deallocate(let node): sessionOnly("DEALLOCATE", node.span)
    case .use(let node): sessionOnly("USE", node.span)
    case .transaction(let node):
      fail(
        .featureNotSupported,
        "the service has no transactions, so \(node.command.rawValue) is not supported",
        at: node.span,
        hint: "Each statement stands alone; preview a write with DRY RUN or --dry-run."
      )
    }
  }

  private func sessionOnly(_ word: String, _ span: SourceSpan) -> Plan? {
    fail(
      .featureNotSupported,
      "\(word) cannot stand inside another statement",
      at: span
    )
  }

  private func planQuery(_ query: Query) -> Plan? {
    guard let bound = bindQuery(query, in: nil), let node = QueryPlanner(self).plan(bound) else {
      return nil
    }
    return Plan(root: node, schema: bound.schema)
  }

  /// One row of one boolean: the engine decides what it means.
  private func plan(_ node: AssertStatement) -> Plan? {
    let scope = Scope(parent: nil)
    scope.aggregateRefusal = "aggregate functions are not allowed in ASSERT"
    scope.windowRefusal = "window functions are not allowed in ASSERT"
    guard let condition = bindCondition(node.condition, in: scope, clause: "ASSERT") else {
      return nil
    }
    let schema = RowSchema([SchemaColumn("assert", .boolean)])
    let query = BoundQuery(
      body: .select(BoundSelect(items: [BoundItem(condition, name: "assert")], from: nil)),
      schema: schema
    )
    return QueryPlanner(self).plan(query).map { Plan(root: $0, schema: schema) }
  }
}
