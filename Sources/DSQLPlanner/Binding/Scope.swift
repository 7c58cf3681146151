import DSQLCatalog
import DSQLPlan
import DSQLSyntax
import DSQLTypes

/// What names mean at one place: the relations of a FROM, and the scopes around it.
///
/// A class, since paths found while an expression is bound add joins to the FROM they belong to.
final class Scope {
  let parent: Scope?
  var relations: [ScopeRelation] = []
  /// The columns that USING made one.
  var merged: [MergedColumn] = []
  /// The names of WITH, visible here and below.
  var commonTables: [CommonTableEntry] = []
  var windows: [WindowDefinition] = []
  /// Joins that relationship paths stand for, by the relationship that is walked.
  var impliedJoins: [ImpliedJoin] = []
  /// Why an aggregate may not stand here; nil where it may.
  var aggregateRefusal: String?
  /// Why a window function may not stand here; nil where it may.
  var windowRefusal: String?
  /// Whether a relation could not be bound, so that a missing column says nothing.
  var isIncomplete = false

  init(parent: Scope?) { self.parent = parent }

  /// The scopes from here outwards.
  var chain: [Scope] {
    var found: [Scope] = []
    var next: Scope? = self
    while let scope = next {
      found.append(scope)
      next = scope.parent
    }
    return found
  }

  /// The columns that `*` stands for.
  func starColumns(of only: RelationID? = nil) -> [(name: String, expression: BoundExpression)] {
    var found: [(name: String, expression: BoundExpression)] = []
    if only == nil { found += merged.map { ($0.name, $0.expression) } }
    for relation in relations where only == nil || relation.id == only {
      for (index, column) in relation.columns.enumerated() where column.isInStar {
        if only == nil, merged.contains(where: { $0.hides(relation.id, index) }) { continue }
        found.append((column.name, relation.expression(index)))
      }
    }
    return found
  }
}

/// A relation as names see it.
struct ScopeRelation {
  let id: RelationID
  /// The alias, else the entity's name; empty for a derived table without one.
  let name: String
  let columns: [ScopeColumn]
  let table: Table?

  /// Whether one of its choice columns has a choice of that label or name.
  func hasChoice(_ text: String) -> Bool {
    columns.contains { column in
      guard case .choice(let domain) = column.type else { return false }
      return !domain.numbers(matching: text).isEmpty
    }
  }

  /// A column as an expression.
  func expression(_ index: Int) -> BoundExpression {
    BoundExpression(
      .column(BoundColumn(relation: id, index: index, name: columns[index].name)),
      columns[index].type
    )
  }
}

/// A column as names see it.
struct ScopeColumn {
  var name: String
  var type: DataType
  /// Whether `*` stands for it.
  var isInStar = true
}

/// A column that USING made of two.
struct MergedColumn {
  let name: String
  let expression: BoundExpression
  let parts: [(relation: RelationID, index: Int)]

  func hides(_ relation: RelationID, _ index: Int) -> Bool {
    parts.contains { $0.relation == relation && $0.index == index }
  }
}

/// A name of WITH.
struct CommonTableEntry {
  let id: Int
  let name: String
  /// Its columns; nil where its query could not be bound.
  var schema: RowSchema?
}

/// `relation LEFT JOIN table ON relation.column = table.Id`, which a path stands for.
struct ImpliedJoin {
  let relation: RelationID
  let index: Int
  let target: RelationID
  let table: Table
  let condition: BoundExpression
}
