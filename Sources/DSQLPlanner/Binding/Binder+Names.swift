import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// Columns and the paths through relationships.
extension Binder {
  /// Resolves `Total`, `i.Total`, `i.Customer.Name`.
  func bind(_ reference: ColumnReference, in scope: Scope) -> BoundExpression? {
    guard let first = reference.path.first else { return nil }
    var bound: BoundExpression?
    if reference.path.count > 1, let (owner, relation) = relation(first, in: scope) {
      guard let column = column(reference.path[1], of: relation) else { return nil }
      bound = walk(Array(reference.path.dropFirst(2)), from: column, in: owner)
    } else {
      guard let (owner, column) = column(reference, named: first, in: scope) else { return nil }
      bound = walk(Array(reference.path.dropFirst()), from: column, in: owner)
    }
    bound?.span = reference.span
    return bound
  }

  /// The relation that a qualifier means, with the scope whose FROM holds it.
  func relation(_ name: Identifier, in scope: Scope) -> (Scope, ScopeRelation)? {
    for scope in scope.chain {
      switch NameLookup.find(name.text, in: scope.relations, matching: name.matching, by: \.name) {
      case .found(let relation): return (scope, relation)
      case .ambiguous(let several): return several.first.map { (scope, $0) }
      case .missing: continue
      }
    }
    return nil
  }

  private func column(_ name: Identifier, of relation: ScopeRelation) -> BoundExpression? {
    switch lookup(name, in: relation) {
    case .found(let index): return relation.expression(index)
    case .ambiguous(let indices):
      return fail(
        .ambiguousName,
        "column \"\(name.text)\" is ambiguous",
        at: name.span,
        hint: "It could be \(quotedList(indices.map { relation.columns[$0].name }, last: "or"))"
          + " of \"\(relation.name)\": write the name in double quotes."
      )
    case .missing:
      return missing(name, written: "\(relation.name).\(name.text)", among: [relation])
    }
  }

  private func lookup(_ name: Identifier, in relation: ScopeRelation) -> NameLookup<Int> {
    NameLookup.find(
      name.text,
      in: Array(relation.columns.indices),
      matching: name.matching,
      by: { relation.columns[$0].name }
    )
  }

  private func column(
    _ reference: ColumnReference,
    named name: Identifier,
    in scope: Scope
  ) -> (Scope, BoundExpression)? {
    for scope in scope.chain {
      if let merged = scope.merged.first(where: { name.means($0.name) }) {
        return (scope, merged.expression)
      }
      var found: [(ScopeRelation, Int)] = []
      for relation in scope.relations {
        switch lookup(name, in: relation) {
        case .found(let index): found.append((relation, index))
        case .ambiguous(let indices): found += indices.map { (relation, $0) }
        case .missing: continue
        }
      }
      if found.count > 1 {
        let names = found.map { "\($0.0.name).\($0.0.columns[$0.1].name)" }
        return fail(
          .ambiguousName,
          "column reference \"\(name.text)\" is ambiguous",
          at: name.span,
          hint: "It could be \(quotedList(names, last: "or"))."
        )
      }
      if let (relation, index) = found.first { return (scope, relation.expression(index)) }
    }
    if scope.chain.contains(where: \.isIncomplete) { return nil }
    if reference.path.count > 1 {
      let known = scope.chain.flatMap(\.relations).map(\.name)
      let near = NearName.suggestions(for: name.text, among: known, limit: 1).first
      return fail(
        .undefinedEntity,
        "missing FROM-clause entry for table \"\(name.text)\"",
        at: name.span,
        hint: near.map { "Perhaps you meant to reference the table alias \"\($0)\"." }
      )
    }
    let nothing: BoundExpression? = missing(
      name,
      written: name.text,
      among: scope.chain.flatMap(\.relations)
    )
    return nothing.map { (scope, $0) }
  }

  private func missing<Bound>(
    _ name: Identifier,
    written: String,
    among relations: [ScopeRelation]
  ) -> Bound? {
    var qualified: [String: String] = [:]
    for relation in relations.reversed() {
      for column in relation.columns {
        qualified[column.name] =
          relation.name.isEmpty ? column.name : "\(relation.name).\(column.name)"
      }
    }
    let near = NearName.suggestions(for: name.text, among: qualified.keys.sorted(), limit: 2)
    var hint: String?
    if !near.isEmpty, !relations.contains(where: { $0.hasChoice(name.text) }) {
      let names = quotedList(near.map { qualified[$0] ?? $0 }, last: "or the column")
      hint = "Perhaps you meant to reference the column \(names)."
    } else if name.isQuoted || relations.contains(where: { $0.hasChoice(name.text) }) {
      hint =
        (name.isQuoted ? "Double quotes are for names; text" : "Text")
        + " is written in single quotes: '\(name.text)'."
    }
    return fail(
      .undefinedField,
      "column \"\(written)\" does not exist",
      at: name.span,
      hint: hint
    )
  }

  func quotedList(_ names: [String], last: String) -> String {
    let quoted = names.map { "\"\($0)\"" }
    guard quoted.count > 1, let final = quoted.last else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " \(last) \(final)"
  }

  /// Walks relationships from a column, one LEFT JOIN for each.
  private func walk(
    _ path: [Identifier],
    from column: BoundExpression,
    in scope: Scope
  ) -> BoundExpression? {
    var current = column
    for (index, name) in path.enumerated() {
      if current.type == .file {
        return filePart(name, of: current, isLast: index == path.count - 1)
      }
      guard case .column(let bound) = current.kind else {
        return fail(.undefinedField, "column \"\(name.text)\" does not exist", at: name.span)
      }
      guard let relation = target(of: bound, in: scope, at: name) else { return nil }
      guard let next = self.column(name, of: relation) else { return nil }
      current = next
    }
    return current
  }

  /// `Scan.Name`, `Scan.Size` or `Scan.Type`.
  private func filePart(
    _ name: Identifier,
    of file: BoundExpression,
    isLast: Bool
  ) -> BoundExpression? {
    let parts: [(String, ScalarFunction, DataType)] = [
      ("Name", .fileName, .text), ("Size", .fileSize, .integer), ("Type", .fileType, .text),
    ]
    guard isLast, let (_, function, type) = parts.first(where: { name.means($0.0) }) else {
      return fail(
        .undefinedField,
        "a file has no column \"\(name.text)\"",
        at: name.span,
        hint: "It has \"Name\", \"Size\" and \"Type\"."
      )
    }
    return BoundExpression(.function(function, [file]), type)
  }

  private func target(
    of column: BoundColumn,
    in scope: Scope,
    at name: Identifier
  ) -> ScopeRelation? {
    let known = scope.impliedJoins.first {
      $0.relation == column.relation && $0.index == column.index
    }
    if let known { return scopeRelation(known.target, known.table) }
    let source =
      scope.relations.first { $0.id == column.relation }?.table
      ?? scope.impliedJoins.first { $0.target == column.relation }?.table
    guard let reference = source?.columns[column.index].reference else {
      return fail(
        .undefinedField,
        "column \"\(column.name)\" is not a relationship",
        at: name.span,
        hint: "Only a relationship of an entity can be walked with a dot."
      )
    }
    guard let table = catalog.table(id: reference.entityID), let key = table.keyIndex else {
      return fail(
        .undefinedEntity,
        "entity \"\(reference.entityName)\", which \"\(column.name)\" points at, is not listed by"
          + " the service",
        at: name.span
      )
    }
    let target = nextRelation(named: "\(column.name)")
    let relation = scopeRelation(target, table)
    scope.impliedJoins.append(
      ImpliedJoin(
        relation: column.relation,
        index: column.index,
        target: target,
        table: table,
        condition: BoundExpression(
          .comparison(
            .equal,
            BoundExpression(.column(column), .uuid),
            relation.expression(key),
            .folded
          ),
          .boolean
        )
      )
    )
    return relation
  }

  func scopeRelation(_ id: RelationID, _ table: Table, name: String? = nil) -> ScopeRelation {
    noteWidths(of: table, id)
    let inStar = Set(table.starIndices)
    return ScopeRelation(
      id: id,
      name: name ?? table.name,
      columns: table.columns.indices.map {
        ScopeColumn(
          name: table.columns[$0].name,
          type: table.columns[$0].type,
          isInStar: inStar.contains($0)
        )
      },
      table: table
    )
  }
}
