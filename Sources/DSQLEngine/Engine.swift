package import DSQLCatalog
package import DSQLDiagnostics
package import DSQLTypes

/// The front door: runs statements on a connection.
///
/// `Connection` is what implements it; the shell and the transfer of files know only this.
package protocol Engine: Sendable {
  var info: ConnectionInfo { get }

  /// Parses, binds, plans and runs one statement.
  ///
  /// - Parameters:
  ///   - source: The text of one statement, with or without its semicolon.
  ///   - settings: What the user set.
  ///   - delegate: Shows rows and asks questions.
  /// - Returns: What became of it; errors are in it, never thrown.
  func run(
    _ source: SourceText,
    settings: StatementSettings,
    delegate: any StatementDelegate
  ) async -> StatementOutcome

  /// Answers the columns of a statement without running it (`\gdesc`).
  func describe(
    _ source: SourceText,
    settings: StatementSettings
  ) async
    -> Result<RowSchema, StatementErrors>

  /// Inserts rows of texts, for instance of a file: each text is read as its column's type, a choice
  /// by label or name, several choices as a JSON array or joined by `|`; nil is NULL.
  ///
  /// Calls: one for each batch of up to 1,000 records.
  func copy(
    _ rows: CopyRows,
    into entity: String,
    settings: StatementSettings,
    delegate: any StatementDelegate
  ) async -> StatementOutcome

  /// The catalogue, read if it is not there yet (calls: 2, and 1 for each choice set).
  func catalog() async -> Result<Catalog, StatementErrors>

  /// The catalogue if it is there, for completion; never waits.
  func catalogIfLoaded() -> Catalog?

  /// Forgets the catalogue, so that the next use reads it again.
  func refresh()

  /// Ends the calls of a write that was cancelled and still finishes them; their records count as
  /// unknown.
  func abortWrites()
}

/// The errors that kept a statement from running.
package struct StatementErrors: Error, Sendable {
  package var diagnostics: [Diagnostic]
  package var failure: StatementOutcome.Failure

  package init(_ diagnostics: [Diagnostic], failure: StatementOutcome.Failure) {
    self.diagnostics = diagnostics
    self.failure = failure
  }
}

/// Rows of texts for `copy`: column names and a stream of text columns.
package struct CopyRows: Sendable {
  /// Field names in any letter case, one for each column of the batches.
  package var columns: [String]
  /// Batches whose columns are all texts.
  package var batches: RowBatchStream
  /// Makes a place for a row's number (1-based, the header not counted), for instance `line 7`.
  package var placeOfRow: @Sendable (Int) -> String

  package init(
    columns: [String],
    batches: RowBatchStream,
    placeOfRow: @escaping @Sendable (Int) -> String
  ) {
    self.columns = columns
    self.batches = batches
    self.placeOfRow = placeOfRow
  }
}
