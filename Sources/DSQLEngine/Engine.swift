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

  /// Goes to another profile, or to the same one anew; its schema is read at once. Where that fails
  /// the connection stays where it is.
  ///
  /// - Parameter profile: The profile's name; nil means the present one.
  /// - Returns: What went wrong; nil where it is connected.
  func connect(to profile: String?) async -> StatementErrors?

  /// Tries again after tokens were refused, with a stored login read anew.
  ///
  /// - Returns: What went wrong; nil where it is connected.
  func reconnect() async -> StatementErrors?

  /// Signs in to a profile and goes there.
  ///
  /// - Parameters:
  ///   - profile: The profile's name; nil means the present one.
  ///   - dialog: Talks with the person.
  /// - Returns: What to tell the person.
  func logIn(
    to profile: String?,
    dialog: any LoginDialog
  ) async -> Result<[String], StatementErrors>

  /// Ends the login of the present profile; answers what to tell the person.
  func logOut() async -> Result<[String], StatementErrors>

  /// Who is signed in, where, and until when; never a secret. Calls: none.
  func identity() async -> Result<[IdentityFact], StatementErrors>

  /// The profiles that there are. Calls: none.
  func profiles() -> Result<[ProfileSummary], StatementErrors>

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
