import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// Expressions.
extension Binder {
  /// Binds an expression; a text literal that meets nothing keeps the type `unknown`.
  func bind(_ expression: SQLExpression, in scope: Scope) -> BoundExpression? {
    switch expression {
    case .literal(let node): bind(node)
    case .typedLiteral(let node): bind(node)
    case .column(let node): bind(node, in: scope)
    case .parameter(let node): bind(node)
    case .function(let node): bind(node, in: scope)
    case .unary(let node): bind(node, in: scope)
    case .binary(let node): bind(node, in: scope)
    case .chain(let node): bind(node, in: scope)
    case .logical(let node): bind(node, in: scope)
    case .isTest(let node): bind(node, in: scope)
    case .between(let node): bind(node, in: scope)
    case .inSet(let node): bind(node, in: scope)
    case .like(let node): bind(node, in: scope)
    case .quantified(let node): bind(node, in: scope)
    case .exists(let node):
      bindNested(node.query, in: scope, columns: nil).map {
        BoundExpression(.exists($0, isNegated: false), .boolean, span: node.span)
      }
    case .subquery(let node):
      bindNested(node.query, in: scope, columns: 1).map {
        let type = $0.schema.columns.first?.type ?? .unknown
        return BoundExpression(.scalarSubquery($0), type, span: node.span)
      }
    case .caseOf(let node): bind(node, in: scope)
    case .cast(let node): bind(node, in: scope)
    case .atTimeZone(let node): bind(node, in: scope)
    case .collate(let node): bind(node, in: scope)
    case .row(let node):
      fail(.featureNotSupported, "a row cannot stand here", at: node.span)
    case .defaultValue(let node):
      fail(
        .syntaxError,
        "DEFAULT is only allowed in VALUES of an INSERT and right of SET",
        at: node.span
      )
    }
  }

  /// Binds an expression that must be true or false.
  func bindCondition(
    _ expression: SQLExpression,
    in scope: Scope,
    clause: String
  ) -> BoundExpression? {
    bind(expression, in: scope).flatMap { condition($0, clause: clause) }
  }

  func condition(_ expression: BoundExpression, clause: String) -> BoundExpression? {
    if expression.type == .boolean { return expression }
    if expression.type == .unknown { return converted(expression, to: .boolean) }
    return fail(
      .typeMismatch,
      "argument of \(clause) must be type boolean, not type \(expression.type.name)",
      at: expression.span
    )
  }

  func bind(_ literal: Literal) -> BoundExpression? {
    let bound: (Value, DataType)? =
      switch literal.kind {
      case .null: (.null, .unknown)
      case .true: (.boolean(true), .boolean)
      case .false: (.boolean(false), .boolean)
      case .string: (.text(literal.text), .unknown)
      case .hexadecimal:
        Int64(literal.text.dropFirst(2), radix: 16).map { (.integer($0), .integer) }
      case .integer:
        Int64(literal.text).map { (.integer($0), .integer) } ?? decimal(literal.text)
      case .decimal: decimal(literal.text)
      case .scientific: decimal(literal.text) ?? double(literal.text)
      }
    guard let (value, type) = bound else {
      return fail(
        .numericOutOfRange,
        "number \(literal.text) is out of range",
        at: literal.span,
        detail: literal.kind == .scientific
          ? "A double reaches from 2.3e-308 to 1.7e308." : "A decimal has at most 38 digits."
      )
    }
    return BoundExpression(.constant(value), type, span: literal.span)
  }

  private func decimal(_ text: String) -> (Value, DataType)? {
    ExactDecimal(parsing: text).map { (.decimal($0), .decimal(scale: $0.scale)) }
  }

  /// A number that no decimal holds; nil where no double does either.
  private func double(_ text: String) -> (Value, DataType)? {
    guard let number = Double(text), number.isNormal else { return nil }
    return (.double(number), .double)
  }

  private func bind(_ literal: TypedLiteral) -> BoundExpression? {
    guard let type = type(literal.type) else { return nil }
    let text = BoundExpression(
      .constant(.text(literal.text.text)),
      .unknown,
      span: literal.text.span
    )
    return converted(text, to: type)
  }

  private func bind(_ parameter: ParameterReference) -> BoundExpression? {
    guard let parameters = environment.parameters, parameter.index >= 1,
      parameter.index <= parameters.count
    else {
      return fail(
        .undefinedParameter,
        environment.parameters == nil || parameter.index < 1
          ? "there is no parameter $\(parameter.index)"
          : "EXECUTE gives no value for parameter $\(parameter.index)",
        at: parameter.span,
        hint: environment.parameters == nil ? "Parameters belong to PREPARE." : nil
      )
    }
    let given = parameters[parameter.index - 1]
    return BoundExpression(.constant(given.value), given.type, span: parameter.span)
  }

  private func bind(_ node: UnaryExpression, in scope: Scope) -> BoundExpression? {
    switch node.operator {
    case .not:
      return bindCondition(node.operand, in: scope, clause: "NOT").map {
        BoundExpression(.not($0), .boolean, span: node.span)
      }
    case .plus, .minus:
      guard var operand = bind(node.operand, in: scope) else { return nil }
      if literalText(operand) != nil {
        guard let number = converted(operand, to: .decimal(scale: nil)) else { return nil }
        operand = number
      }
      guard operand.type.isNumeric || operand.type == .interval || operand.type == .unknown else {
        return fail(
          .undefinedFunction,
          "operator does not exist: \(node.operator.rawValue) \(operand.type.name)",
          at: node.operatorSpan
        )
      }
      operand.span = node.span
      if node.operator == .plus { return operand }
      if case .constant(let value) = operand.kind {
        switch value {
        case .integer(let number) where number != .min:
          return BoundExpression(.constant(.integer(-number)), operand.type, span: node.span)
        case .decimal(let number):
          return BoundExpression(
            .constant(.decimal(number.negated)),
            operand.type,
            span: node.span
          )
        case .double(let number):
          return BoundExpression(.constant(.double(-number)), operand.type, span: node.span)
        case .null, .boolean, .integer, .text, .date, .timestamp, .interval, .uuid,
          .choice:
          break
        }
      }
      return BoundExpression(.negate(operand), operand.type, span: node.span)
    }
  }

  private func bind(_ node: LogicalExpression, in scope: Scope) -> BoundExpression? {
    let operands = all(node.operands) {
      bindCondition($0, in: scope, clause: node.connective.rawValue)
    }
    return operands.map {
      BoundExpression(
        node.connective == .and ? .and($0) : .or($0),
        .boolean,
        span: node.span
      )
    }
  }

  private func bind(_ node: BinaryExpression, in scope: Scope) -> BoundExpression? {
    if let rows = bindRows(node, in: scope) { return rows.expression }
    let left = bind(node.left, in: scope)
    let right = bind(node.right, in: scope)
    guard let left, let right else { return nil }
    let rule = textRule(node.left, node.right)
    switch node.operator {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      guard let symbol = ComparisonOperator(rawValue: node.operator.rawValue) else { return nil }
      return compare(symbol, left, right, rule: rule, at: node.operatorSpan, span: node.span)
    case .isDistinctFrom, .isNotDistinctFrom:
      guard let (one, other) = matched(left, right, "=", at: node.operatorSpan) else { return nil }
      return BoundExpression(
        .distinct(one, other, isNegated: node.operator == .isNotDistinctFrom, rule),
        .boolean,
        span: node.span
      )
    case .matches, .matchesIgnoringCase, .notMatches, .notMatchesIgnoringCase:
      let subject = text(left, for: node.operator.rawValue)
      let pattern = text(right, for: node.operator.rawValue)
      guard let subject, let pattern else { return nil }
      return BoundExpression(
        .matches(
          subject,
          pattern: pattern,
          ignoresCase: node.operator == .matchesIgnoringCase
            || node.operator == .notMatchesIgnoringCase,
          isNegated: node.operator == .notMatches || node.operator == .notMatchesIgnoringCase
        ),
        .boolean,
        span: node.span
      )
    case .concatenate:
      return concatenate(left, right, at: node.operatorSpan, span: node.span)
    case .power: return power(left, right, node)
    case .add, .subtract, .multiply, .divide, .modulo:
      guard let symbol = ArithmeticOperator(rawValue: node.operator.rawValue) else { return nil }
      return arithmetic(symbol, left, right, at: node.operatorSpan, span: node.span)
    }
  }

  private func power(
    _ base: BoundExpression,
    _ exponent: BoundExpression,
    _ node: BinaryExpression
  ) -> BoundExpression? {
    let isNumber = [base, exponent].allSatisfy {
      $0.type.isNumeric || $0.type == .unknown || literalText($0) != nil
    }
    guard isNumber else {
      return fail(
        .undefinedFunction,
        "operator does not exist: \(base.type.name) ^ \(exponent.type.name)",
        at: node.operatorSpan
      )
    }
    guard let one = converted(base, to: .double), let other = converted(exponent, to: .double)
    else { return nil }
    return BoundExpression(.function(.power, [one, other]), .double, span: node.span)
  }

  /// `left || right`.
  func concatenate(
    _ left: BoundExpression,
    _ right: BoundExpression,
    at operatorSpan: SourceSpan,
    span: SourceSpan
  ) -> BoundExpression? {
    let isText =
      [left, right].contains { $0.type.isTextual || literalText($0) != nil || $0.type == .unknown }
    guard isText else {
      return fail(
        .undefinedFunction,
        "operator does not exist: \(left.type.name) || \(right.type.name)",
        at: operatorSpan,
        hint: "Use CAST(… AS TEXT)."
      )
    }
    return BoundExpression(
      .concatenate(asText(left), asText(right)),
      .text,
      span: span
    )
  }

  /// Anything as text, as `||` and `concat` take it.
  func asText(_ expression: BoundExpression) -> BoundExpression {
    cast(settled(expression), to: .text)
  }

  private func bind(_ node: IsTest, in scope: Scope) -> BoundExpression? {
    if case .row(let row) = node.operand, node.state == .null {
      return bindRow(row, node, in: scope)
    }
    switch node.state {
    case .null:
      return bind(node.operand, in: scope).map {
        BoundExpression(.isNull(settled($0), isNegated: node.isNegated), .boolean, span: node.span)
      }
    case .true, .false, .unknown:
      guard
        let operand = bindCondition(node.operand, in: scope, clause: "IS \(node.state.rawValue)")
      else { return nil }
      if node.state == .unknown {
        return BoundExpression(
          .isNull(operand, isNegated: node.isNegated),
          .boolean,
          span: node.span
        )
      }
      return BoundExpression(
        .isTruth(operand, node.state == .true, isNegated: node.isNegated),
        .boolean,
        span: node.span
      )
    }
  }

  private func bind(_ node: QuantifiedComparison, in scope: Scope) -> BoundExpression? {
    if case .row(let row) = node.operand { return bindRow(row, node, in: scope) }
    let operand = bind(node.operand, in: scope)
    let nested = bindNested(node.query, in: scope, columns: 1)
    guard let nested, let operand,
      let symbol = ComparisonOperator(rawValue: node.operator.rawValue),
      let (left, query) = matched(operand, nested, symbol.rawValue, at: node.operatorSpan)
    else { return nil }
    return BoundExpression(
      .quantified(
        left,
        symbol,
        isAll: node.quantifier == .all,
        query,
        textRule(node.operand, over: node.query)
      ),
      .boolean,
      span: node.span
    )
  }

  private func bind(_ node: CaseExpression, in scope: Scope) -> BoundExpression? {
    let operand = node.operand.map { ($0, bind($0, in: scope)) }
    let conditions = all(node.branches) { branch -> BoundExpression? in
      guard let (written, bound) = operand else {
        return bindCondition(branch.condition, in: scope, clause: "CASE/WHEN")
      }
      guard let value = bind(branch.condition, in: scope), let bound else { return nil }
      return compare(
        .equal,
        bound,
        value,
        rule: textRule(written, branch.condition),
        at: branch.condition.span,
        span: branch.condition.span
      )
    }
    let results = all(node.branches) { bind($0.result, in: scope) }
    let otherwise = node.otherwise.map { bind($0, in: scope) }
    guard let conditions, let results else { return nil }
    var values = results
    if let otherwise {
      guard let otherwise else { return nil }
      values.append(otherwise)
    }
    guard let type = commonType(values, for: "CASE"), let unified = unified(values, for: "CASE")
    else { return nil }
    return BoundExpression(
      .cases(
        zip(conditions, unified).map { BoundCase(condition: $0, result: $1) },
        otherwise: otherwise == nil ? nil : unified.last
      ),
      type,
      span: node.span
    )
  }

  private func bind(_ node: CastExpression, in scope: Scope) -> BoundExpression? {
    let operand = bind(node.operand, in: scope)
    guard let type = type(node.type), let operand,
      let bound = explicitCast(operand, to: type, at: node.span)
    else { return nil }
    guard let argument = node.type.arguments.first else { return bound }
    switch node.type.kind {
    case .text, .multiline:
      return BoundExpression(
        .function(
          .left,
          [bound, BoundExpression(.constant(.integer(Int64(argument.value))), .integer)]
        ),
        .text,
        span: node.span
      )
    case .decimal:
      let scale = node.type.arguments.dropFirst().first?.value ?? 0
      return BoundExpression(
        .function(.round, [bound, BoundExpression(.constant(.integer(Int64(scale))), .integer)]),
        .decimal(scale: scale),
        span: node.span
      )
    case .longText, .integer, .bigint, .float, .double, .boolean, .date, .timestamp, .timestamptz,
      .uuid, .file, .choice, .choices, .autonumber, .interval:
      return bound
    }
  }

  private func bind(_ node: AtTimeZoneExpression, in scope: Scope) -> BoundExpression? {
    let operand = bind(node.operand, in: scope).flatMap { bound -> BoundExpression? in
      isConvertible(bound.type, to: .timestamp)
        ? converted(bound, to: .timestamp)
        : fail(
          .typeMismatch,
          "AT TIME ZONE needs a timestamp, not \(bound.type.name)",
          at: bound.span
        )
    }
    let zone = bind(node.zone, in: scope).flatMap { text($0, for: "AT TIME ZONE") }
    guard let operand, let zone else { return nil }
    return BoundExpression(.function(.timezone, [zone, operand]), .timestamp, span: node.span)
  }

  private func bind(_ node: CollateExpression, in scope: Scope) -> BoundExpression? {
    let operand = bind(node.operand, in: scope)
    guard TextComparison.areEqual(node.collation.text, "BINARY") else {
      return fail(
        .undefinedObject,
        "collation \"\(node.collation.text)\" does not exist",
        at: node.collation.span,
        hint: "The one collation that can be asked for is BINARY."
      )
    }
    return operand.flatMap { text($0, for: "COLLATE") }.map { settled($0) }
  }
}
