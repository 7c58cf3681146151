import DSQLPlan
import DSQLTypes

// What a condition says of a row whose columns of one relation are all NULL, as an outer join makes
// them.
extension BoundExpression {
  /// Whether the condition, normalised, is certainly not true where some columns are all NULL.
  ///
  /// - Parameter isNull: Which columns are NULL then.
  /// - Returns: True only where it is certain.
  func rejectsNull(_ isNull: (BoundColumn) -> Bool) -> Bool {
    switch kind {
    case .constant(let value): value != .boolean(true)
    case .and(let operands): operands.contains { $0.rejectsNull(isNull) }
    case .or(let operands): operands.allSatisfy { $0.rejectsNull(isNull) }
    case .isNull(let operand, let isNegated): isNegated && operand.isNullWith(isNull)
    case .isTruth(let operand, let truth, let isNegated):
      !isNegated
        && (operand.isNullWith(isNull) || (truth && operand.rejectsNull(isNull)))
    case .inQuery(let operand, _, let isNegated, _): !isNegated && operand.isNullWith(isNull)
    case .inList(let operand, let list, let isNegated, _):
      operand.isNullWith(isNull) && !(isNegated && list.isEmpty)
    case .column, .negate, .not, .arithmetic, .concatenate, .comparison, .distinct, .between, .like,
      .matches, .cases, .cast, .function, .aggregate, .window, .scalarSubquery, .exists,
      .quantified:
      isNullWith(isNull)
    }
  }

  /// Whether it is certainly NULL where some columns are.
  private func isNullWith(_ isNull: (BoundColumn) -> Bool) -> Bool {
    switch kind {
    case .constant(let value): value.isNull
    case .column(let column): isNull(column)
    case .negate(let operand), .not(let operand), .cast(let operand): operand.isNullWith(isNull)
    case .arithmetic(_, let left, let right), .concatenate(let left, let right),
      .comparison(_, let left, let right, _):
      left.isNullWith(isNull) || right.isNullWith(isNull)
    case .like(let operand, let pattern, let escape, _, _):
      operand.isNullWith(isNull) || pattern.isNullWith(isNull)
        || (escape?.isNullWith(isNull) ?? false)
    case .matches(let operand, let pattern, _, _):
      operand.isNullWith(isNull) || pattern.isNullWith(isNull)
    case .between(let operand, _, _, _, _): operand.isNullWith(isNull)
    case .inList(let operand, let list, _, _): !list.isEmpty && operand.isNullWith(isNull)
    case .function(let function, let arguments):
      function.isNullOfNull && (arguments.first?.isNullWith(isNull) ?? false)
    case .and, .or, .distinct, .isNull, .isTruth, .cases, .aggregate, .window, .scalarSubquery,
      .exists, .inQuery, .quantified:
      false
    }
  }
}

extension ScalarFunction {
  /// Whether it is NULL where its first argument is.
  fileprivate var isNullOfNull: Bool {
    switch self {
    case .lower, .upper, .length, .trim, .ltrim, .rtrim, .substring, .replace, .left, .right,
      .reverse, .initcap, .startsWith, .abs, .round, .trunc, .ceil, .floor, .has, .fileName,
      .fileSize, .fileType, .exactText, .concatenation, .addition:
      true
    case .position, .lpad, .rpad, .repeat, .concat, .concatWithSeparator, .splitPart,
      .regexpReplace, .regexpLike, .overlay, .translate, .chr, .ascii, .md5, .coalesce, .nullif,
      .greatest, .least, .mod, .power, .sqrt, .exp, .ln, .log, .pi, .sign, .random, .now,
      .currentDate, .dateTrunc, .datePart, .age, .toChar, .dateAdd, .makeDate, .timezone, .typeOf,
      .jsonExtract:
      false
    }
  }
}
