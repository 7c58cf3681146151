extension SQLExpression {
  /// How tightly the outermost operator binds.
  var precedence: Precedence {
    switch self {
    case .logical(let node): node.connective == .and ? .and : .or
    case .unary(let node): node.operator == .not ? .not : .sign
    case .isTest: .test
    case .binary(let node): node.operator.precedence
    case .chain(let node): node.links[0].operator.precedence
    case .quantified(let node): node.operator.precedence
    case .between, .inSet, .like: .membership
    case .atTimeZone: .timeZone
    case .collate: .collation
    case .literal(let node): node.text.hasPrefix("-") && node.kind != .string ? .sign : .primary
    case .typedLiteral, .column, .parameter, .function, .exists, .subquery, .caseOf, .cast, .row,
      .defaultValue:
      .primary
    }
  }
}
