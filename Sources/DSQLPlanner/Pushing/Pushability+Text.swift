import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

// Text, and the reasons for what stays here.
extension Pushability {
  func text(_ symbol: ComparisonOperator, _ column: Column, _ value: Value) -> Answer {
    guard case .text(let text) = value else { return .unsupported("the field is converted") }
    return .exact(leaf(column, symbol == .notEqual ? .notEqual : .equal, .value(text)))
  }

  func startsWith(_ arguments: [BoundExpression]) -> Answer {
    guard arguments.count == 2, let column = plainText(arguments[0]),
      case .constant(.text(let text)) = arguments[1].kind
    else { return .unsupported("the service has no function starts_with()") }
    return prefix(text, of: column, "starts_with minds letter case, the service does not")
  }

  /// The records whose text begins so in any letter case, as a superset of what is wanted.
  func prefix(_ text: String, of column: Column, _ reason: String) -> Answer {
    if text.isEmpty { return .inexact(leaf(column, .notEqual, .null), reason) }
    switch ruled(.like, column, .folded, { .exact(leaf(column, .startsWith, .value(text))) }) {
    case .exact(let part), .inexact(let part, _): return .inexact(part, reason)
    case .unsupported(let why): return .unsupported(why)
    }
  }

  func plainText(_ expression: BoundExpression) -> Column? {
    guard let (column, cast) = column(expression), cast == nil, refusal(of: column) == nil else {
      return nil
    }
    switch column.fieldType {
    case .text, .multiline: return column
    case .longText, .decimal, .integer, .bigInteger, .float, .double, .boolean, .date, .instant,
      .instantWithoutOffset, .uuid, .relationship, .file, .choice, .choices, .autoNumber, .other:
      return nil
    }
  }

  func like(
    _ operand: BoundExpression,
    _ pattern: BoundExpression,
    _ escape: BoundExpression?,
    isNegated: Bool,
    _ rule: TextRule
  ) -> Answer {
    if let plain = caseless(operand, [pattern], rule) {
      return like(plain, pattern, escape, isNegated: isNegated, rule)
    }
    guard let (column, cast) = column(operand) else { return .unsupported(reason(for: operand)) }
    let operation = isNegated ? PushTable.Operation.notLike : .like
    if cast != nil || plainText(operand) == nil {
      if case .no(let reason) = finding(operation, column, rule).verdict {
        return .unsupported(reason)
      }
      return .unsupported("the field is converted")
    }
    var escapeCharacter: Unicode.Scalar? = "\\"
    if let escape {
      guard case .constant(.text(let text)) = escape.kind, text.unicodeScalars.count <= 1 else {
        return .unsupported("the escape character is not a constant")
      }
      escapeCharacter = text.unicodeScalars.first
    }
    if pattern.kind == .constant(.null) { return .exact(.never) }
    guard case .constant(.text(let text)) = pattern.kind else {
      return .unsupported("the pattern is not a constant")
    }
    let parts = PatternParts(text, escape: escapeCharacter)
    if parts.whole?.comparison == .notEqual {
      // Any text meets it, and no NULL does.
      return .exact(isNegated ? .never : leaf(column, .notEqual, .null))
    }
    return ruled(operation, column, rule) { like(column, parts, isNegated: isNegated) }
  }

  private func like(_ column: Column, _ pattern: PatternParts, isNegated: Bool) -> Answer {
    let doubt = pattern.doubt
    guard let whole = pattern.whole else {
      if isNegated { return .unsupported("the service has no operator for this pattern") }
      let why = "the pattern holds more than the service can be asked"
      guard let part = pattern.longest else {
        return .inexact(leaf(column, .notEqual, .null), why)
      }
      return .inexact(
        leaf(column, part.isFirst ? .startsWith : .contains, .value(part.text)),
        why
      )
    }
    if isNegated {
      if let doubt { return .unsupported("\(doubt), so what differs there may be alike here") }
      if whole.comparison == .contains {
        return .exact(leaf(column, .notContains, .value(whole.text)))
      }
      if whole.comparison == .equal {
        return .exact(leaf(column, .notEqual, .value(whole.text)))
      }
      return .unsupported("the service has no negation of \(whole.comparison.rawValue)")
    }
    let part = leaf(column, whole.comparison, .value(whole.text))
    return doubt.map { .inexact(part, $0) } ?? .exact(part)
  }

  /// Why an expression is not asked of the service.
  func reason(for expression: BoundExpression) -> String {
    switch expression.kind {
    case .function(let function, _): return "the service has no function \(function.rawValue)()"
    case .arithmetic, .negate: return "the service does not calculate"
    case .concatenate: return "the service does not join texts"
    case .cases: return "the service has no CASE"
    case .matches: return "the service has no regular expressions"
    case .scalarSubquery, .exists, .inQuery, .quantified: return "the service has no subqueries"
    case .cast(let operand):
      if case .column = operand.kind { return "the service does not convert types" }
      return reason(for: operand)
    case .column: return "the service compares fields with constants only"
    case .constant: return "the service compares fields with constants only"
    case .aggregate, .window: return "it is computed from several records"
    case .not(let operand), .isNull(let operand, _), .isTruth(let operand, _, _):
      return reason(for: operand)
    case .comparison, .distinct, .and, .or, .inList, .between, .like:
      return "the service filters by fields, not by the truth of a condition"
    }
  }
}

/// A LIKE pattern taken apart.
struct PatternParts {
  /// What the service's own operators say of the whole pattern; nil where they cannot.
  ///
  /// `!=` stands for a pattern that any text meets.
  private(set) var whole: (comparison: FilterOperator, text: String)?
  /// The literal that a superset is asked by: the first where the pattern begins with one, else the
  /// longest; nil where there is none.
  private(set) var longest: (text: String, isFirst: Bool)?
  /// Why the service may read the literal differently.
  private(set) var doubt: String?

  init(_ pattern: String, escape: Unicode.Scalar?) {
    var literals: [String] = [""]
    var wildcards: [Unicode.Scalar] = []
    var isEscaped = false
    for scalar in pattern.unicodeScalars {
      if isEscaped {
        literals[literals.count - 1].unicodeScalars.append(scalar)
        isEscaped = false
      } else if scalar == escape {
        isEscaped = true
      } else if scalar == "%" || scalar == "_" {
        wildcards.append(scalar)
        literals.append("")
      } else {
        literals[literals.count - 1].unicodeScalars.append(scalar)
      }
    }
    if isEscaped, let escape { literals[literals.count - 1].unicodeScalars.append(escape) }
    let first = literals[0]
    let last = literals[literals.count - 1]
    let isRuns = wildcards.allSatisfy { $0 == "%" }
    let inner = literals.dropFirst().dropLast().filter { !$0.isEmpty }
    if wildcards.isEmpty {
      whole = (.equal, first)
    } else if isRuns {
      switch (first.isEmpty, last.isEmpty, inner.count) {
      case (true, true, 0): whole = (.notEqual, "")
      case (false, true, 0): whole = (.startsWith, first)
      case (true, false, 0): whole = (.endsWith, last)
      case (true, true, 1): whole = (.contains, inner[0])
      default: break
      }
    }
    if !first.isEmpty {
      longest = (first, true)
    } else if let text = literals.max(by: { $0.utf8.count < $1.utf8.count }), !text.isEmpty {
      longest = (text, false)
    }
    if let text = whole?.text, whole?.comparison != .equal, text.holdsWildcard {
      doubt = "the service may read % _ [ in a text as wildcards"
    }
  }
}
