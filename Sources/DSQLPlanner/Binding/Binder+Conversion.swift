import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// Which types meet, and the casts put between them.
extension Binder {
  /// Whether an expression is a text literal whose type what it meets decides.
  func literalText(_ expression: BoundExpression) -> String? {
    if expression.type == .unknown, case .constant(.text(let text)) = expression.kind {
      return text
    }
    return nil
  }

  /// The expression with a type of its own: a text literal that met nothing is text.
  func settled(_ expression: BoundExpression) -> BoundExpression {
    var result = expression
    if literalText(expression) != nil { result.type = .text }
    return result
  }

  /// Converts where it is always safe: literals, numbers to wider ones, a date to an instant, a
  /// choice to its label.
  ///
  /// - Returns: The converted expression; nil where there is no such conversion, in which case
  ///   nothing is reported unless a literal cannot be read.
  func converted(_ expression: BoundExpression, to type: DataType) -> BoundExpression? {
    if let text = literalText(expression) {
      switch literals.read(text, as: type, at: expression.span) {
      case .success(let value):
        return BoundExpression(.constant(value), type, span: expression.span)
      case .failure(let fault):
        report(fault)
        return nil
      }
    }
    return isConvertible(expression.type, to: type) ? cast(expression, to: type) : nil
  }

  /// Whether a type converts to another by itself.
  func isConvertible(_ source: DataType, to target: DataType) -> Bool {
    switch (source, target) {
    case (.unknown, _): true
    case (.integer, .integer), (.integer, .decimal), (.integer, .double): true
    case (.decimal, .decimal), (.decimal, .double): true
    case (.date, .timestamp): true
    case (.choice, .text): true
    case (.choice(let one), .choice(let other)), (.choices(let one), .choices(let other)):
      one.name == other.name
    default: source == target
    }
  }

  /// The expression as another type, a constant at once.
  func cast(_ expression: BoundExpression, to type: DataType) -> BoundExpression {
    if expression.type == type { return expression }
    if case .decimal = expression.type, case .decimal = type { return expression }
    if case .constant(let value) = expression.kind,
      let known = constant(value, of: expression.type, as: type)
    {
      var shown = type
      // A whole number keeps its look beside a field with decimals.
      if case .integer = value, case .decimal = type { shown = .decimal(scale: 0) }
      return BoundExpression(.constant(known), shown, span: expression.span)
    }
    return BoundExpression(.cast(expression), type)
  }

  private func constant(_ value: Value, of source: DataType, as type: DataType) -> Value? {
    switch (value, type) {
    case (.null, _): .null
    case (.integer(let number), .decimal): .decimal(ExactDecimal(number))
    case (.integer(let number), .double): .double(Double(number))
    case (.decimal(let number), .decimal): .decimal(number)
    case (.decimal(let number), .double): .double(number.doubleValue)
    case (.date(let date), .timestamp): .timestamp(date.midnight(in: zone))
    case (.choice, .text): value.text(type: source, zone: zone).map { .text($0) }
    default: nil
    }
  }

  /// The type that all of several expressions can have.
  ///
  /// - Returns: The type, `unknown` where all are NULL; nil, with a report, where there is none.
  func commonType(_ expressions: [BoundExpression], for what: String) -> DataType? {
    var type = DataType.unknown
    var hasText = false
    for expression in expressions {
      if literalText(expression) != nil {
        hasText = true
        continue
      }
      guard let wider = commonType(type, expression.type) else {
        return fail(
          .typeMismatch,
          "\(what) types \(type.name) and \(expression.type.name) cannot be matched",
          at: expression.span,
          hint: "Convert one of them, for instance with CAST(… AS TEXT)."
        )
      }
      type = wider
    }
    if !hasText { return type }
    if case .choice = type { return .text }
    return type == .unknown ? .text : type
  }

  func commonType(_ left: DataType, _ right: DataType) -> DataType? {
    switch (left, right) {
    case (.unknown, let other), (let other, .unknown): return other
    case (.decimal(let one), .decimal(let other)):
      if let one, let other { return .decimal(scale: max(one, other)) }
      return .decimal(scale: nil)
    case (.choice(let one), .choice(let other)): return one.name == other.name ? left : .text
    case (.choice, .text), (.text, .choice): return .text
    case (.integer, .decimal(let scale)), (.decimal(let scale), .integer):
      return .decimal(scale: scale)
    default:
      if isConvertible(left, to: right) { return right }
      return isConvertible(right, to: left) ? left : nil
    }
  }

  /// All of several expressions in one type.
  func unified(_ expressions: [BoundExpression], for what: String) -> [BoundExpression]? {
    guard let type = commonType(expressions, for: what) else { return nil }
    return all(expressions) { converted($0, to: type) }
  }

  /// `CAST(x AS type)`, where somebody wrote it.
  func explicitCast(
    _ expression: BoundExpression,
    to type: DataType,
    at span: SourceSpan
  ) -> BoundExpression? {
    if literalText(expression) != nil {
      return converted(expression, to: type).map {
        var result = $0
        result.span = span
        return result
      }
    }
    guard isCastable(expression.type, to: type) else {
      return fail(
        .cannotCast,
        "cannot cast type \(expression.type.name) to \(type.name)",
        at: span
      )
    }
    var result = expression
    if expression.type != type {
      result = BoundExpression(.cast(expression), type, span: span)
      if case .constant = expression.kind { result = cast(expression, to: type) }
      if result.type == expression.type { result = BoundExpression(.cast(expression), type) }
    }
    result.span = span
    return result
  }

  private func isCastable(_ source: DataType, to target: DataType) -> Bool {
    if isConvertible(source, to: target) { return true }
    switch (source, target) {
    case (_, .text): return true
    case (.text, .file), (.text, .choices): return false
    case (.text, _): return true
    case (.choice, .choice): return true
    case (.integer, .boolean), (.boolean, .integer): return true
    case (.timestamp, .date): return true
    default: return source.isNumeric && target.isNumeric
    }
  }

  /// The type that a written type means in an expression.
  func type(_ name: TypeName) -> DataType? {
    switch name.kind {
    case .text, .multiline, .longText: .text
    case .integer, .bigint, .autonumber: .integer
    case .decimal:
      .decimal(scale: name.arguments.isEmpty ? nil : name.arguments.dropFirst().first?.value ?? 0)
    case .float, .double: .double
    case .boolean: .boolean
    case .date: .date
    case .timestamp, .timestamptz: .timestamp
    case .uuid: .uuid
    case .interval: .interval
    case .file: .file
    case .choice: choiceSet(name).map { .choice($0.domain) }
    case .choices: choiceSet(name).map { .choices($0.domain) }
    }
  }
}
