package import DSQLDiagnostics

/// One statement of the language.
///
/// - Source: `language.md` §2.
package indirect enum Statement: Hashable, Sendable {
  case query(Query)
  case insert(InsertStatement)
  case update(UpdateStatement)
  case delete(DeleteStatement)
  case explain(ExplainStatement)
  case dryRun(DryRunStatement)
  case assert(AssertStatement)
  case describe(DescribeStatement)
  case show(ShowStatement)
  case createEntity(CreateEntityStatement)
  case alterEntity(AlterEntityStatement)
  case dropEntity(DropEntityStatement)
  case createChoiceSet(CreateChoiceSetStatement)
  case alterChoiceSet(AlterChoiceSetStatement)
  case dropChoiceSet(DropChoiceSetStatement)
  case prepare(PrepareStatement)
  case execute(ExecuteStatement)
  case deallocate(DeallocateStatement)
  case use(UseStatement)
  case transaction(TransactionStatement)

  /// The statement's place, from its first word to its last, without the semicolon.
  package var span: SourceSpan {
    switch self {
    case .query(let node): node.span
    case .insert(let node): node.span
    case .update(let node): node.span
    case .delete(let node): node.span
    case .explain(let node): node.span
    case .dryRun(let node): node.span
    case .assert(let node): node.span
    case .describe(let node): node.span
    case .show(let node): node.span
    case .createEntity(let node): node.span
    case .alterEntity(let node): node.span
    case .dropEntity(let node): node.span
    case .createChoiceSet(let node): node.span
    case .alterChoiceSet(let node): node.span
    case .dropChoiceSet(let node): node.span
    case .prepare(let node): node.span
    case .execute(let node): node.span
    case .deallocate(let node): node.span
    case .use(let node): node.span
    case .transaction(let node): node.span
    }
  }
}
