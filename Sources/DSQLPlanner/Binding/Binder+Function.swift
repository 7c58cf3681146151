import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// Calls of functions of one row.
extension Binder {
  func bind(_ call: FunctionCall, in scope: Scope) -> BoundExpression? {
    let name = call.name.text.lowercased()
    if call.over != nil { return bindWindow(call, name, in: scope) }
    if let function = aggregateFunction(name) {
      return bindAggregate(call, function, in: scope).map {
        BoundExpression(.aggregate($0.0), $0.1, span: call.span)
      }
    }
    if let function = WindowFunction(rawValue: name) {
      return fail(
        .windowingError,
        "window function \(function.rawValue) requires an OVER clause",
        at: call.name.span
      )
    }
    guard case .list(let list) = call.arguments else {
      return fail(.undefinedFunction, "\(name)(*) does not exist", at: call.name.span)
    }
    if call.quantifier == .distinct || call.filter != nil || !call.orderBy.isEmpty {
      return fail(
        .typeMismatch,
        "DISTINCT, ORDER BY and FILTER belong to aggregates, and \(name) is none",
        at: call.span
      )
    }
    let compares = ["nullif", "greatest", "least"].contains(name)
    let arguments = all(list) { compares ? bindKey($0, in: scope) : bind($0, in: scope) }
    guard let arguments else { return nil }
    return special(name, arguments, call) ?? plain(name, arguments, call)
  }

  private func plain(
    _ name: String,
    _ arguments: [BoundExpression],
    _ call: FunctionCall
  ) -> BoundExpression? {
    if isSpecial(name) { return nil }
    var arguments = arguments
    if name == "strpos", arguments.count == 2 {
      return plain("position", [arguments[1], arguments[0]], call)
    }
    let signatures = FunctionCatalog.signatures(of: name)
    guard !signatures.isEmpty else { return unknownFunction(call) }
    guard let signature = signatures.first(where: { fits(arguments, $0) }) else {
      let types = arguments.map { literalText($0) == nil ? $0.type.name : "text" }
      return fail(
        .undefinedFunction,
        "function \(name)(\(types.joined(separator: ", "))) does not exist",
        at: call.name.span,
        hint: "It takes \(signatures.map { spelled($0, name) }.joined(separator: " or "))."
      )
    }
    if signature.function == .has { return has(arguments, call) }
    let converted = all(Array(arguments.enumerated())) { index, argument in
      convert(argument, for: signature.parameter(at: index))
    }
    guard let converted else { return nil }
    arguments = converted
    return BoundExpression(
      .function(signature.function, arguments),
      resultType(signature, arguments),
      span: call.span
    )
  }

  private func fits(_ arguments: [BoundExpression], _ signature: FunctionSignature) -> Bool {
    guard signature.takes(arguments.count) else { return false }
    return arguments.enumerated().allSatisfy { index, argument in
      switch signature.parameter(at: index) {
      case .any: return true
      case .anyAsText: return argument.type != .file
      case .choices:
        if case .choices = argument.type { return true }
        return false
      case .text, .integer, .decimal, .double, .boolean, .date, .timestamp, .interval:
        guard let type = signature.parameter(at: index).type else { return false }
        if let text = literalText(argument), type != .text {
          if case .success = literals.read(text, as: type, at: nil) { return true }
          return false
        }
        return isConvertible(argument.type, to: type)
      }
    }
  }

  private func convert(
    _ argument: BoundExpression,
    for parameter: FunctionSignature.Parameter
  ) -> BoundExpression? {
    switch parameter {
    case .any, .choices: return settled(argument)
    case .anyAsText: return asText(argument)
    case .text, .integer, .decimal, .double, .boolean, .date, .timestamp, .interval:
      guard let type = parameter.type else { return nil }
      if case .decimal(nil) = type {
        if case .decimal = argument.type { return argument }
        if argument.type == .integer { return cast(argument, to: .decimal(scale: 0)) }
      }
      return converted(argument, to: type)
    }
  }

  private func resultType(
    _ signature: FunctionSignature,
    _ arguments: [BoundExpression]
  ) -> DataType {
    switch signature.result {
    case .type(let type): return type
    case .first:
      let type = arguments.first?.type ?? .unknown
      guard case .decimal(let scale) = type else { return type }
      let function = signature.function
      if function == .round || function == .trunc, arguments.count > 1 {
        guard case .constant(.integer(let digits)) = arguments[1].kind else {
          return .decimal(scale: nil)
        }
        return .decimal(scale: max(0, min(38, Int(clamping: digits))))
      }
      if function == .mod { return commonType(type, arguments[1].type) ?? type }
      return .decimal(scale: function == .abs ? scale : 0)
    }
  }

  /// `HAS(choices, label)`, the label checked against the set and in its spelling.
  private func has(_ arguments: [BoundExpression], _ call: FunctionCall) -> BoundExpression? {
    guard case .choices(let domain) = arguments[0].type else { return nil }
    var label = arguments[1]
    if let text = literalText(label) {
      switch literals.numbers(of: text, in: domain, at: label.span) {
      case .failure(let fault):
        report(fault)
        return nil
      case .success(let numbers):
        let known = numbers.first.map { domain.label(of: $0) } ?? text
        label = BoundExpression(.constant(.text(known)), .text, span: label.span)
      }
    }
    guard let text = text(label, for: "HAS") else { return nil }
    return BoundExpression(.function(.has, [arguments[0], text]), .boolean, span: call.span)
  }

  private func isSpecial(_ name: String) -> Bool {
    ["coalesce", "ifnull", "greatest", "least", "nullif", "typeof", "pg_typeof"].contains(name)
  }

  /// The functions whose arguments have one type among them.
  private func special(
    _ name: String,
    _ arguments: [BoundExpression],
    _ call: FunctionCall
  ) -> BoundExpression? {
    guard isSpecial(name) else { return nil }
    let needed = name == "nullif" || name == "ifnull" ? 2 : 1
    let isExact = needed == 2 || name.hasSuffix("typeof")
    guard isExact ? arguments.count == needed : arguments.count >= needed else {
      return fail(
        .undefinedFunction,
        "\(name) takes \(isExact ? "" : "at least ")\(needed == 1 ? "one argument" : "two arguments")",
        at: call.name.span
      )
    }
    switch name {
    case "typeof", "pg_typeof":
      return BoundExpression(
        .constant(.text(settled(arguments[0]).type.name)),
        .text,
        span: call.span
      )
    case "nullif":
      guard
        let equal = compare(
          .equal,
          arguments[0].withoutExactness,
          arguments[1].withoutExactness,
          rule: arguments.contains(where: \.isExact) ? .binary : .folded,
          at: call.span,
          span: call.span
        )
      else { return nil }
      guard case .comparison(_, let left, let right, let rule) = equal.kind,
        left.type == arguments[0].type || literalText(arguments[0]) != nil
      else {
        let value = settled(arguments[0].withoutExactness)
        let null = BoundExpression(.constant(.null), value.type)
        return BoundExpression(
          .cases([BoundCase(condition: equal, result: null)], otherwise: value),
          value.type,
          span: call.span
        )
      }
      let isMirrored = left.span != arguments[0].span && right.span == arguments[0].span
      var operands = isMirrored ? [right, left] : [left, right]
      if rule == .binary { operands[0] = operands[0].exact }
      return BoundExpression(.function(.nullif, operands), operands[0].type, span: call.span)
    default:
      guard let unified = unified(arguments, for: name.uppercased()) else { return nil }
      let function: ScalarFunction =
        name == "greatest" ? .greatest : name == "least" ? .least : .coalesce
      return BoundExpression(
        .function(function, unified),
        commonType(arguments, for: name) ?? .unknown,
        span: call.span
      )
    }
  }

  private func unknownFunction(_ call: FunctionCall) -> BoundExpression? {
    let names =
      FunctionCatalog.names + AggregateFunction.allCases.map(\.rawValue)
      + WindowFunction.allCases.map(\.rawValue)
    let near = NearName.suggestions(for: call.name.text, among: names)
    return fail(
      .undefinedFunction,
      "function \(call.name.text) does not exist",
      at: call.name.span,
      hint: near.isEmpty
        ? nil : "Perhaps you meant \(near.map { "\($0)()" }.joined(separator: " or "))."
    )
  }

  private func spelled(_ signature: FunctionSignature, _ name: String) -> String {
    let words = signature.parameters.enumerated().map { index, parameter -> String in
      let word =
        switch parameter {
        case .text: "text"
        case .integer: "integer"
        case .decimal: "decimal"
        case .double: "double"
        case .boolean: "boolean"
        case .date: "date"
        case .timestamp: "timestamp"
        case .interval: "interval"
        case .choices: "choices"
        case .any, .anyAsText: "any"
        }
      return index >= signature.parameters.count - signature.optional ? "[\(word)]" : word
    }
    let more = signature.isVariadic ? ", …" : ""
    return "\(name)(\(words.joined(separator: ", "))\(more))"
  }
}
