package import DSQLDiagnostics

/// `count(DISTINCT x ORDER BY y) FILTER (WHERE z) OVER w`.
///
/// The special spellings are read as plain calls: `extract(year FROM x)` as `extract('year', x)`,
/// `substring(x FROM a FOR b)` as `substring(x, a, b)`, `position(a IN x)` as `position(a, x)`,
/// `trim(BOTH c FROM x)` as `trim(x, c)`, LEADING as `ltrim`, TRAILING as `rtrim`,
/// `overlay(x PLACING y FROM a FOR b)` as `overlay(x, y, a, b)`, `CURRENT_DATE` as a call without
/// arguments.
package struct FunctionCall: Hashable, Sendable {
  package var name: Identifier
  package var arguments: FunctionArguments
  /// `DISTINCT` before the arguments of an aggregate.
  package var quantifier: SetQuantifier
  /// The order in which an aggregate takes its rows.
  package var orderBy: [OrderingTerm]
  /// The condition in `FILTER (WHERE …)`.
  package var filter: SQLExpression?
  package var over: WindowReference?
  @Uncompared package var span: SourceSpan
}

/// What stands in the parentheses of a call.
package enum FunctionArguments: Hashable, Sendable {
  /// `count(*)`.
  case star
  case list([SQLExpression])
}

/// What follows OVER.
package enum WindowReference: Hashable, Sendable {
  case named(Identifier)
  case inline(WindowSpecification)
}

/// `WINDOW name AS (specification)`.
package struct WindowDefinition: Hashable, Sendable {
  package var name: Identifier
  package var specification: WindowSpecification
  @Uncompared package var span: SourceSpan
}

/// `([base] PARTITION BY … ORDER BY … frame)`.
package struct WindowSpecification: Hashable, Sendable {
  /// A name of WINDOW that this one adds to.
  package var base: Identifier?
  package var partitionBy: [SQLExpression]
  package var orderBy: [OrderingTerm]
  package var frame: WindowFrame?
  @Uncompared package var span: SourceSpan
}

/// `ROWS BETWEEN start AND end EXCLUDE …`.
package struct WindowFrame: Hashable, Sendable {
  package var unit: FrameUnit
  package var start: FrameBound
  /// Nil where BETWEEN is not written: the frame ends at the current row.
  package var end: FrameBound?
  package var exclusion: FrameExclusion?
  @Uncompared package var span: SourceSpan
}

/// What a frame counts; the raw value is its spelling.
package enum FrameUnit: String, Hashable, Sendable {
  case rows = "ROWS"
  case range = "RANGE"
  case groups = "GROUPS"
}

/// An end of a frame.
package enum FrameBound: Hashable, Sendable {
  case unboundedPreceding
  case preceding(SQLExpression)
  case currentRow
  case following(SQLExpression)
  case unboundedFollowing
}

/// What a frame leaves out; the raw value is its spelling after EXCLUDE.
package enum FrameExclusion: String, Hashable, Sendable {
  case currentRow = "CURRENT ROW"
  case group = "GROUP"
  case ties = "TIES"
  case noOthers = "NO OTHERS"
}
