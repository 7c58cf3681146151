import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// `_`, the rows that the session showed last.
extension Binder {
  /// Binds `_`, or says why there is nothing that it stands for.
  func bindLastResult(_ node: LastResult, in scope: Scope) -> BoundRelation? {
    scope.isIncomplete = true
    switch environment.lastResult {
    case .kept(let schema):
      scope.isIncomplete = false
      return relation(Self.withDistinctNames(schema), node, in: scope)
    case .missing:
      return fail(
        .undefinedEntity,
        "there is no last result yet",
        at: node.span,
        hint: "_ stands for the rows that the last statement of the session showed."
      )
    case .tooMany:
      return fail(
        .programLimitExceeded,
        "the last result had more than 100,000 rows and was not kept",
        at: node.span,
        hint: "Write its query here: FROM (SELECT …) AS last."
      )
    case .lost(let cause):
      return fail(
        .programLimitExceeded,
        "the last result could not be kept: \(cause)",
        at: node.span,
        hint: "Write its query here: FROM (SELECT …) AS last."
      )
    case .notInteractive:
      return fail(
        .featureNotSupported,
        "the last result is kept in interactive sessions only",
        at: node.span,
        hint: "Write its query here: FROM (SELECT …) AS last."
      )
    }
  }

  private func relation(
    _ schema: RowSchema,
    _ node: LastResult,
    in scope: Scope
  ) -> BoundRelation? {
    let name = node.alias?.name.text ?? "_"
    let id = nextRelation(named: name)
    guard let shown = named(schema, node.alias) else {
      scope.isIncomplete = true
      return nil
    }
    add(
      ScopeRelation(
        id: id,
        name: name,
        columns: shown.columns.map { ScopeColumn(name: $0.name, type: $0.type) },
        table: nil
      ),
      at: node.span,
      to: scope
    )
    return .lastResult(id, shown)
  }

  /// The columns with names of their own: the second `total` is `total_1`, the third `total_2`.
  static func withDistinctNames(_ schema: RowSchema) -> RowSchema {
    // A title as it stands keeps its column, wherever the one that is renamed comes.
    let titles = Set(schema.columns.map { TextComparison.folded($0.name) })
    var taken: Set<String> = []
    var result = schema
    for (index, column) in schema.columns.enumerated() {
      var name = column.name
      var number = 0
      while taken.contains(TextComparison.folded(name))
        || (number > 0 && titles.contains(TextComparison.folded(name)))
      {
        number += 1
        name = "\(column.name)_\(number)"
      }
      taken.insert(TextComparison.folded(name))
      result.columns[index].name = name
    }
    return result
  }
}
