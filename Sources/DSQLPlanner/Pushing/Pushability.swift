import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// What the service can be asked of one entity's records, and how far its answer can be trusted.
///
/// `PushTable` decides it; here its rows are held against a predicate. Predicates are in the form that `Normaliser` makes: NOT
/// stands on leaves only, so that the rows for which a predicate is true are all that matters, and a
/// superset of an operand gives a superset of the whole.
///
/// - Source: `data-service-api.md` §3.3, §3.4 and §8; `language.md` §3.
struct Pushability {
  /// How a predicate can be asked.
  enum Answer: Equatable {
    /// The service answers the very rows for which it is true.
    case exact(FilterPart)
    /// The service answers these rows and perhaps more, for the reason given.
    case inexact(FilterPart, String)
    case unsupported(String)
  }

  /// A part of a filter; what is always or never true needs no condition.
  enum FilterPart: Equatable {
    case always
    case never
    case group(FilterGroup)
  }

  let table: Table
  let relation: RelationID
  var traits: ServiceTraits
  let pushDown: PlannerSettings.PushDown
  let zone: SessionZone
  /// How texts are compared; `traits` are those beside it.
  let collation: Collation

  /// How a predicate over the columns of the table can be asked.
  func answer(_ predicate: BoundExpression) -> Answer {
    if pushDown == .off { return .unsupported("push-down is off") }
    switch predicate.kind {
    case .constant(let value):
      return .exact(value == .boolean(true) ? .always : .never)
    case .and(let operands): return all(operands.map(answer))
    case .or(let operands): return any(operands.map(answer))
    case .column: return truth(predicate, true)
    case .not(let operand):
      if case .function(.has, let arguments) = operand.kind {
        return has(arguments, isNegated: true)
      }
      return truth(operand, false)
    case .isTruth(let operand, let truth, let isNegated):
      return isTruth(operand, truth, isNegated: isNegated)
    case .isNull(let operand, let isNegated): return isNull(operand, isNegated: isNegated)
    case .comparison(let symbol, let left, let right, let rule):
      return comparison(symbol, left, right, rule)
    case .distinct(let left, let right, let isNegated, let rule):
      return distinct(left, right, isNegated: isNegated, rule)
    case .inList(let operand, let list, let isNegated, let rule):
      return membership(operand, list, isNegated: isNegated, rule)
    case .between(let operand, let low, let high, let isNegated, let rule):
      let above = comparison(isNegated ? .less : .greaterOrEqual, operand, low, rule)
      let below = comparison(isNegated ? .greater : .lessOrEqual, operand, high, rule)
      return isNegated ? any([above, below]) : all([above, below])
    case .like(let operand, let pattern, let escape, let isNegated, let rule):
      return like(operand, pattern, escape, isNegated: isNegated, rule)
    case .function(.has, let arguments): return has(arguments, isNegated: false)
    case .function(.startsWith, let arguments): return startsWith(arguments)
    case .matches(let operand, let pattern, let ignoresCase, isNegated: false):
      return matches(operand, pattern, ignoresCase: ignoresCase)
    case .negate, .arithmetic, .concatenate, .matches, .cases, .cast, .function, .aggregate,
      .window, .scalarSubquery, .exists, .inQuery, .quantified:
      return .unsupported(reason(for: predicate))
    }
  }

  /// All of several answers: what is not supported is left out, which makes a superset.
  func all(_ answers: [Answer]) -> Answer {
    var groups: [FilterGroup] = []
    var why: String?
    var hasPart = false
    for answer in answers {
      switch answer {
      case .exact(let part), .inexact(let part, _):
        if case .inexact(_, let reason) = answer { why = why ?? reason }
        switch part {
        case .always: break
        case .never: return .exact(.never)
        case .group(let group): groups.append(group)
        }
        hasPart = true
      case .unsupported(let reason): why = why ?? reason
      }
    }
    guard hasPart else { return .unsupported(why ?? "nothing of it can be asked") }
    let part = groups.isEmpty ? FilterPart.always : .group(.combined(.and, groups))
    if let why { return groups.isEmpty ? .unsupported(why) : .inexact(part, why) }
    return .exact(part)
  }

  /// One of several answers: all of them must be supported.
  func any(_ answers: [Answer]) -> Answer {
    var groups: [FilterGroup] = []
    var why: String?
    for answer in answers {
      switch answer {
      case .exact(let part), .inexact(let part, _):
        if case .inexact(_, let reason) = answer { why = why ?? reason }
        switch part {
        case .always: return .exact(.always)
        case .never: break
        case .group(let group): groups.append(group)
        }
      case .unsupported(let reason): return .unsupported(reason)
      }
    }
    if groups.isEmpty { return .exact(.never) }
    let part = FilterPart.group(.combined(.or, groups))
    return why.map { .inexact(part, $0) } ?? .exact(part)
  }

  /// The column behind an expression, and the type that a cast gives it; nil where it is none.
  ///
  /// Only casts that keep every value apart and cannot fail are seen through.
  func column(_ expression: BoundExpression) -> (column: Column, cast: DataType?)? {
    if case .column(let column) = expression.kind, column.relation == relation {
      return (table.columns[column.index], nil)
    }
    guard case .cast(let operand) = expression.kind, case .column(let column) = operand.kind,
      column.relation == relation
    else { return nil }
    let found = table.columns[column.index]
    switch (found.type, expression.type) {
    case (.integer, .decimal), (.decimal, .decimal(scale: nil)), (.date, .timestamp),
      (.choice, .text):
      return (found, expression.type)
    default: return nil
    }
  }

  /// Why nothing at all is asked of a field; nil where something can be.
  func refusal(of column: Column) -> String? {
    if case .no(let reason) = finding(.nullTest, column).verdict { reason } else { nil }
  }

  func leaf(
    _ column: Column,
    _ comparison: FilterOperator,
    _ operand: QueryFilter.Operand
  ) -> FilterPart {
    .group(FilterGroup(.and, filters: [QueryFilter(column.name, comparison, operand)]))
  }

  private func truth(_ operand: BoundExpression, _ wanted: Bool) -> Answer {
    guard let (column, cast) = column(operand), cast == nil, column.fieldType == .boolean else {
      return .unsupported(reason(for: operand))
    }
    return ruled(.equal, column) {
      .exact(leaf(column, .equal, .value(wanted ? "true" : "false")))
    }
  }

  private func isTruth(_ operand: BoundExpression, _ wanted: Bool, isNegated: Bool) -> Answer {
    if wanted, !isNegated { return answer(operand) }
    let positive = truth(operand, isNegated ? !wanted : wanted)
    return isNegated ? any([positive, isNull(operand, isNegated: false)]) : positive
  }

  private func isNull(_ operand: BoundExpression, isNegated: Bool) -> Answer {
    guard let (column, _) = column(operand) else { return .unsupported(reason(for: operand)) }
    if column.isRelated { return relatedNullTest(column, isNegated: isNegated) }
    return ruled(.nullTest, column) {
      .exact(leaf(column, isNegated ? .notEqual : .equal, .null))
    }
  }

  /// What a missing link gives a null test is not documented; that a value is there is a superset of
  /// what is asked, but that the record itself is there can only be seen in the answer.
  private func relatedNullTest(_ column: Column, isNegated: Bool) -> Answer {
    let why = "what the service says of a missing link is not known"
    let answer = ruled(.nullTest, column) { .exact(leaf(column, .notEqual, .null)) }
    if case .unsupported = answer { return answer }
    if !isNegated { return .unsupported(why) }
    if column.isSystem { return .unsupported("whether the record is there is seen in the answer") }
    return .inexact(leaf(column, .notEqual, .null), why)
  }

  private func distinct(
    _ left: BoundExpression,
    _ right: BoundExpression,
    isNegated: Bool,
    _ rule: TextRule
  ) -> Answer {
    let (operand, other) = right.isConstant ? (left, right) : (right, left)
    if case .constant(.null) = other.kind { return isNull(operand, isNegated: !isNegated) }
    if isNegated { return comparison(.equal, operand, other, rule) }
    return any([comparison(.notEqual, operand, other, rule), isNull(operand, isNegated: false)])
  }

  private func has(_ arguments: [BoundExpression], isNegated: Bool) -> Answer {
    guard arguments.count == 2, let (column, _) = column(arguments[0]),
      case .constant(.text(let label)) = arguments[1].kind, case .choices(let domain) = column.type
    else { return .unsupported("the label is not a constant") }
    return ruled(.has, column) {
      let leaves = domain.numbers(matching: label).map {
        Answer.exact(leaf(column, isNegated ? .notContains : .contains, .value(String($0))))
      }
      return isNegated ? all(leaves) : any(leaves)
    }
  }
}

extension BoundExpression {
  var isConstant: Bool { if case .constant = kind { true } else { false } }
}

extension FilterGroup {
  /// Groups made one; those of the same logic, or of one condition, are taken in.
  static func combined(_ logic: Logic, _ groups: [FilterGroup]) -> FilterGroup {
    var result = FilterGroup(logic)
    for group in groups {
      if group.logic == logic || group.filters.count + group.groups.count == 1 {
        result.filters += group.filters
        result.groups += group.groups
      } else {
        result.groups.append(group)
      }
    }
    return result
  }
}
