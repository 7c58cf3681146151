import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
package import DSQLSyntax
import DSQLTypes

/// Turns a statement into the plan that runs it.
///
/// A pure function of the statement and the environment; it causes no call.
package enum Planner {
  /// Plans a statement; of EXPLAIN and DRY RUN the statement inside.
  ///
  /// - Parameters:
  ///   - statement: The statement as it was parsed.
  ///   - environment: All else that the plan depends on.
  /// - Returns: The plan, or every error that the text of the statement causes.
  package static func plan(
    _ statement: Statement,
    in environment: PlannerEnvironment
  ) -> PlannerResult {
    var environment = environment
    environment.catalog = environment.catalog.relative(to: environment.settings.collation)
    let binder = Binder(environment)
    let plan = binder.plan(statement)
    let errors = binder.diagnostics.filter { $0.severity == .error }
    if errors.isEmpty, var plan {
      plan.notices += binder.notices
      plan.questions.formUnion(binder.questions)
      plan.wantedCounts += binder.wantedCounts
      plan.mindsLetterCase = binder.mindsLetterCase
      return .plan(plan)
    }
    if errors.isEmpty {
      return .failed([
        Diagnostic(.internalError, "the statement could not be planned", span: statement.span)
      ])
    }
    return .failed(
      errors.sorted { ($0.span?.lower ?? 0) < ($1.span?.lower ?? 0) }
    )
  }
}
