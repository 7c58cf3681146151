package import DSQLDiagnostics

/// `EXPLAIN [ANALYZE] [(option, …)] statement`.
package struct ExplainStatement: Hashable, Sendable {
  package var isAnalyze: Bool
  package var format: ExplainFormat
  package var statement: Statement
  @Uncompared package var span: SourceSpan
}

/// The form of EXPLAIN's answer; the raw value is its spelling after FORMAT.
package enum ExplainFormat: String, CaseIterable, Hashable, Sendable {
  case text = "TEXT"
  case json = "JSON"
  case curl = "CURL"
}

/// `DRY RUN statement`.
package struct DryRunStatement: Hashable, Sendable {
  /// An INSERT, UPDATE or DELETE.
  package var statement: Statement
  @Uncompared package var span: SourceSpan
}

/// `ASSERT condition [MESSAGE text]`.
package struct AssertStatement: Hashable, Sendable {
  package var condition: SQLExpression
  package var message: TextLiteral?
  @Uncompared package var span: SourceSpan
}

/// `DESCRIBE name`.
package struct DescribeStatement: Hashable, Sendable {
  package var name: EntityName
  @Uncompared package var span: SourceSpan
}

/// `SHOW subject`.
package struct ShowStatement: Hashable, Sendable {
  package var subject: ShowSubject
  @Uncompared package var span: SourceSpan
}

/// What SHOW lists.
package enum ShowSubject: Hashable, Sendable {
  case entities
  case fields(EntityName)
  case choiceSets
  case choices(Identifier)
  case limits
}

/// `PREPARE name [(type, …)] AS statement`.
package struct PrepareStatement: Hashable, Sendable {
  package var name: Identifier
  package var parameterTypes: [TypeName]
  package var statement: Statement
  @Uncompared package var span: SourceSpan
}

/// `EXECUTE name [(expr, …)]`.
package struct ExecuteStatement: Hashable, Sendable {
  package var name: Identifier
  package var arguments: [SQLExpression]
  @Uncompared package var span: SourceSpan
}

/// `DEALLOCATE [PREPARE] name`.
package struct DeallocateStatement: Hashable, Sendable {
  /// Nil for ALL.
  package var name: Identifier?
  @Uncompared package var span: SourceSpan
}

/// `USE TENANT name`.
package struct UseStatement: Hashable, Sendable {
  package var target: UseTarget
  package var name: Identifier
  @Uncompared package var span: SourceSpan
}

/// What USE changes; the raw value is its spelling.
package enum UseTarget: String, CaseIterable, Hashable, Sendable {
  case tenant = "TENANT"
  case folder = "FOLDER"
  case profile = "PROFILE"
}

/// `BEGIN`, `COMMIT` and their kin, which the service has no answer to.
package struct TransactionStatement: Hashable, Sendable {
  package var command: TransactionCommand
  @Uncompared package var span: SourceSpan
}

/// A command on transactions; the raw value is its spelling.
package enum TransactionCommand: String, CaseIterable, Hashable, Sendable {
  case begin = "BEGIN"
  case startTransaction = "START TRANSACTION"
  case commit = "COMMIT"
  case rollback = "ROLLBACK"
  case savepoint = "SAVEPOINT"
  case release = "RELEASE"
}
