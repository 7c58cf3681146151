import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// Aggregates and window functions.
extension Binder {
  func aggregateFunction(_ name: String) -> AggregateFunction? {
    name == "every" ? .boolAnd : AggregateFunction(rawValue: name)
  }

  /// Binds an aggregate with what stands in its parentheses.
  func bindAggregate(
    _ call: FunctionCall,
    _ function: AggregateFunction,
    in scope: Scope,
    isWindow: Bool = false
  ) -> (BoundAggregate, DataType)? {
    if !isWindow, let refusal = scope.aggregateRefusal {
      return fail(.groupingError, refusal, at: call.span)
    }
    let inner = argumentScope(of: scope)
    if isWindow { inner.aggregateRefusal = scope.aggregateRefusal }
    var arguments: [BoundExpression] = []
    switch call.arguments {
    case .star:
      guard function == .count else {
        return fail(.undefinedFunction, "\(function.rawValue)(*) does not exist", at: call.span)
      }
    case .list(let list):
      guard let bound = all(list, { bindKey($0, in: inner) }) else { return nil }
      let tellsApart = call.quantifier == .distinct || function == .min || function == .max
      arguments = tellsApart ? bound : bound.map(\.withoutExactness)
      let needed = function == .stringAgg ? 2 : 1
      guard arguments.count == needed else {
        return fail(
          .undefinedFunction,
          "\(function.rawValue) takes \(needed == 1 ? "one argument" : "two arguments")",
          at: call.span,
          hint: function == .count ? "Count all rows with count(*)." : nil
        )
      }
    }
    let filter = call.filter.map { bindCondition($0, in: inner, clause: "FILTER") }
    let orderBy = all(call.orderBy) { ordering($0, in: inner) }
    guard let orderBy, let (typed, type) = typedArguments(function, arguments, call) else {
      return nil
    }
    if let filter, filter == nil { return nil }
    return (
      BoundAggregate(
        function,
        typed,
        isDistinct: call.quantifier == .distinct,
        filter: filter ?? nil,
        orderBy: orderBy
      ), type
    )
  }

  private func argumentScope(of scope: Scope) -> Scope {
    let inner = Scope(parent: scope)
    inner.aggregateRefusal = "aggregate function calls cannot be nested"
    inner.windowRefusal = "aggregate function calls cannot contain window function calls"
    return inner
  }

  private func typedArguments(
    _ function: AggregateFunction,
    _ arguments: [BoundExpression],
    _ call: FunctionCall
  ) -> ([BoundExpression], DataType)? {
    guard let first = arguments.first.map({ settled($0) }) else { return ([], .integer) }
    switch function {
    case .count: return ([first], .integer)
    case .sum, .avg:
      guard first.type.isNumeric || first.type == .unknown else {
        return fail(
          .undefinedFunction,
          "function \(function.rawValue)(\(first.type.name)) does not exist",
          at: call.span,
          hint: "\(function.rawValue) takes a number; use CAST(… AS DECIMAL) for one in text."
        )
      }
      if function == .sum, isWide(first) { return ([first], .decimal(scale: 0)) }
      if function == .sum { return ([first], first.type == .unknown ? .integer : first.type) }
      return ([first], first.type == .double ? .double : .decimal(scale: nil))
    case .min, .max:
      switch first.type {
      case .file, .choices:
        return fail(
          .undefinedFunction,
          "function \(function.rawValue)(\(first.type.name)) does not exist",
          at: call.span
        )
      case .unknown, .boolean, .integer, .decimal, .double, .text, .date, .timestamp, .interval,
        .uuid, .choice:
        return ([first], first.type)
      }
    case .stringAgg:
      guard let texts = all(arguments, { text($0, for: "string_agg") }) else { return nil }
      return (texts, .text)
    case .arrayAgg: return ([first], .text)
    case .boolAnd, .boolOr:
      return condition(first, clause: function.rawValue).map { ([$0], .boolean) }
    }
  }

  /// A key of an ORDER BY inside a call or a window.
  func ordering(_ term: OrderingTerm, in scope: Scope) -> BoundOrdering? {
    bind(term.expression, in: scope).map {
      BoundOrdering(
        key: .expression(settled($0)),
        isDescending: term.direction == .descending,
        nullsFirst: term.nulls.map { $0 == .first },
        textRule: textRule(term.expression)
      )
    }
  }

  /// `f(…) OVER (…)`.
  func bindWindow(_ call: FunctionCall, _ name: String, in scope: Scope) -> BoundExpression? {
    if let refusal = scope.windowRefusal { return fail(.windowingError, refusal, at: call.span) }
    guard let specification = specification(of: call, in: scope) else { return nil }
    let inner = Scope(parent: scope)
    inner.windowRefusal = "window function calls cannot be nested"
    inner.aggregateRefusal = scope.aggregateRefusal
    var bound: (BoundWindow.Function, DataType)?
    if let function = aggregateFunction(name) {
      bound = bindAggregate(call, function, in: scope, isWindow: true).map {
        (.aggregate($0.0), $0.1)
      }
    } else if let function = WindowFunction(rawValue: name) {
      bound = ranking(function, call, in: inner)
    } else {
      return fail(
        .windowingError,
        "OVER specified, but \(call.name.text) is not a window function nor an aggregate function",
        at: call.name.span
      )
    }
    let partitionBy = all(specification.partitionBy) { bindKey($0, in: inner).map { settled($0) } }
    let orderBy = all(specification.orderBy) { ordering($0, in: inner) }
    guard let (function, type) = bound, let partitionBy, let orderBy else { return nil }
    var frame: String?
    if let written = specification.frame {
      guard let text = frameText(written) else { return nil }
      frame = text
    }
    return BoundExpression(
      .window(
        BoundWindow(function: function, partitionBy: partitionBy, orderBy: orderBy, frame: frame)
      ),
      type,
      span: call.span
    )
  }

  private func specification(of call: FunctionCall, in scope: Scope) -> WindowSpecification? {
    switch call.over {
    case nil: return nil
    case .named(let name): return named(name, in: scope)
    case .inline(let written):
      guard let base = written.base else { return written }
      guard let definition = named(base, in: scope) else { return nil }
      var result = written
      if result.partitionBy.isEmpty { result.partitionBy = definition.partitionBy }
      if result.orderBy.isEmpty { result.orderBy = definition.orderBy }
      return result
    }
  }

  private func named(_ name: Identifier, in scope: Scope) -> WindowSpecification? {
    for scope in scope.chain {
      guard let found = scope.windows.first(where: { name.means($0.name.text) }) else { continue }
      guard let base = found.specification.base else { return found.specification }
      guard !found.name.means(base.text), let definition = named(base, in: scope) else { break }
      var result = found.specification
      if result.partitionBy.isEmpty { result.partitionBy = definition.partitionBy }
      if result.orderBy.isEmpty { result.orderBy = definition.orderBy }
      return result
    }
    return fail(.undefinedObject, "window \"\(name.text)\" does not exist", at: name.span)
  }

  private func ranking(
    _ function: WindowFunction,
    _ call: FunctionCall,
    in scope: Scope
  ) -> (BoundWindow.Function, DataType)? {
    var list: [SQLExpression] = []
    if case .list(let written) = call.arguments { list = written }
    let arguments = all(list) { bind($0, in: scope).map { settled($0) } }
    guard var arguments else { return nil }
    let counts: ClosedRange<Int> =
      switch function {
      case .rowNumber, .rank, .denseRank, .percentRank, .cumeDist: 0...0
      case .ntile, .firstValue, .lastValue: 1...1
      case .lag, .lead: 1...3
      case .nthValue: 2...2
      }
    guard counts.contains(arguments.count) else {
      return fail(
        .undefinedFunction,
        "\(function.rawValue) does not take \(arguments.count) arguments",
        at: call.span
      )
    }
    switch function {
    case .rowNumber, .rank, .denseRank, .ntile: return (.ranking(function, arguments), .integer)
    case .percentRank, .cumeDist: return (.ranking(function, arguments), .double)
    case .firstValue, .lastValue, .nthValue:
      return (.ranking(function, arguments), arguments[0].type)
    case .lag, .lead:
      if arguments.count == 3 {
        guard let pair = unified([arguments[0], arguments[2]], for: function.rawValue) else {
          return nil
        }
        arguments[0] = pair[0]
        arguments[2] = pair[1]
      }
      return (.ranking(function, arguments), arguments[0].type)
    }
  }

  private func frameText(_ frame: WindowFrame) -> String? {
    let start = bound(frame.start)
    let end = frame.end.map { bound($0) }
    guard let start else { return nil }
    var text = "\(frame.unit.rawValue) \(start)"
    if let end {
      guard let end else { return nil }
      text = "\(frame.unit.rawValue) BETWEEN \(start) AND \(end)"
    }
    if let exclusion = frame.exclusion { text += " EXCLUDE \(exclusion.rawValue)" }
    return text
  }

  private func bound(_ bound: FrameBound) -> String? {
    switch bound {
    case .unboundedPreceding: "UNBOUNDED PRECEDING"
    case .currentRow: "CURRENT ROW"
    case .unboundedFollowing: "UNBOUNDED FOLLOWING"
    case .preceding(let offset): frameOffset(offset).map { "\($0) PRECEDING" }
    case .following(let offset): frameOffset(offset).map { "\($0) FOLLOWING" }
    }
  }

  private func frameOffset(_ expression: SQLExpression) -> String? {
    if case .literal(let literal) = expression, literal.kind == .integer { return literal.text }
    return fail(
      .featureNotSupported,
      "a frame's offset must be a whole number written as such",
      at: expression.span
    )
  }
}
