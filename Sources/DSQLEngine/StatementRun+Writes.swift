import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLExecution
import DSQLPlan
import DSQLSyntax
import DSQLTypes

extension StatementRun {
  /// An INSERT of at least so many rows asks a person first.
  ///
  /// - Source: `shell-conventions.md` §11.
  private static let confirmedInsert = 100

  /// Runs an INSERT.
  mutating func runInsert(_ node: Insert, plan: Plan, isDryRun: Bool) async throws {
    try refuseReadOnly(unless: isDryRun)
    try await finish(plan: plan, isDryRun: isDryRun) { executor in
      try await executor.insert(node)
    }
  }

  /// Runs an UPDATE, which needs a WHERE.
  mutating func runUpdate(
    _ node: Update,
    of statement: Statement,
    plan: Plan,
    isDryRun: Bool
  ) async throws {
    try refuseReadOnly(unless: isDryRun)
    if !node.isRestricted { try refuseUnrestricted(statement, "UPDATE", node.table.name) }
    try await finish(plan: plan, isDryRun: isDryRun) { executor in
      try await executor.update(node)
    }
  }

  /// Runs a DELETE, which needs a WHERE.
  mutating func runDelete(
    _ node: Delete,
    of statement: Statement,
    plan: Plan,
    isDryRun: Bool
  ) async throws {
    try refuseReadOnly(unless: isDryRun)
    if !node.isRestricted { try refuseUnrestricted(statement, "DELETE", node.table.name) }
    try await finish(plan: plan, isDryRun: isDryRun) { executor in
      try await executor.delete(node)
    }
  }

  /// Changes the schema; the catalogue is read again when it is next needed.
  mutating func runSchemaChange(
    _ change: SchemaChange,
    of statement: Statement,
    isDryRun: Bool
  ) async throws {
    try refuseReadOnly(unless: isDryRun)
    let tag: String
    switch statement {
    case .createEntity: tag = "CREATE ENTITY"
    case .dropEntity: tag = "DROP ENTITY"
    case .createChoiceSet: tag = "CREATE CHOICE SET"
    case .dropChoiceSet: tag = "DROP CHOICE SET"
    case .alterEntity: tag = "ALTER ENTITY"
    case .alterChoiceSet: tag = "ALTER CHOICE SET"
    case .query, .insert, .update, .delete, .explain, .dryRun, .assert, .describe, .show,
      .prepare, .execute, .deallocate, .use, .transaction:
      throw Diagnostic(.internalError, "a statement that changes no schema was planned as one")
    }
    if isDryRun {
      await delegate.report(
        Diagnostic(.refusedByGuard, "dry run: nothing was sent", severity: .notice)
      )
      return
    }
    if change != .none {
      let tenant = try await connection.service()
      defer { connection.refresh() }
      let folder = connection.catalogIfLoaded()?.folderKey(of: change)
      let executor = Executor(
        service: folder.map { tenant.scoped(toFolder: $0) } ?? tenant,
        local: localEngine,
        options: executionOptions(),
        monitor: monitor,
        interrupt: interrupt
      )
      try await executor.change(change)
    }
    result.tag = .other(tag)
  }

  /// What the executor is told of the settings.
  func executionOptions() -> ExecutionOptions {
    let settings = settings
    let delegate = delegate
    let profile = connection.info.profile
    return ExecutionOptions(
      batchMode: settings.batchMode.execution,
      maxWriteRows: settings.answersYes ? nil : settings.maxWriteRows,
      storesEmptyAsNull: connection.knownTraits().storesEmptyAsNull,
      confirm: { preview in
        guard settings.isInteractive, !settings.answersYes else { return true }
        let threshold =
          preview.verb == .insert ? Self.confirmedInsert : max(settings.confirmRows, 1)
        let changes = preview.changedCount >= max(settings.confirmRows, 1)
        guard preview.rowCount >= threshold || changes else { return true }
        return await delegate.confirm(WriteQuestion(preview, profile: profile))
      }
    )
  }

  /// Runs a write and tells what became of it.
  private mutating func finish(
    plan: Plan,
    isDryRun: Bool,
    _ write: (Executor) async throws -> WriteOutcome
  ) async throws {
    if isDryRun { return try await previewed(plan, write) }
    let executor = try await executor(for: plan)
    let outcome = try await write(executor)
    try await take(outcome, hasReturning: !plan.schema.columns.isEmpty)
  }

  /// Keeps how the service stores an empty text, and says so where a field now lacks its value.
  private func learn(_ found: WriteOutcome.EmptyText) async {
    connection.learn(storesEmptyAsNull: found.isNull)
    guard found.isNull, found.column.isRequired else { return }
    await delegate.report(
      Diagnostic(
        .requiredFieldMissing,
        "the service stored NULL for the empty text of column \"\(found.column.name)\"",
        severity: .warning,
        detail: "The column needs a value. From now on such a row is refused before it is sent."
      )
    )
  }

  /// Puts what became of a write into the statement's outcome.
  mutating func take(_ outcome: WriteOutcome, hasReturning: Bool) async throws {
    connection.note(outcome)
    result.rowCount = outcome.done
    if let found = outcome.emptyText { await learn(found) }
    if hasReturning, outcome.done > 0 || outcome.isWhole {
      result.showedRows = true
      if outcome.diagnostic == nil {
        try await showKept(outcome.returnedRows)
      } else {
        try await delegate.show(outcome.returnedRows)
      }
    }
    if let diagnostic = outcome.diagnostic {
      result.errors = [diagnostic]
      result.failure =
        outcome.isPartial ? .partialWrite : ErrorMeaning.failure(for: diagnostic)
      return
    }
    result.tag =
      switch outcome.verb {
      case .insert: .insert(outcome.done)
      case .update: .update(outcome.done)
      case .delete: .delete(outcome.done)
      }
  }

  /// Shows what a write would write, and sends nothing.
  private mutating func previewed(
    _ plan: Plan,
    _ write: (Executor) async throws -> WriteOutcome
  ) async throws {
    let seen = PreviewKeeper()
    let service =
      plan.root.callsService ? try await connection.service() : UncalledService()
    let executor = Executor(
      service: service,
      local: localEngine,
      options: ExecutionOptions(
        maxWriteRows: nil,
        confirm: { preview in
          seen.keep(preview)
          return false
        }
      ),
      monitor: monitor,
      interrupt: interrupt,
      lastResult: lastResult.rows
    )
    do {
      _ = try await write(executor)
    } catch let refusal as Diagnostic where refusal.code == .refusedByGuard {
      // The preview itself declined the write.
    }
    guard let preview = seen.preview else { return }
    let question = WriteQuestion(preview, profile: connection.info.profile)
    try await show(question.preview)
    await delegate.report(
      Diagnostic(
        .refusedByGuard,
        "dry run: \(preview.verb.rawValue) of \(preview.rowCount) "
          + "\(preview.rowCount == 1 ? "row" : "rows") was not sent",
        severity: .notice
      )
    )
    result.tag = nil
  }

  /// Refuses to write where the session or the profile does.
  func refuseReadOnly(unless isDryRun: Bool) throws(Diagnostic) {
    if isDryRun { return }
    if settings.isReadOnly || connection.info.isReadOnly {
      throw Diagnostic(
        .refusedByGuard,
        "cannot write in a read-only session",
        hint: settings.isReadOnly
          ? "Start dsql without --read-only to write."
          : "Profile \"\(connection.info.profile)\" says read_only = true."
      )
    }
    let info = connection.info
    if info.isProtected, !settings.isInteractive, !settings.answersYes {
      throw Diagnostic(
        .refusedByGuard,
        "profile \"\(info.profile)\" is protected",
        hint: "A batch write to it needs -y."
      )
    }
    if !settings.isInteractive, !info.isNamedByUser, info.kind == .profile {
      throw Diagnostic(
        .refusedByGuard,
        "a batch write needs its profile named",
        hint: "Name it: dsql -d \(info.profile)."
      )
    }
  }

  /// Refuses a write of every record that does not say so.
  ///
  /// - Source: `shell-conventions.md` §11: off by `SAFE_UPDATES off`, or by a WHERE that is written
  ///   out together with `-y`.
  private func refuseUnrestricted(
    _ statement: Statement,
    _ verb: String,
    _ entity: String
  )
    throws(Diagnostic)
  {
    let hasWhere =
      switch statement {
      case .update(let update): update.predicate != nil
      case .delete(let delete): delete.predicate != nil
      case .query, .insert, .explain, .dryRun, .assert, .describe, .show, .createEntity,
        .alterEntity, .dropEntity, .createChoiceSet, .alterChoiceSet, .dropChoiceSet, .prepare,
        .execute, .deallocate, .use, .transaction:
        false
      }
    if !settings.safeUpdates || (settings.answersYes && hasWhere) { return }
    throw Diagnostic(
      .refusedByGuard,
      hasWhere
        ? "\(verb) of \(entity) has a WHERE that is always true"
        : "\(verb) of \(entity) has no WHERE",
      hint:
        "To write every record, say WHERE TRUE and start dsql with -y, or \\set SAFE_UPDATES off."
    )
  }
}

extension StatementSettings.BatchMode {
  fileprivate var execution: ExecutionOptions.BatchMode {
    switch self {
    case .auto: .auto
    case .always: .always
    case .never: .never
    }
  }
}

extension WriteQuestion {
  fileprivate init(_ preview: WritePreview, profile: String) {
    let verb: Verb =
      switch preview.verb {
      case .insert: .insert
      case .update: .update
      case .delete: .delete
      }
    self.init(
      verb: verb,
      rowCount: preview.rowCount,
      changedCount: preview.changedCount,
      entity: preview.entity,
      profile: profile,
      requests: preview.requests,
      preview: preview.rows.first ?? .empty(RowSchema([]))
    )
  }
}
