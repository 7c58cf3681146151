package import DSQLDiagnostics

/// `INSERT INTO entity (field, …) VALUES … ON CONFLICT … RETURNING …`.
package struct InsertStatement: Hashable, Sendable {
  package var with: WithClause?
  package var entity: EntityName
  package var alias: Identifier?
  /// The fields named; empty where no list is written.
  package var fields: [Identifier]
  package var source: InsertSource
  package var onConflict: OnConflictClause?
  /// Empty without RETURNING.
  package var returning: [SelectItem]
  @Uncompared package var span: SourceSpan
}

/// Where the rows of an INSERT come from.
package enum InsertSource: Hashable, Sendable {
  case values(ValuesClause)
  case query(Query)
  case defaultValues
}

/// `ON CONFLICT (field, …) DO action`.
package struct OnConflictClause: Hashable, Sendable {
  /// The fields whose equality is a conflict; empty where none are written.
  package var fields: [Identifier]
  package var action: ConflictAction
  @Uncompared package var span: SourceSpan
}

/// What is done with a row that is there already.
package enum ConflictAction: Hashable, Sendable {
  case nothing
  /// `DO UPDATE SET … [WHERE condition]`.
  case update([Assignment], predicate: SQLExpression?)
}

/// `field = expr` after SET.
package struct Assignment: Hashable, Sendable {
  package var field: Identifier
  package var value: SQLExpression
  @Uncompared package var span: SourceSpan
}

/// `UPDATE entity SET field = expr FROM … WHERE … RETURNING …`.
package struct UpdateStatement: Hashable, Sendable {
  package var with: WithClause?
  package var entity: EntityName
  package var alias: Identifier?
  package var assignments: [Assignment]
  package var from: [TableReference]
  /// The WHERE clause.
  package var predicate: SQLExpression?
  package var returning: [SelectItem]
  @Uncompared package var span: SourceSpan
}

/// `DELETE FROM entity USING … WHERE … RETURNING …`.
package struct DeleteStatement: Hashable, Sendable {
  package var with: WithClause?
  package var entity: EntityName
  package var alias: Identifier?
  /// The tables of USING.
  package var from: [TableReference]
  /// The WHERE clause.
  package var predicate: SQLExpression?
  package var returning: [SelectItem]
  @Uncompared package var span: SourceSpan
}
