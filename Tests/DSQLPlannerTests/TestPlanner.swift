import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLPlanner
import DSQLSyntax
import DSQLTestSupport
import DSQLTypes

/// Plans SQL over the sample tenant at a fixed moment.
struct TestPlanner {
  var traits = ServiceTraits.embedded
  var pushDown = PlannerSettings.PushDown.on
  var parameters: [PlannerParameter]?
  var readsBeforeWriting = true
  var lastResult = LastResultState.notInteractive
  var rules = PlannerRules.all

  var environment: PlannerEnvironment {
    var environment = PlannerEnvironment(
      catalog: SampleCatalog.make(traits: traits),
      settings: PlannerSettings(
        pushDown: pushDown,
        now: FoldSample.now,
        readsBeforeWriting: readsBeforeWriting
      ),
      parameters: parameters,
      lastResult: lastResult,
      fold: { FoldSample.fold($0) }
    )
    environment.rules = rules
    return environment
  }

  func result(_ sql: String) -> PlannerResult {
    let parsed = Parser.parseStatement(sql)
    guard parsed.diagnostics.isEmpty, let statement = parsed.statement else {
      return .failed(parsed.diagnostics)
    }
    return Planner.plan(statement, in: environment)
  }

  /// EXPLAIN's lines, or the errors.
  func explained(_ sql: String) -> [String] {
    switch result(sql) {
    case .plan(let plan):
      plan.explainText()
        + (plan.schema.columns.isEmpty ? [] : ["columns: \(columns(plan.schema))"])
        + plan.notices.map { "\($0.severity): \($0.message)" }
    case .failed(let diagnostics):
      diagnostics.map { "ERROR \($0.code.sqlState): \($0.message)" }
    }
  }

  private func columns(_ schema: RowSchema) -> String {
    schema.columns.map { "\($0.name) \($0.type.name)" }.joined(separator: ", ")
  }
}

/// Computes the few constants that the tests fold; the local query's own does it in the product.
enum FoldSample {
  /// 2024-06-15T12:00:00Z.
  static let now = Instant(ticks: 1_718_452_800 * Instant.ticksPerSecond)

  static func fold(_ expression: BoundExpression) -> Result<Value, Diagnostic> {
    let operands = expression.children.map { child -> Value in
      if case .constant(let value) = child.kind { value } else { .null }
    }
    switch expression.kind {
    case .function(.now, _): return .success(.timestamp(now))
    case .function(.currentDate, _): return .success(.date(now.date(in: .utc)))
    case .arithmetic(let symbol, _, _): return arithmetic(symbol, operands)
    case .comparison(let symbol, _, _, _): return compare(symbol, operands)
    case .not:
      if case .boolean(let flag) = operands[0] { return .success(.boolean(!flag)) }
      return operands[0].isNull ? .success(.null) : unknown
    case .isNull(_, let isNegated): return .success(.boolean(operands[0].isNull != isNegated))
    case .concatenate:
      if case .text(let left) = operands[0], case .text(let right) = operands[1] {
        return .success(.text(left + right))
      }
      return unknown
    default: return unknown
    }
  }

  private static let unknown = Result<Value, Diagnostic>.failure(
    Diagnostic(.internalError, "the sample does not fold this")
  )

  private static func arithmetic(
    _ symbol: ArithmeticOperator,
    _ operands: [Value]
  ) -> Result<Value, Diagnostic> {
    if operands.contains(.null) { return .success(.null) }
    switch (symbol, operands[0], operands[1]) {
    case (.add, .integer(let left), .integer(let right)): return .success(.integer(left + right))
    case (.subtract, .timestamp(let instant), .interval(let span)):
      return instant.subtracting(span, zone: .utc).map { .success(.timestamp($0)) } ?? unknown
    case (.divide, .integer, .integer(0)):
      return .failure(Diagnostic(.divisionByZero, "division by zero"))
    default: return unknown
    }
  }

  private static func compare(
    _ symbol: ComparisonOperator,
    _ operands: [Value]
  ) -> Result<Value, Diagnostic> {
    if operands.contains(.null) { return .success(.null) }
    switch symbol {
    case .equal: return .success(.boolean(operands[0] == operands[1]))
    case .notEqual: return .success(.boolean(operands[0] != operands[1]))
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return unknown
    }
  }
}
