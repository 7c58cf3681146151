package import DSQLDiagnostics
package import DSQLPlan
package import DSQLTypes

/// Computes here what the service cannot, in an embedded SQLite.
///
/// One value serves one statement: `now` is its start.
///
/// Calls: none.
package struct LocalEngine: Sendable {
  let zone: SessionZone
  let now: Instant
  let collation: Collation
  let findZone: @Sendable (String) -> SessionZone?
  private let folding = FoldingDatabase()

  /// An engine for a statement.
  ///
  /// - Parameters:
  ///   - zone: The session's zone.
  ///   - now: The start of the statement.
  ///   - collation: How texts are compared where the statement does not say it.
  ///   - findZone: Finds the rules of a zone that `AT TIME ZONE` names; nil where there is none.
  package init(
    zone: SessionZone,
    now: Instant,
    collation: Collation = .language,
    findZone: @escaping @Sendable (String) -> SessionZone? = { _ in nil }
  ) {
    self.zone = zone
    self.now = now
    self.collation = collation
    self.findZone = findZone
  }

  /// Computes an expression without columns.
  package func fold(_ expression: BoundExpression) -> Result<Value, Diagnostic> {
    if case .constant(let value) = expression.kind { return .success(value) }
    do {
      return .success(try folding.value(of: expression, engine: self))
    } catch {
      return .failure(Diagnostic(local: error, span: expression.span))
    }
  }

  /// A row-by-row step over one relation: `SELECT items FROM relation WHERE predicate`.
  ///
  /// - Parameters:
  ///   - relation: The relation that the expressions' columns belong to.
  ///   - columns: What the columns of the batches are: indices into the relation.
  ///   - predicate: What keeps a row; nil keeps all.
  ///   - items: The select list; nil passes the input's columns through.
  /// - Returns: A step that is prepared once and run for every batch.
  /// - Throws: `LocalQueryError` where the step cannot be prepared.
  package func rowStage(
    relation: RelationID,
    columns: [ScanColumn],
    predicate: BoundExpression?,
    items: [BoundItem]?
  ) throws(LocalQueryError) -> RowStage {
    do {
      return try RowStage(
        self,
        relation: relation,
        columns: columns,
        predicate: predicate,
        items: items
      )
    } catch {
      throw LocalQueryError(Diagnostic(local: error, span: predicate?.span))
    }
  }

  func printer(keyedRelations: Set<RelationID>) -> SQLitePrinter {
    SQLitePrinter(
      zone: zone,
      now: now,
      collation: collation,
      keyedRelations: keyedRelations
    )
  }

  func makeEnvironment() -> FunctionEnvironment {
    FunctionEnvironment(zone: zone, now: now, findZone: findZone)
  }
}

extension Diagnostic {
  /// What the user is told of a fault in this room.
  init(local error: any Error, span: SourceSpan? = nil) {
    if let error = error as? LocalQueryError {
      self = error.diagnostic
    } else if var diagnostic = error as? Diagnostic {
      diagnostic.span = diagnostic.span ?? span
      self = diagnostic
    } else if error is CancellationError {
      self.init(.cancelled, "canceling statement due to user request")
    } else {
      self.init(.internalError, "local query failed: \(error)")
    }
  }
}
