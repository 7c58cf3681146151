import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// What stands in FROM.
extension Binder {
  /// Binds the tables between the commas, which become a cross join.
  func bindFrom(_ references: [TableReference], in scope: Scope) -> BoundRelation?? {
    var from: BoundRelation?
    var isComplete = true
    for reference in references {
      guard let relation = bindRelation(reference, in: scope) else {
        isComplete = false
        scope.isIncomplete = true
        continue
      }
      from =
        from.map {
          .join(BoundJoin(kind: .cross, left: $0, right: relation, condition: nil))
        } ?? relation
    }
    return isComplete ? .some(from) : nil
  }

  func bindRelation(_ reference: TableReference, in scope: Scope) -> BoundRelation? {
    switch reference {
    case .entity(let node): bindEntity(node, in: scope)
    case .derived(let node): bindDerived(node, in: scope)
    case .function(let node): bindSeries(node, in: scope)
    case .lastResult(let node): bindLastResult(node, in: scope)
    case .join(let node): bindJoin(node, in: scope)
    }
  }

  private func bindEntity(
    _ node: DSQLSyntax.EntityReference,
    in scope: Scope
  ) -> BoundRelation? {
    let name = node.entity.name
    if node.entity.qualifier == nil {
      for outer in scope.chain {
        guard let entry = outer.commonTables.last(where: { name.means($0.name) }) else { continue }
        guard let schema = entry.schema else {
          scope.isIncomplete = true
          return nil
        }
        let id = nextRelation(named: node.alias?.name.text ?? entry.name)
        let shown = named(schema, node.alias)
        guard let shown else { return nil }
        add(
          ScopeRelation(
            id: id,
            name: node.alias?.name.text ?? entry.name,
            columns: shown.columns.map { ScopeColumn(name: $0.name, type: $0.type) },
            table: nil
          ),
          at: node.span,
          to: scope
        )
        wideColumns[id] = wideCommonTables[entry.id]
        return .commonTable(id, id: entry.id, name: entry.name, schema)
      }
    }
    guard let table = table(node.entity) else {
      scope.isIncomplete = true
      return nil
    }
    let id = nextRelation(named: node.alias?.name.text ?? table.name)
    var relation = scopeRelation(id, table, name: node.alias?.name.text)
    if let alias = node.alias, !alias.columns.isEmpty {
      var columns = relation.columns
      for (name, index) in zip(alias.columns, table.starIndices) { columns[index].name = name.text }
      relation = ScopeRelation(id: id, name: relation.name, columns: columns, table: table)
    }
    add(relation, at: node.span, to: scope)
    return .table(id, table)
  }

  /// The entity of a name.
  func table(_ name: EntityName) -> Table? {
    if let qualifier = name.qualifier {
      return fail(
        .featureNotSupported,
        "entity \"\(qualifier.text).\(name.name.text)\" cannot be named by its folder",
        at: name.span,
        hint: "Choose the folder with USE FOLDER and write the bare name."
      )
    }
    return table(name.name)
  }

  /// The entity of a bare name.
  func table(_ name: Identifier) -> Table? {
    switch catalog.table(named: name.text, matching: name.matching) {
    case .found(let table): return table
    case .ambiguous(let tables):
      return fail(
        .ambiguousName,
        "entity \"\(name.text)\" is ambiguous",
        at: name.span,
        hint: "It could be \(quotedList(tables.map(\.name), last: "or")):"
          + " write the name in double quotes."
      )
    case .missing:
      let near = NearName.suggestions(for: name.text, among: catalog.tables.map(\.name))
      return fail(
        .undefinedEntity,
        "entity \"\(name.text)\" does not exist",
        at: name.span,
        hint: near.isEmpty
          ? catalog.tables.isEmpty
            ? "The \(environment.settings.folderKey == nil ? "tenant" : "folder") has no entities."
            : "SHOW ENTITIES lists the entities."
          : "Perhaps you meant the entity \(quotedList(near, last: "or"))."
      )
    }
  }

  func add(_ relation: ScopeRelation, at span: SourceSpan, to scope: Scope) {
    let isTaken =
      !relation.name.isEmpty
      && scope.relations.contains { TextComparison.areEqual($0.name, relation.name) }
    if isTaken {
      report(
        Diagnostic(
          .duplicateAlias,
          "table name \"\(relation.name)\" specified more than once",
          span: span,
          hint: "Give one of them an alias."
        )
      )
    }
    scope.relations.append(relation)
  }

  func named(_ schema: RowSchema, _ alias: TableAlias?) -> RowSchema? {
    guard let alias, !alias.columns.isEmpty else { return schema }
    guard alias.columns.count <= schema.columns.count else {
      return fail(
        .syntaxError,
        "table \"\(alias.name.text)\" has \(schema.columns.count) columns available but"
          + " \(alias.columns.count) columns specified",
        at: alias.span
      )
    }
    var result = schema
    for (index, name) in alias.columns.enumerated() { result.columns[index].name = name.text }
    return result
  }

  private func bindDerived(_ node: DerivedTable, in scope: Scope) -> BoundRelation? {
    guard let query = bindQuery(node.query, in: scope.parent),
      let schema = named(query.schema, node.alias)
    else {
      scope.isIncomplete = true
      return nil
    }
    var named = query
    named.schema = schema
    let id = nextRelation(named: node.alias?.name.text ?? "")
    add(
      ScopeRelation(
        id: id,
        name: node.alias?.name.text ?? "",
        columns: schema.columns.map { ScopeColumn(name: $0.name, type: $0.type) },
        table: nil
      ),
      at: node.span,
      to: scope
    )
    wideColumns[id] = wideColumns(of: named)
    return .derived(id, named)
  }

  private func bindSeries(_ node: TableFunction, in scope: Scope) -> BoundRelation? {
    guard TextComparison.areEqual(node.name.text, "generate_series") else {
      scope.isIncomplete = true
      return fail(
        .undefinedFunction,
        "function \(node.name.text) does not exist in FROM",
        at: node.name.span,
        hint: "The one function that FROM takes is generate_series."
      )
    }
    let outer = Scope(parent: scope.parent)
    outer.aggregateRefusal = "aggregate functions are not allowed in functions in FROM"
    outer.windowRefusal = "window functions are not allowed in functions in FROM"
    guard let arguments = all(node.arguments, { bind($0, in: outer) }) else { return nil }
    guard (2...3).contains(arguments.count) else {
      return fail(
        .undefinedFunction,
        "generate_series takes two or three arguments",
        at: node.span
      )
    }
    guard let bounds = unified(Array(arguments.prefix(2)), for: "generate_series"),
      let first = bounds.first
    else { return nil }
    var type = first.type
    var step: BoundExpression?
    switch type {
    case .date, .timestamp:
      type = .timestamp
      guard arguments.count == 3 else {
        return fail(
          .undefinedFunction,
          "a series of times needs a step, for instance INTERVAL '1 day'",
          at: node.span
        )
      }
      step = arguments.count == 3 ? converted(arguments[2], to: .interval) : nil
      if step == nil { return stepMismatch(arguments[2], node) }
    case .integer, .decimal:
      if arguments.count == 3 {
        guard let wider = commonType(type, arguments[2].type), wider.isNumeric else {
          return stepMismatch(arguments[2], node)
        }
        type = wider
        step = converted(arguments[2], to: type)
      }
    case .unknown, .boolean, .double, .text, .interval, .uuid, .choice, .choices, .file:
      return fail(
        .undefinedFunction,
        "generate_series takes numbers or times, not \(type.name)",
        at: node.span
      )
    }
    let title =
      node.alias?.columns.first?.text ?? node.alias?.name.text ?? "generate_series"
    let id = nextRelation(named: node.alias?.name.text ?? "generate_series")
    let schema = RowSchema([SchemaColumn(title, type)])
    add(
      ScopeRelation(
        id: id,
        name: node.alias?.name.text ?? "generate_series",
        columns: [ScopeColumn(name: title, type: type)],
        table: nil
      ),
      at: node.span,
      to: scope
    )
    return .series(
      id,
      first: cast(bounds[0], to: type),
      last: cast(bounds[1], to: type),
      step: step,
      schema
    )
  }

  private func stepMismatch(_ step: BoundExpression, _ node: TableFunction) -> BoundRelation? {
    fail(
      .typeMismatch,
      "the step of generate_series does not fit its bounds",
      at: step.span ?? node.span
    )
  }

  private func bindJoin(_ node: JoinClause, in scope: Scope) -> BoundRelation? {
    let start = scope.relations.count
    let left = bindRelation(node.left, in: scope)
    let middle = scope.relations.count
    let right = bindRelation(node.right, in: scope)
    guard let left, let right else {
      scope.isIncomplete = true
      return nil
    }
    let kind = kind(node.kind)
    var condition: BoundExpression?
    switch node.constraint {
    case nil: break
    case .on(let written):
      let inner = Scope(parent: scope.parent)
      inner.relations = Array(scope.relations[start...])
      inner.merged = scope.merged
      inner.impliedJoins = scope.impliedJoins
      inner.isIncomplete = scope.isIncomplete
      inner.aggregateRefusal = "aggregate functions are not allowed in JOIN conditions"
      inner.windowRefusal = "window functions are not allowed in JOIN conditions"
      condition = bindCondition(written, in: inner, clause: "JOIN/ON")
      scope.impliedJoins = inner.impliedJoins
      if condition == nil { return nil }
    case .using(let names):
      let sides = (Array(scope.relations[start..<middle]), Array(scope.relations[middle...]))
      let pairs = all(names) { bindUsing($0, kind, sides, in: scope) }
      guard let pairs else { return nil }
      condition = pairs.count == 1 ? pairs[0] : BoundExpression(.and(pairs), .boolean)
    }
    return .join(
      BoundJoin(
        kind: condition == nil ? .cross : kind,
        left: left,
        right: right,
        condition: condition
      )
    )
  }

  private func kind(_ kind: DSQLSyntax.JoinKind) -> DSQLPlan.JoinKind {
    switch kind {
    case .inner: .inner
    case .left: .left
    case .right: .right
    case .full: .full
    case .cross: .cross
    }
  }

  /// The equality of one name of USING; the two columns become one in `scope`.
  private func bindUsing(
    _ name: Identifier,
    _ kind: DSQLPlan.JoinKind,
    _ sides: (left: [ScopeRelation], right: [ScopeRelation]),
    in scope: Scope
  ) -> BoundExpression? {
    let earlier = scope.merged.firstIndex { merged in
      name.means(merged.name)
        && merged.parts.allSatisfy { part in sides.left.contains { $0.id == part.relation } }
    }
    let left = earlier.map { scope.merged[$0].expression } ?? column(name, of: sides.left, "left")
    guard let left, let right = column(name, of: sides.right, "right") else { return nil }
    guard
      let equal = compare(
        .equal,
        left,
        right,
        rule: .folded,
        at: name.span,
        span: name.span
      ), case .comparison(_, let one, let other, _) = equal.kind
    else { return nil }
    var merged = left
    switch kind {
    case .inner, .left, .cross: break
    case .right: merged = right
    case .full: merged = BoundExpression(.function(.coalesce, [one, other]), one.type)
    }
    var parts = earlier.map { scope.merged[$0].parts } ?? []
    for case .column(let column) in [left.kind, right.kind] {
      parts.append((column.relation, column.index))
    }
    var title = name.text
    if case .column(let column) = left.kind { title = column.name }
    let entry = MergedColumn(name: title, expression: merged, parts: parts)
    if let earlier { scope.merged[earlier] = entry } else { scope.merged.append(entry) }
    return equal
  }

  private func column(
    _ name: Identifier,
    of relations: [ScopeRelation],
    _ side: String
  ) -> BoundExpression? {
    var found: [BoundExpression] = []
    for relation in relations {
      for (index, column) in relation.columns.enumerated() where name.means(column.name) {
        found.append(relation.expression(index))
      }
    }
    if found.count == 1 { return found.first }
    if found.isEmpty {
      return fail(
        .undefinedField,
        "column \"\(name.text)\" specified in USING clause does not exist in \(side) table",
        at: name.span
      )
    }
    return fail(
      .ambiguousName,
      "common column name \"\(name.text)\" appears more than once in \(side) table",
      at: name.span
    )
  }

  /// The FROM with the joins that its relationship paths stand for.
  func attach(_ joins: [ImpliedJoin], to relation: BoundRelation) -> BoundRelation {
    if joins.isEmpty { return relation }
    switch relation {
    case .join(var join):
      join.left = attach(joins, to: join.left)
      join.right = attach(joins, to: join.right)
      return .join(join)
    case .table(let id, _):
      var result = relation
      for implied in joins where implied.relation == id {
        result = .join(
          BoundJoin(
            kind: .left,
            left: result,
            right: attach(joins, to: .table(implied.target, implied.table)),
            condition: implied.condition
          )
        )
      }
      return result
    case .derived, .commonTable, .series, .lastResult: return relation
    }
  }
}
