package import DSQLTypes

/// What the user set for the next statement.
///
/// - Source: `shell-conventions.md` §5 and §11.
package struct StatementSettings: Sendable {
  /// How much is asked of the service.
  package enum Pushdown: String, Sendable, CaseIterable {
    case on, strict, off
  }

  /// How records are written; `auto` sends one record by the single call, more in batches.
  package enum BatchMode: String, Sendable, CaseIterable {
    case auto, always, never
  }

  package var pushdown: Pushdown = .on
  package var zone: SessionZone = .utc
  /// Finds a zone by its name, for `AT TIME ZONE`; nil where there is none.
  package var findZone: @Sendable (String) -> SessionZone? = { _ in nil }
  /// Records for each page, 1 to 1000 (`FETCH_COUNT`).
  package var pageSize = 1000
  /// Whether a person sits in front of it, who can be asked.
  package var isInteractive = false
  /// `SAFE_UPDATES`: UPDATE and DELETE need a WHERE.
  package var safeUpdates = true
  /// `-y`.
  package var answersYes = false
  /// `CONFIRM_ROWS`: an interactive UPDATE or DELETE of at least as many records asks.
  package var confirmRows = 1
  /// `MAX_WRITE_ROWS`; nil is no limit.
  package var maxWriteRows: Int?
  /// `MAX_REQUESTS`; nil is no limit.
  package var maxRequests: Int?
  package var batchMode: BatchMode = .auto
  /// `--read-only` or the profile's own.
  package var isReadOnly = false
  /// `--dry-run`, `\dry on`: writes are shown, not sent.
  package var isDryRun = false

  package init() {}
}
