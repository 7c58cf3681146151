package import DSQLDiagnostics

/// `CREATE ENTITY [IF NOT EXISTS] name (field, …)`.
package struct CreateEntityStatement: Hashable, Sendable {
  package var ifNotExists: Bool
  package var name: Identifier
  package var fields: [FieldDefinition]
  @Uncompared package var span: SourceSpan
}

/// `name type REQUIRED UNIQUE DEFAULT … REFERENCES … CHECK BETWEEN … COMMENT …`.
package struct FieldDefinition: Hashable, Sendable {
  package var name: Identifier
  /// Nil for a relationship whose type is left out.
  package var type: TypeName?
  /// `REQUIRED` or `NOT NULL`.
  package var isRequired: Bool
  package var isUnique: Bool
  /// A literal or typed literal.
  package var defaultValue: SQLExpression?
  package var references: ReferencesClause?
  package var range: CheckRange?
  package var comment: TextLiteral?
  @Uncompared package var span: SourceSpan
}

/// `REFERENCES entity [(field)]`.
package struct ReferencesClause: Hashable, Sendable {
  package var entity: EntityName
  package var field: Identifier?
  @Uncompared package var span: SourceSpan
}

/// `CHECK BETWEEN low AND high`; both are numbers, with their sign in the text.
package struct CheckRange: Hashable, Sendable {
  package var low: Literal
  package var high: Literal
  @Uncompared package var span: SourceSpan
}

/// `ALTER ENTITY name action`.
package struct AlterEntityStatement: Hashable, Sendable {
  package var name: Identifier
  package var action: AlterEntityAction
  @Uncompared package var span: SourceSpan
}

/// What ALTER ENTITY changes.
package enum AlterEntityAction: Hashable, Sendable {
  case addField(FieldDefinition)
  case dropField(Identifier)
  /// `SET DISPLAY NAME text [FOR field]`.
  case setDisplayName(TextLiteral, field: Identifier?)
  case comment(TextLiteral)
}

/// `DROP ENTITY [IF EXISTS] name`.
package struct DropEntityStatement: Hashable, Sendable {
  package var ifExists: Bool
  package var name: Identifier
  @Uncompared package var span: SourceSpan
}

/// `CREATE CHOICE SET [IF NOT EXISTS] name ('label' [AS name], …)`.
package struct CreateChoiceSetStatement: Hashable, Sendable {
  package var ifNotExists: Bool
  package var name: Identifier
  package var choices: [ChoiceDefinition]
  @Uncompared package var span: SourceSpan
}

/// `'label' [AS name]`.
package struct ChoiceDefinition: Hashable, Sendable {
  package var label: TextLiteral
  package var name: Identifier?
  @Uncompared package var span: SourceSpan
}

/// `ALTER CHOICE SET name action`.
package struct AlterChoiceSetStatement: Hashable, Sendable {
  package var name: Identifier
  package var action: AlterChoiceSetAction
  @Uncompared package var span: SourceSpan
}

/// What ALTER CHOICE SET changes.
package enum AlterChoiceSetAction: Hashable, Sendable {
  case add(ChoiceDefinition)
  case rename(TextLiteral, to: TextLiteral)
  case drop(TextLiteral)
}

/// `DROP CHOICE SET [IF EXISTS] name`.
package struct DropChoiceSetStatement: Hashable, Sendable {
  package var ifExists: Bool
  package var name: Identifier
  @Uncompared package var span: SourceSpan
}
