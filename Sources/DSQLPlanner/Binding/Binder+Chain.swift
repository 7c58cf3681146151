import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// Long chains of `||`, or of `+` and `-`, which are kept low: each is one node as long as its
// operands have one type.
extension Binder {
  /// The most links that each become a level of the tree.
  private static let mostLevels = 100

  func bind(_ node: ChainExpression, in scope: Scope) -> BoundExpression? {
    let first = bind(node.first, in: scope)
    let operands = all(node.links) { bind($0.operand, in: scope) }
    guard let first, let operands, let link = node.links.first else { return nil }
    let links = Array(zip(node.links, operands))
    return link.operator == .concatenate
      ? concatenate(first, links, node.span) : add(first, links, node.span)
  }

  private func concatenate(
    _ first: BoundExpression,
    _ links: [(ChainLink, BoundExpression)],
    _ span: SourceSpan
  ) -> BoundExpression? {
    // Once a side is text, so is all that follows.
    guard let (link, second) = links.first,
      let head = concatenate(first, second, at: link.operatorSpan, span: link.span)
    else { return nil }
    guard case .concatenate(let one, let other) = head.kind else { return nil }
    let rest = links.dropFirst().map { asText($0.1) }
    return BoundExpression(.function(.concatenation, [one, other] + rest), .text, span: span)
  }

  private func add(
    _ first: BoundExpression,
    _ links: [(ChainLink, BoundExpression)],
    _ span: SourceSpan
  ) -> BoundExpression? {
    var sum = Sum(first)
    var levels = 0
    for (link, operand) in links {
      let symbol: ArithmeticOperator = link.operator == .subtract ? .subtract : .add
      let left = sum.placeholder
      guard
        let step = arithmetic(symbol, left, operand, at: link.operatorSpan, span: link.span),
        case .arithmetic(_, let one, let other) = step.kind
      else { return nil }
      if one == left, step.type.isNumeric, sum.takes(step.type, other.type) {
        sum.add(symbol == .add ? other : BoundExpression(.negate(other), other.type), step.type)
        continue
      }
      levels += 1
      if levels > Self.mostLevels {
        return fail(
          .nestingTooDeep,
          "a chain of operators whose types change is too long",
          at: link.operatorSpan,
          hint: "Put parts of it in parentheses."
        )
      }
      let whole = sum.expression
      sum = Sum(step.mappedDeep { $0 == left ? whole : $0 })
    }
    var result = sum.expression
    result.span = span
    return result
  }

  /// What a chain comes to so far.
  private struct Sum {
    private var operands: [BoundExpression]
    private var type: DataType

    init(_ first: BoundExpression) {
      operands = [first]
      type = first.type
    }

    /// What stands for it while the type of the next step is found out; a lone literal is itself.
    var placeholder: BoundExpression {
      if operands.count == 1, case .constant = operands[0].kind { return operands[0] }
      return BoundExpression(
        .column(BoundColumn(relation: RelationID(-1), index: 0, name: "")),
        type
      )
    }

    /// Whether another operand can join: all are numbers of one type, decimals of any scale.
    func takes(_ result: DataType, _ operand: DataType) -> Bool {
      switch (type, result, operand) {
      case (.integer, .integer, .integer), (.double, .double, .double),
        (.decimal, .decimal, .decimal):
        true
      default: false
      }
    }

    mutating func add(_ operand: BoundExpression, _ result: DataType) {
      operands.append(operand)
      type = result
    }

    var expression: BoundExpression {
      operands.count == 1 ? operands[0] : BoundExpression(.function(.addition, operands), type)
    }
  }
}
