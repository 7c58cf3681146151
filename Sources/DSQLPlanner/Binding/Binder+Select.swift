import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// SELECT.
extension Binder {
  typealias Selected = (select: BoundSelect, orderBy: [BoundOrdering], schema: RowSchema)

  /// Binds a SELECT with the ORDER BY that stands behind it.
  func bindSelect(
    _ node: SelectStatement,
    orderBy terms: [OrderingTerm],
    in outer: Scope
  ) -> Selected? {
    let scope = Scope(parent: outer)
    scope.windows = node.windows
    let from = bindFrom(node.from, in: scope)
    restrict(scope, to: "WHERE")
    let predicate = node.predicate.map { bindCondition($0, in: scope, clause: "WHERE") }
    (scope.aggregateRefusal, scope.windowRefusal) = (nil, nil)
    let bound = bindItems(node.items, in: scope, asKeys: true)
    restrict(scope, to: "GROUP BY")
    let groupBy = all(node.groupBy) { grouping($0, bound ?? [], in: scope) }
    scope.aggregateRefusal = nil
    scope.windowRefusal = "window functions are not allowed in HAVING"
    let having = node.having.map { bindCondition($0, in: scope, clause: "HAVING") }
    scope.windowRefusal = nil
    guard let items = bound else { return nil }
    let orderBy = all(terms) { ordering($0, items, in: scope) }
    let written = distinctness(node.quantifier, items, in: scope)
    guard let from, let groupBy, let orderBy, let written else { return nil }
    if let predicate, predicate == nil { return nil }
    if let having, having == nil { return nil }
    var select = BoundSelect(
      distinctness: written,
      items: items,
      from: from.map { attach(scope.impliedJoins, to: $0) },
      predicate: predicate ?? nil,
      groupBy: groupBy,
      having: having ?? nil
    )
    select.isAggregate =
      !groupBy.isEmpty || select.having != nil
      || items.contains { hasAggregate($0.expression) }
      || orderBy.contains {
        if case .expression(let key) = $0.key { hasAggregate(key) } else { false }
      }
    if select.isAggregate, !checkGrouping(select, orderBy, in: scope) { return nil }
    if !checkDistinct(select, orderBy, terms) { return nil }
    guard let distinctness = exactlyDistinct(written, items) else { return nil }
    select.distinctness = distinctness
    return (
      select, orderBy,
      RowSchema(items.map { SchemaColumn($0.name, $0.expression.type) })
    )
  }

  private func restrict(_ scope: Scope, to clause: String) {
    scope.aggregateRefusal = "aggregate functions are not allowed in \(clause)"
    scope.windowRefusal = "window functions are not allowed in \(clause)"
  }

  private func hasAggregate(_ expression: BoundExpression) -> Bool {
    expression.contains { if case .aggregate = $0.kind { true } else { false } }
  }

  /// Binds a select list or the items of RETURNING.
  ///
  /// - Parameters:
  ///   - items: The items as written.
  ///   - scope: What they read.
  ///   - asKeys: Whether their COLLATE matters to the query around them.
  /// - Returns: The items, stars spread; nil where something in them was reported.
  func bindItems(
    _ items: [SelectItem],
    in scope: Scope,
    asKeys: Bool = false
  ) -> [BoundItem]? {
    all(items) { item -> [BoundItem]? in
      switch item {
      case .allColumns(let star): bindStar(star, in: scope)
      case .expression(let node):
        bind(node.expression, in: scope).map {
          let name = node.alias?.text ?? ColumnTitle.title(node.expression, $0)
          let isExact = asKeys && textRule(node.expression) == .binary
          return [BoundItem(isExact ? $0.exact : $0, name: name)]
        }
      }
    }.map { $0.flatMap(\.self) }
  }

  private func bindStar(_ star: AllColumns, in scope: Scope) -> [BoundItem]? {
    var columns: [(name: String, expression: BoundExpression)]
    if let qualifier = star.qualifier.last {
      guard let found = scope.relations.first(where: { qualifier.means($0.name) }) else {
        if scope.isIncomplete { return nil }
        return fail(
          .undefinedEntity,
          "missing FROM-clause entry for table \"\(qualifier.text)\"",
          at: qualifier.span
        )
      }
      columns = scope.starColumns(of: found.id)
    } else {
      if scope.isIncomplete { return nil }
      if scope.relations.isEmpty {
        return fail(.syntaxError, "SELECT * with no tables specified is not valid", at: star.span)
      }
      columns = scope.starColumns()
    }
    for name in star.excluded {
      let before = columns.count
      columns.removeAll { name.means($0.name) }
      if columns.count == before {
        let near = NearName.suggestions(for: name.text, among: columns.map(\.name), limit: 1)
        report(
          Diagnostic(
            .undefinedField,
            "column \"\(name.text)\" in EXCLUDE is not one of *",
            span: name.span,
            hint: near.first.map { "Perhaps you meant the column \"\($0)\"." }
          )
        )
      }
    }
    return columns.map { column in
      var expression = column.expression
      expression.span = star.span
      return BoundItem(expression, name: column.name)
    }
  }

  private func grouping(
    _ expression: SQLExpression,
    _ items: [BoundItem],
    in scope: Scope
  ) -> BoundExpression? {
    if case .literal(let literal) = expression, literal.kind == .integer {
      guard let ordinal = Int(literal.text), ordinal >= 1, ordinal <= items.count else {
        if items.isEmpty { return nil }
        return fail(
          .syntaxError,
          "GROUP BY position \(literal.text) is not in select list",
          at: literal.span
        )
      }
      return checkKey(items[ordinal - 1].expression)
    }
    if case .column(let reference) = expression, reference.path.count == 1,
      let name = reference.path.first, !isColumn(name, of: scope),
      let item = items.first(where: { name.means($0.name) })
    {
      return checkKey(item.expression)
    }
    return bindKey(expression, in: scope).map { settled($0) }
  }

  private func checkKey(_ expression: BoundExpression) -> BoundExpression? {
    if hasAggregate(expression) {
      return fail(
        .groupingError,
        "aggregate functions are not allowed in GROUP BY",
        at: expression.span
      )
    }
    return settled(expression)
  }

  private func isColumn(_ name: Identifier, of scope: Scope) -> Bool {
    scope.relations.contains { relation in relation.columns.contains { name.means($0.name) } }
  }

  private func ordering(
    _ term: OrderingTerm,
    _ items: [BoundItem],
    in scope: Scope
  ) -> BoundOrdering? {
    let faults = diagnostics.count
    var key: BoundOrdering.Key?
    if let index = output(term.expression, items.map(\.name)) {
      key = .output(index)
    } else if diagnostics.count == faults, let bound = bind(term.expression, in: scope) {
      let expression = settled(bound)
      key =
        items.firstIndex { $0.expression.withoutExactness == expression }.map { .output($0) }
        ?? .expression(expression)
    }
    guard let key else { return nil }
    var rule = textRule(term.expression)
    if case .output(let index) = key, items[index].expression.isExact { rule = .binary }
    return BoundOrdering(
      key: key,
      isDescending: term.direction == .descending,
      nullsFirst: term.nulls.map { $0 == .first },
      textRule: rule
    )
  }

  private func distinctness(
    _ quantifier: SelectQuantifier,
    _ items: [BoundItem],
    in scope: Scope
  ) -> BoundSelect.Distinctness? {
    switch quantifier {
    case .all: return BoundSelect.Distinctness.none
    case .distinct: return .all
    case .distinctOn(let keys):
      let bound = all(keys) { key -> BoundExpression? in
        if let index = output(key, items.map(\.name)) { return settled(items[index].expression) }
        return bindKey(key, in: scope).map { settled($0) }
      }
      return bound.map { .on($0) }
    }
  }

  private func checkDistinct(
    _ select: BoundSelect,
    _ orderBy: [BoundOrdering],
    _ terms: [OrderingTerm]
  ) -> Bool {
    guard case .all = select.distinctness else { return true }
    for (key, term) in zip(orderBy, terms) {
      if case .expression = key.key {
        report(
          Diagnostic(
            .groupingError,
            "for SELECT DISTINCT, ORDER BY expressions must appear in select list",
            span: term.expression.span
          )
        )
        return false
      }
    }
    return true
  }

  /// Checks that what is not aggregated is grouped by.
  private func checkGrouping(
    _ select: BoundSelect,
    _ orderBy: [BoundOrdering],
    in scope: Scope
  ) -> Bool {
    var own = Set(scope.relations.map(\.id))
    own.formUnion(scope.impliedJoins.map(\.target))
    let checker = GroupingCheck(select: select, own: own, names: relationNames, scope: scope)
    var expressions = select.items.map(\.expression)
    if let having = select.having { expressions.append(having) }
    for ordering in orderBy {
      if case .expression(let key) = ordering.key { expressions.append(key) }
    }
    let faults = expressions.compactMap { checker.fault(in: $0) }
    for fault in faults { report(fault) }
    return faults.isEmpty
  }
}
