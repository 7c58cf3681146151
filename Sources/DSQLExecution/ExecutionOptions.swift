package import DSQLTypes

/// What the user set that steers how a plan is run.
///
/// - Source: `shell-conventions.md` §5 and §11.
package struct ExecutionOptions: Sendable {
  /// `BATCH`: how records are written.
  package enum BatchMode: Hashable, Sendable {
    /// One record by the single call, more in batches.
    case auto
    /// Always in batches.
    case always
    /// Each record by a call of its own.
    case never
  }

  package var batchMode: BatchMode
  /// `MAX_WRITE_ROWS`: the most records that an UPDATE, a DELETE or an INSERT … SELECT writes; nil
  /// is no limit.
  package var maxWriteRows: Int?
  /// Whether the service stores an empty text as NULL, so that none may be sent to a field that needs
  /// a value; nil where that is not known, and the answers tell.
  package var storesEmptyAsNull: Bool?
  /// Asks whether a write may go on, once its rows are read and nothing has been sent; nil is yes.
  package var confirm: (@Sendable (WritePreview) async -> Bool)?

  package init(
    batchMode: BatchMode = .auto,
    maxWriteRows: Int? = nil,
    storesEmptyAsNull: Bool? = nil,
    confirm: (@Sendable (WritePreview) async -> Bool)? = nil
  ) {
    self.batchMode = batchMode
    self.maxWriteRows = maxWriteRows
    self.storesEmptyAsNull = storesEmptyAsNull
    self.confirm = confirm
  }
}

/// What a write is about to do.
package struct WritePreview: Sendable {
  package var verb: WriteVerb
  /// The entity's name.
  package var entity: String
  /// Records that will be written.
  package var rowCount: Int
  /// How many of them change records that are there, in an INSERT with ON CONFLICT.
  package var changedCount = 0
  /// Calls that will be made.
  package var requests: Int
  /// The rows: of an insert the values, of an update `Id` and the new values, of a delete `Id` and
  /// what RETURNING needs.
  package var rows: [RowBatch]
}

/// The verb of a write; the raw value is SQL's.
package enum WriteVerb: String, Hashable, Sendable {
  case insert = "INSERT"
  case update = "UPDATE"
  case delete = "DELETE"
}
