import DSQLSyntax

/// Tells whether a statement can name anything of the tenant.
///
/// `SELECT 1` must not start a service or read a schema.
enum NamesEntities {
  /// False only where the catalogue certainly plays no part: a query without FROM and TABLE.
  static func isPossible(in statement: Statement, text: String) -> Bool {
    switch statement {
    case .query:
      return Lexer.lex(text).tokens.contains { $0.keyword == .from || $0.keyword == .table }
    case .transaction, .use: return false
    case .insert, .update, .delete, .explain, .dryRun, .assert, .describe, .show, .createEntity,
      .alterEntity, .dropEntity, .createChoiceSet, .alterChoiceSet, .dropChoiceSet, .prepare,
      .execute, .deallocate:
      return true
    }
  }
}
