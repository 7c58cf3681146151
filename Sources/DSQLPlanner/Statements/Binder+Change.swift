import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// UPDATE and DELETE: the records are found as by a SELECT of `Id` and of what is written.
extension Binder {
  func plan(_ node: UpdateStatement) -> Plan? {
    guard let (table, target) = changeTarget(node.entity, node.alias) else { return nil }
    let outer = Scope(parent: nil)
    let tables = bindCommonTables(node.with, in: outer)
    let scope = Scope(parent: outer)
    scope.relations = [target]
    let from = bindFrom(node.from, in: scope)
    let predicate = bindChangePredicate(node.predicate, in: scope)
    scope.aggregateRefusal = "aggregate functions are not allowed in UPDATE"
    scope.windowRefusal = "window functions are not allowed in UPDATE"
    let assigned = bindAssignments(node.assignments, of: table, in: scope)
    let returning = bindReturning(node.returning, table, name: node.alias?.text)
    guard let tables, let from, let assigned, let returning else { return nil }
    if let predicate, predicate == nil { return nil }
    let change = Change(table: table, target: target, from: from, predicate: predicate ?? nil)
    guard let source = planSource(change, assigned.items, tables, scope) else { return nil }
    let update = Update(
      table: table,
      targets: assigned.targets,
      source: source,
      isRestricted: isRestricted(change),
      returning: returning,
      namesRecords: source.isConstant
    )
    return Plan(root: .update(update), schema: schema(of: returning))
  }

  func plan(_ node: DeleteStatement) -> Plan? {
    guard let (table, target) = changeTarget(node.entity, node.alias) else { return nil }
    let outer = Scope(parent: nil)
    let tables = bindCommonTables(node.with, in: outer)
    let scope = Scope(parent: outer)
    scope.relations = [target]
    let from = bindFrom(node.from, in: scope)
    let predicate = bindChangePredicate(node.predicate, in: scope)
    let returning = bindReturning(node.returning, table, name: node.alias?.text)
    guard let tables, let from, let returning else { return nil }
    if let predicate, predicate == nil { return nil }
    let items = (returning?.columns ?? []).map {
      BoundItem(target.expression($0.index), name: table.columns[$0.index].name)
    }
    let change = Change(table: table, target: target, from: from, predicate: predicate ?? nil)
    guard let source = planSource(change, items, tables, scope) else { return nil }
    let delete = Delete(
      table: table,
      source: source,
      isRestricted: isRestricted(change),
      returning: returning,
      namesRecords: source.isConstant
    )
    return Plan(root: .delete(delete), schema: schema(of: returning))
  }

  /// What an UPDATE or DELETE reads to find its records.
  private struct Change {
    let table: Table
    let target: ScopeRelation
    let from: BoundRelation?
    let predicate: BoundExpression?
  }

  private func changeTarget(
    _ name: EntityName,
    _ alias: Identifier?
  ) -> (Table, ScopeRelation)? {
    guard let table = writableTable(name) else { return nil }
    guard table.keyIndex != nil else {
      return fail(
        .featureNotSupported,
        "entity \"\(table.name)\" lists no key, so its records cannot be changed",
        at: name.span
      )
    }
    let id = nextRelation(named: alias?.text ?? table.name)
    return (table, scopeRelation(id, table, name: alias?.text))
  }

  private func bindChangePredicate(
    _ predicate: SQLExpression?,
    in scope: Scope
  ) -> BoundExpression?? {
    guard let predicate else { return nil }
    scope.aggregateRefusal = "aggregate functions are not allowed in WHERE"
    scope.windowRefusal = "window functions are not allowed in WHERE"
    return .some(bindCondition(predicate, in: scope, clause: "WHERE"))
  }

  /// Binds the assignments of a SET: the columns that are written and what each is given.
  func bindAssignments(
    _ assignments: [Assignment],
    of table: Table,
    in scope: Scope
  ) -> (targets: [Int], items: [BoundItem])? {
    var targets: [Int] = []
    let items = all(assignments) { assignment -> BoundItem? in
      let index = writableColumn(assignment.field, of: table)
      let value = bindAssigned(assignment.value, index.map { table.columns[$0] }, in: scope)
      guard let index, let value else { return nil }
      if targets.contains(index) {
        return fail(
          .duplicateColumn,
          "multiple assignments to same column \"\(table.columns[index].name)\"",
          at: assignment.field.span
        )
      }
      targets.append(index)
      return BoundItem(value, name: table.columns[index].name)
    }
    return items.map { (targets, $0) }
  }

  private func bindAssigned(
    _ value: SQLExpression,
    _ column: Column?,
    in scope: Scope
  ) -> BoundExpression? {
    if case .defaultValue(let written) = value {
      return column.flatMap { defaultValue(of: $0, at: written.span) }
    }
    guard let bound = bind(value, in: scope), let column else { return nil }
    return written(bound, to: column)
  }

  private func planSource(
    _ change: Change,
    _ items: [BoundItem],
    _ tables: [BoundCommonTable],
    _ scope: Scope
  ) -> PlanNode? {
    guard let key = change.table.keyIndex else { return nil }
    if change.from == nil, let predicate = change.predicate,
      let known = KnownRecords(change.target, key, environment).rows(items, where: predicate)
    {
      return .rows(known)
    }
    var from = BoundRelation.table(change.target.id, change.table)
    if let other = change.from {
      from = .join(BoundJoin(kind: .cross, left: from, right: other, condition: nil))
    }
    let identity = BoundItem(
      change.target.expression(key),
      name: change.table.columns[key].name
    )
    let all = [identity] + items
    let query = BoundQuery(
      commonTables: tables,
      body: .select(
        BoundSelect(
          items: all,
          from: attach(scope.impliedJoins, to: from),
          predicate: change.predicate
        )
      ),
      schema: RowSchema(all.map { SchemaColumn($0.name, $0.expression.type) })
    )
    return QueryPlanner(self).plan(query)
  }

  /// Whether the WHERE can be false: it is there, no constant, and not `x = x` on a field that every
  /// record has.
  ///
  /// - Source: `shell-conventions.md` §11.
  private func isRestricted(_ change: Change) -> Bool {
    guard let predicate = change.predicate else { return false }
    let folded = Normaliser.normalised(FoldConstants.deepFolded(predicate, environment))
    return !isTrivial(folded, change)
  }

  private func isTrivial(_ predicate: BoundExpression, _ change: Change) -> Bool {
    switch predicate.kind {
    case .constant: return true
    case .and(let operands): return operands.allSatisfy { isTrivial($0, change) }
    case .or(let operands): return operands.contains { isTrivial($0, change) }
    case .comparison(let symbol, let left, let right, _):
      let isReflexive = symbol == .equal || symbol == .lessOrEqual || symbol == .greaterOrEqual
      return isReflexive && left == right && isNeverNull(left, change)
    case .isNull(let operand, let isNegated): return isNegated && isNeverNull(operand, change)
    case .distinct(let left, let right, let isNegated, _): return isNegated && left == right
    case .column, .negate, .not, .arithmetic, .concatenate, .isTruth, .inList, .between, .like,
      .matches, .cases, .cast, .function, .aggregate, .window, .scalarSubquery, .exists, .inQuery,
      .quantified:
      return predicate.columnsRead.isEmpty && !predicate.contains { !$0.subqueries.isEmpty }
    }
  }

  private func isNeverNull(_ expression: BoundExpression, _ change: Change) -> Bool {
    guard case .column(let column) = expression.kind, column.relation == change.target.id else {
      return false
    }
    return change.table.columns[column.index].isNeverNull
  }
}

extension PlanNode {
  /// Whether its rows are known without a read.
  fileprivate var isConstant: Bool { if case .rows = self { true } else { false } }
}
