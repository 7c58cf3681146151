import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

/// `ON CONFLICT (keys) DO …` with its names resolved.
struct BoundConflict {
  /// Indices into the columns of the entity.
  let keys: [Int]
  /// The records that are there.
  let stored: ScopeRelation
  /// The rows that are inserted: a column for each of the entity, in its order.
  let excluded: RelationID
  /// Indices into the columns of the entity; empty for DO NOTHING.
  let targets: [Int]
  /// What each target is given.
  let items: [BoundItem]
  /// Which records are changed; nil for all that are met.
  let predicate: BoundExpression?
  /// The relationships that the items and the condition walk.
  let joins: [ImpliedJoin]
  let span: SourceSpan
}

// INSERT … ON CONFLICT.
extension Binder {
  /// Binds the clause; nil where something was reported.
  func conflict(
    _ clause: OnConflictClause,
    on table: Table,
    alias: Identifier?
  ) -> BoundConflict? {
    let keys = conflictKeys(clause, table)
    var predicate: BoundExpression??
    let name = alias?.text ?? table.name
    let stored = scopeRelation(nextRelation(named: name), table, name: name)
    let excluded = nextRelation(named: "excluded")
    let scope = Scope(parent: nil)
    scope.relations = [
      stored,
      ScopeRelation(
        id: excluded,
        name: "excluded",
        columns: table.columns.map { ScopeColumn(name: $0.name, type: $0.type) },
        table: nil
      ),
    ]
    scope.aggregateRefusal = "aggregate functions are not allowed in ON CONFLICT"
    scope.windowRefusal = "window functions are not allowed in ON CONFLICT"
    var assigned: (targets: [Int], items: [BoundItem])? = ([], [])
    if case .update(let assignments, let condition) = clause.action {
      assigned = bindAssignments(assignments, of: table, in: scope)
      predicate = condition.map { bindCondition($0, in: scope, clause: "WHERE") }
    }
    guard let keys, let assigned else { return nil }
    if let predicate, predicate == nil { return nil }
    return BoundConflict(
      keys: keys,
      stored: stored,
      excluded: excluded,
      targets: assigned.targets,
      items: assigned.items.map { Self.guarded($0, by: predicate ?? nil) },
      predicate: predicate ?? nil,
      joins: scope.impliedJoins,
      span: clause.span
    )
  }

  /// A value that is computed only where the record is changed, so that it fails for no other.
  private static func guarded(_ item: BoundItem, by predicate: BoundExpression?) -> BoundItem {
    guard let predicate, item.expression.canFail else { return item }
    let cases = BoundExpression.Kind.cases(
      [BoundCase(condition: predicate, result: item.expression)],
      otherwise: nil
    )
    return BoundItem(
      BoundExpression(cases, item.expression.type, span: item.expression.span),
      name: item.name
    )
  }

  /// The fields that tell whether a record is there: none where the service keeps none unique and
  /// none are written, else at least one that the service keeps unique.
  ///
  /// - Source: `data-service-api.md` §2.5: there are no uniques of several fields together.
  private func conflictKeys(_ clause: OnConflictClause, _ table: Table) -> [Int]? {
    let unique = table.columns.filter { $0.isUnique && $0.isWritable }.map(\.name)
    let hint =
      unique.isEmpty
      ? "Entity \"\(table.name)\" has no unique field; a field is made so when it is added."
      : "Unique \(unique.count == 1 ? "is" : "are") \(quotedList(unique, last: "and"))."
    if clause.fields.isEmpty {
      if case .nothing = clause.action, unique.count < 2 {
        return table.columns.indices.filter { unique.contains(table.columns[$0].name) }
      }
      return fail(
        .noUniqueField,
        "ON CONFLICT needs the fields whose equality is a conflict",
        at: clause.span,
        hint: hint
      )
    }
    guard let keys = all(clause.fields, { existingColumn($0, of: table) }) else { return nil }
    if keys.contains(where: { table.columns[$0].isUnique || table.columns[$0].isPrimaryKey }) {
      return keys
    }
    return fail(
      .noUniqueField,
      "there is no unique field among those of ON CONFLICT",
      at: clause.fields.first?.span ?? clause.span,
      hint: hint
    )
  }

  /// Whether a row can meet a record: each part of the key is written or has a default.
  ///
  /// `Id` is neither, and what is NULL equals nothing.
  func canMatch(_ conflict: BoundConflict, _ targets: [Int], _ table: Table) -> Bool {
    if conflict.keys.isEmpty { return false }
    let lacking = conflict.keys.filter {
      !targets.contains($0) && table.columns[$0].defaultValue == nil
    }
    if lacking.isEmpty { return true }
    let notice = Diagnostic(
      .noUniqueField,
      "no row can conflict, since the statement writes no"
        + " \(quotedList(lacking.map { table.columns[$0].name }, last: "and"))",
      severity: .notice,
      span: conflict.span
    )
    if !notices.contains(notice) { notices.append(notice) }
    return false
  }

  /// The rows with the record that each meets: its `Id`, the number of the row among those of its
  /// key, the values of the targets, what the record is to be given, and whether it is changed.
  func matched(
    _ source: BoundQuery,
    _ targets: [Int],
    _ conflict: BoundConflict,
    _ table: Table
  ) -> BoundQuery {
    let rows = excludedRows(source, targets, table, at: conflict.span)
    let number = table.columns.count
    func incoming(_ index: Int) -> BoundExpression {
      BoundExpression(
        .column(
          BoundColumn(
            relation: conflict.excluded,
            index: index,
            name: rows.schema.columns[index].name
          )
        ),
        rows.schema.columns[index].type
      )
    }
    var conditions = conflict.keys.map { key in
      BoundExpression(
        .comparison(.equal, conflict.stored.expression(key), incoming(key), .folded),
        .boolean
      )
    }
    if let list = knownKeys(source, targets, conflict, table) { conditions.append(list) }
    let place = numbered(conflict.keys.map(incoming), by: incoming(number))
    let key = table.keyIndex ?? 0
    let items =
      [
        BoundItem(conflict.stored.expression(key), name: table.columns[key].name),
        BoundItem(place, name: "row"),
      ] + targets.map { BoundItem(incoming($0), name: table.columns[$0].name) } + conflict.items
      + (conflict.predicate.map { [BoundItem($0, name: "where")] } ?? [])
    let join = BoundJoin(
      kind: .left,
      left: .derived(conflict.excluded, rows),
      right: attach(conflict.joins, to: .table(conflict.stored.id, table)),
      condition: conditions.count == 1
        ? conditions[0] : BoundExpression(.and(conditions), .boolean)
    )
    return BoundQuery(
      body: .select(BoundSelect(items: items, from: .join(join))),
      orderBy: [BoundOrdering(key: .expression(incoming(number)))],
      schema: RowSchema(items.map { SchemaColumn($0.name, $0.expression.type) })
    )
  }

  /// The source with a column for each of the entity, and each row's number last.
  ///
  /// What the statement does not write has the value that the service will give it.
  private func excludedRows(
    _ source: BoundQuery,
    _ targets: [Int],
    _ table: Table,
    at span: SourceSpan
  ) -> BoundQuery {
    let relation = nextRelation(named: "")
    var items = table.columns.enumerated().map { index, column -> BoundItem in
      if let place = targets.firstIndex(of: index) {
        let written = BoundColumn(relation: relation, index: place, name: column.name)
        return BoundItem(
          BoundExpression(.column(written), source.schema.columns[place].type),
          name: column.name
        )
      }
      let value =
        column.isWritable && column.defaultValue != nil
        ? defaultValue(of: column, at: span) : nil
      return BoundItem(
        value ?? BoundExpression(.constant(.null), column.type),
        name: column.name
      )
    }
    let order = BoundWindow(
      function: .ranking(.rowNumber, []),
      partitionBy: [],
      orderBy: [],
      frame: nil
    )
    items.append(BoundItem(BoundExpression(.window(order), .integer), name: "number"))
    return BoundQuery(
      body: .select(BoundSelect(items: items, from: .derived(relation, source))),
      schema: RowSchema(items.map { SchemaColumn($0.name, $0.expression.type) })
    )
  }

  /// Which of the rows of its key a row is; 1 where the key holds NULL, which equals nothing.
  private func numbered(
    _ keys: [BoundExpression],
    by order: BoundExpression
  ) -> BoundExpression {
    let window = BoundWindow(
      function: .ranking(.rowNumber, []),
      partitionBy: keys,
      orderBy: [BoundOrdering(key: .expression(order))],
      frame: nil
    )
    let absent = keys.map { BoundExpression(.isNull($0, isNegated: false), .boolean) }
    return BoundExpression(
      .cases(
        [
          BoundCase(
            condition: absent.count == 1 ? absent[0] : BoundExpression(.or(absent), .boolean),
            result: BoundExpression(.constant(.integer(1)), .integer)
          )
        ],
        otherwise: BoundExpression(.window(window), .integer)
      ),
      .integer
    )
  }

  /// `key IN (…)` over the keys that VALUES spells out, so that no other record is read.
  private func knownKeys(
    _ source: BoundQuery,
    _ targets: [Int],
    _ conflict: BoundConflict,
    _ table: Table
  ) -> BoundExpression? {
    guard case .values(let rows) = source.body else { return nil }
    let unique = conflict.keys.filter { table.columns[$0].isUnique }
    for key in unique + conflict.keys.filter({ !unique.contains($0) }) {
      guard let place = targets.firstIndex(of: key) else { continue }
      let values = rows.map { $0[place] }
      let isKnown = values.allSatisfy { if case .constant = $0.kind { true } else { false } }
      if !isKnown { continue }
      var seen: Set<BoundExpression> = []
      let list = values.filter { $0.kind != .constant(.null) && seen.insert($0).inserted }
      if list.isEmpty { return BoundExpression(.constant(.boolean(false)), .boolean) }
      return BoundExpression(
        .inList(conflict.stored.expression(key), list, isNegated: false, .folded),
        .boolean
      )
    }
    return nil
  }
}
