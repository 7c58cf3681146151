import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// Comparisons, IN, BETWEEN, LIKE.
extension Binder {
  /// How the operands ask for texts to be compared.
  func textRule(_ operands: SQLExpression...) -> TextRule { textRule(operands) }

  /// Two sides of an operator in one type; nil, with a report, where they have none.
  func matched(
    _ left: BoundExpression,
    _ right: BoundExpression,
    _ symbol: String,
    at span: SourceSpan
  ) -> (BoundExpression, BoundExpression)? {
    if literalText(left) != nil || literalText(right) != nil {
      let type = literalText(left) == nil ? left.type : right.type
      guard let one = converted(left, to: type), let other = converted(right, to: type) else {
        return nil
      }
      return (settled(one), settled(other))
    }
    guard left.type != .file, right.type != .file, let type = commonType(left.type, right.type)
    else { return mismatch(left, right, symbol, at: span) }
    return (cast(left, to: type), cast(right, to: type))
  }

  private func mismatch<Bound>(
    _ left: BoundExpression,
    _ right: BoundExpression,
    _ symbol: String,
    at span: SourceSpan
  ) -> Bound? {
    var hint = "Convert one side, for instance with CAST(… AS \(left.type.name.uppercased()))."
    switch (left.type, right.type) {
    case (.choice, let other) where other.isNumeric, (let other, .choice) where other.isNumeric:
      hint = "A choice is compared with its label, for instance 'Open'; its number is never needed."
    case (.file, _), (_, .file): hint = "A file can only be tested with IS NULL."
    case (.text, let other) where other.isNumeric:
      hint = "Write the number as text, in single quotes, or use CAST(… AS TEXT)."
    case (.boolean, .integer), (.integer, .boolean): hint = "Compare with TRUE or FALSE."
    default: break
    }
    return fail(
      .undefinedFunction,
      "operator does not exist: \(left.type.name) \(symbol) \(right.type.name)",
      at: span,
      hint: hint
    )
  }

  /// `left symbol right`.
  func compare(
    _ symbol: ComparisonOperator,
    _ left: BoundExpression,
    _ right: BoundExpression,
    rule: TextRule,
    at operatorSpan: SourceSpan,
    span: SourceSpan
  ) -> BoundExpression? {
    if rule == .folded, let choice = compareChoice(symbol, left, right, span: span) {
      return choice.expression
    }
    let (one, other) = rule == .binary ? (labelled(left), labelled(right)) : (left, right)
    guard let (first, second) = matched(one, other, symbol.rawValue, at: operatorSpan) else {
      return nil
    }
    return BoundExpression(.comparison(symbol, first, second, rule), .boolean, span: span)
  }

  /// A choice as its label, anything else as it is.
  private func labelled(_ expression: BoundExpression) -> BoundExpression {
    if case .choice = expression.type { return cast(expression, to: .text) }
    return expression
  }

  /// A choice against a literal goes by the numbers that the literal means.
  ///
  /// - Returns: Nil where it is no such comparison; an inner nil where the literal is no choice.
  private func compareChoice(
    _ symbol: ComparisonOperator,
    _ left: BoundExpression,
    _ right: BoundExpression,
    span: SourceSpan
  ) -> (expression: BoundExpression?, Void)? {
    if literalText(left) != nil, case .choice = right.type {
      return compareChoice(symbol.mirrored, right, left, span: span)
    }
    guard case .choice(let domain) = left.type, let text = literalText(right) else { return nil }
    switch literals.numbers(of: text, in: domain, at: right.span) {
    case .failure(let fault):
      report(fault)
      return (nil, ())
    case .success(let numbers):
      let constants = numbers.map {
        BoundExpression(.constant(.choice($0)), left.type, span: right.span)
      }
      let isNegated = symbol == .notEqual
      if constants.count > 1, symbol == .equal || symbol == .notEqual {
        return (
          BoundExpression(
            .inList(left, constants, isNegated: isNegated, .folded),
            .boolean,
            span: span
          ), ()
        )
      }
      let usesLast = symbol == .greater || symbol == .lessOrEqual
      guard let constant = usesLast ? constants.last : constants.first else { return (nil, ()) }
      return (
        BoundExpression(.comparison(symbol, left, constant, .folded), .boolean, span: span), ()
      )
    }
  }

  func bind(_ node: InExpression, in scope: Scope) -> BoundExpression? {
    switch node.source {
    case .query(let query):
      if case .row(let row) = node.operand { return bindRow(row, in: query, node, scope) }
      let operand = bind(node.operand, in: scope)
      let nested = bindNested(query, in: scope, columns: 1)
      guard let operand, let nested,
        let (left, matching) = matched(operand, nested, "=", at: node.span)
      else { return nil }
      return BoundExpression(
        .inQuery(left, matching, isNegated: node.isNegated, textRule(node.operand, over: query)),
        .boolean,
        span: node.span
      )
    case .list(let list):
      if case .row(let row) = node.operand { return bindRow(row, in: list, node, scope) }
      let operand = bind(node.operand, in: scope)
      let bound = all(list) { bind($0, in: scope) }
      guard let operand, let bound else { return nil }
      return membership(
        operand,
        bound,
        isNegated: node.isNegated,
        rule: textRule([node.operand] + list),
        span: node.span
      )
    }
  }

  /// `operand [NOT] IN (list)`.
  func membership(
    _ operand: BoundExpression,
    _ list: [BoundExpression],
    isNegated: Bool,
    rule: TextRule,
    span: SourceSpan
  ) -> BoundExpression? {
    if list.isEmpty {
      return BoundExpression(.constant(.boolean(isNegated)), .boolean, span: span)
    }
    var values: [BoundExpression] = []
    var subject = operand
    if case .choice(let domain) = operand.type, rule == .folded,
      list.allSatisfy({ literalText($0) != nil || $0.type == .unknown || $0.type == operand.type })
    {
      for element in list {
        guard let text = literalText(element) else {
          values.append(cast(element, to: operand.type))
          continue
        }
        switch literals.numbers(of: text, in: domain, at: element.span) {
        case .failure(let fault): report(fault)
        case .success(let numbers):
          values += numbers.map {
            BoundExpression(.constant(.choice($0)), operand.type, span: element.span)
          }
        }
      }
      if values.count < list.count { return nil }
    } else {
      subject = rule == .binary ? labelled(operand) : operand
      var type = subject.type
      for element in list where literalText(element) == nil {
        guard element.type != .file, let wider = commonType(type, element.type) else {
          return mismatch(subject, element, "=", at: element.span ?? span)
        }
        type = wider
      }
      if type == .unknown { type = .text }
      let converted = all(list) { self.converted($0, to: type) }
      guard let converted, let whole = self.converted(subject, to: type) else { return nil }
      (subject, values) = (whole, converted)
    }
    if values.count == 1, let only = values.first {
      return BoundExpression(
        .comparison(isNegated ? .notEqual : .equal, subject, only, rule),
        .boolean,
        span: span
      )
    }
    return BoundExpression(
      .inList(subject, values, isNegated: isNegated, rule),
      .boolean,
      span: span
    )
  }

  /// An operand and the column of a query in one type.
  func matched(
    _ operand: BoundExpression,
    _ query: BoundQuery,
    _ symbol: String,
    at span: SourceSpan
  ) -> (BoundExpression, BoundQuery)? {
    let type = query.schema.columns.first?.type ?? .unknown
    let column = BoundExpression(.constant(.null), type, span: span)
    guard let (left, right) = matched(operand, column, symbol, at: span),
      let typed = coerced(query, to: [right.type])
    else { return nil }
    return (left, typed)
  }

  func bind(_ node: BetweenExpression, in scope: Scope) -> BoundExpression? {
    if case .row = node.operand { return bindRows(node, in: scope) }
    let operand = bind(node.operand, in: scope)
    let low = bind(node.low, in: scope)
    let high = bind(node.high, in: scope)
    guard let operand, let low, let high else { return nil }
    let rule = textRule(node.operand, node.low, node.high)
    if operand.type == low.type, operand.type == high.type, rule == .folded, operand.type != .file {
      return BoundExpression(
        .between(
          settled(operand),
          low: settled(low),
          high: settled(high),
          isNegated: node.isNegated,
          rule
        ),
        .boolean,
        span: node.span
      )
    }
    let above = compare(.greaterOrEqual, operand, low, rule: rule, at: node.span, span: node.span)
    let below = compare(.lessOrEqual, operand, high, rule: rule, at: node.span, span: node.span)
    guard let above, let below else { return nil }
    if case .comparison(_, let one, let first, _) = above.kind,
      case .comparison(_, let other, let second, _) = below.kind, one == other
    {
      return BoundExpression(
        .between(one, low: first, high: second, isNegated: node.isNegated, rule),
        .boolean,
        span: node.span
      )
    }
    let both = BoundExpression(.and([above, below]), .boolean, span: node.span)
    return node.isNegated ? BoundExpression(.not(both), .boolean, span: node.span) : both
  }

  func bind(_ node: LikeExpression, in scope: Scope) -> BoundExpression? {
    let operand = bind(node.operand, in: scope)
    let pattern = bind(node.pattern, in: scope)
    let escape = node.escape.flatMap { bind($0, in: scope) }
    guard let operand, let pattern else { return nil }
    if node.escape != nil, escape == nil { return nil }
    let texts = all([operand, pattern] + (escape.map { [$0] } ?? [])) { text($0, for: "LIKE") }
    guard var texts else { return nil }
    if node.operator == .ilike, environment.settings.collation == .binary {
      for index in texts.prefix(2).indices { texts[index] = caseless(texts[index]) }
    }
    return BoundExpression(
      .like(
        texts[0],
        pattern: texts[1],
        escape: texts.count > 2 ? texts[2] : nil,
        isNegated: node.isNegated,
        textRule(node.operand, node.pattern)
      ),
      .boolean,
      span: node.span
    )
  }

  /// The text in one letter case, as it is folded where letter case is ignored.
  private func caseless(_ text: BoundExpression) -> BoundExpression {
    let upper = BoundExpression(.function(.upper, [text]), .text, span: text.span)
    return BoundExpression(.function(.lower, [upper]), .text, span: text.span)
  }

  /// An operand of an operator on text.
  func text(_ expression: BoundExpression, for what: String) -> BoundExpression? {
    if isConvertible(expression.type, to: .text) { return converted(expression, to: .text) }
    return fail(
      .undefinedFunction,
      "\(what) needs text, not \(expression.type.name)",
      at: expression.span,
      hint: "Use CAST(… AS TEXT)."
    )
  }
}
