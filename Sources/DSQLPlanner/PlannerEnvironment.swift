package import DSQLCatalog
package import DSQLDiagnostics
package import DSQLPlan
package import DSQLTypes

/// All that a plan depends on besides the statement.
package struct PlannerEnvironment: Sendable {
  package var catalog: Catalog
  package var settings: PlannerSettings
  /// The values that EXECUTE gives for `$1`, `$2`, …; nil where no parameter may stand.
  package var parameters: [PlannerParameter]?
  /// The records of reads, as far as the service was asked to count them.
  package var counts: [Scan: Int]
  /// What `_` stands for.
  package var lastResult: LastResultState
  /// The rules that its queries are planned by.
  package var rules = PlannerRules.all
  /// Computes an expression without columns, as the local query would.
  package var fold: @Sendable (BoundExpression) -> Result<Value, Diagnostic>

  package init(
    catalog: Catalog,
    settings: PlannerSettings,
    parameters: [PlannerParameter]? = nil,
    counts: [Scan: Int] = [:],
    lastResult: LastResultState = .notInteractive,
    fold: @escaping @Sendable (BoundExpression) -> Result<Value, Diagnostic>
  ) {
    self.catalog = catalog
    self.settings = settings
    self.parameters = parameters
    self.counts = counts
    self.lastResult = lastResult
    self.fold = fold
  }
}

/// A value for a parameter.
package struct PlannerParameter: Hashable, Sendable {
  package var value: Value
  /// The type; `unknown` with a text is read as a literal is, by what it meets.
  package var type: DataType

  package init(value: Value, type: DataType) {
    self.value = value
    self.type = type
  }
}

/// What became of the rows that the session showed last.
package enum LastResultState: Hashable, Sendable {
  /// They are there, with these columns; titles may repeat.
  case kept(RowSchema)
  /// No statement has shown rows yet.
  case missing
  /// There were more than `mostRows`.
  case tooMany
  /// They could not be stored, and why.
  case lost(String)
  /// Nobody types statements here, so nothing is kept.
  case notInteractive

  /// The most rows that are kept.
  package static let mostRows = 100_000
}

/// What the session has set.
package struct PlannerSettings: Sendable {
  /// How much the service is trusted with: `\set pushdown`.
  package enum PushDown: String, Hashable, Sendable, CaseIterable {
    case on
    /// Nothing that depends on the service's collation.
    case strict
    /// As if the service could only list pages.
    case off
  }

  package var pushDown: PushDown
  package var zone: SessionZone
  /// How texts are compared where the statement does not say it.
  package var collation: Collation
  /// The start of the statement.
  package var now: Instant
  /// Records for each page, 1 to 1000.
  package var pageSize: Int
  /// Whether the records that a write by primary key touches are read first though their values are
  /// not needed: for the question that an interactive write asks.
  package var readsBeforeWriting: Bool
  /// The key of the folder that the session is in; nil at the tenant's level.
  package var folderKey: String?

  package init(
    pushDown: PushDown = .on,
    zone: SessionZone = .utc,
    collation: Collation = .language,
    now: Instant,
    pageSize: Int = 1000,
    readsBeforeWriting: Bool = true,
    folderKey: String? = nil
  ) {
    self.pushDown = pushDown
    self.zone = zone
    self.collation = collation
    self.now = now
    self.pageSize = pageSize
    self.readsBeforeWriting = readsBeforeWriting
    self.folderKey = folderKey
  }
}

/// What planning a statement comes to.
package enum PlannerResult: Sendable {
  case plan(Plan)
  /// Every error of the statement, in the order of the text; never empty.
  case failed([Diagnostic])
}
