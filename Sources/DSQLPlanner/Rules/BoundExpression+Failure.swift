import DSQLPlan
import DSQLTypes

extension BoundExpression {
  /// Whether computing it can end in an error on some row.
  ///
  /// What the service is asked for never can: a condition that fails on one row must not depend on
  /// which rows are here.
  var canFail: Bool {
    contains { part in
      switch part.kind {
      case .arithmetic, .negate, .scalarSubquery, .matches: true
      case .cast(let operand): !operand.type.alwaysFits(part.type)
      case .function(let function, _): function.canFail
      case .like(_, _, let escape, _, _): escape.map { !$0.isEscape } ?? false
      case .exists(let query, _), .inQuery(_, let query, _, _), .quantified(_, _, _, let query, _):
        query.canFail
      case .constant, .column, .not, .concatenate, .comparison, .distinct, .and, .or, .isNull,
        .isTruth, .inList, .between, .cases, .aggregate, .window:
        false
      }
    }
  }

  /// Whether it is one character, or none, for certain.
  private var isEscape: Bool {
    if case .constant(.text(let text)) = kind { text.unicodeScalars.count <= 1 } else { false }
  }
}

extension BoundQuery {
  /// Whether an expression of it can fail.
  fileprivate var canFail: Bool {
    var found = false
    _ = mappedDeep {
      found = found || $0.canFail
      return $0
    }
    return found
  }
}

extension DataType {
  /// Whether every value has a place in another type.
  fileprivate func alwaysFits(_ other: DataType) -> Bool {
    if self == other { return true }
    switch (self, other) {
    case (_, .text), (.integer, .decimal(scale: nil)), (.integer, .double),
      (.decimal, .decimal(scale: nil)),
      (.decimal, .double), (.date, .timestamp), (.timestamp, .date), (.unknown, _):
      return true
    case (.integer, .decimal(scale: let scale?)): return scale <= 18
    default: return false
    }
  }
}

extension ScalarFunction {
  /// Whether some argument makes it fail.
  fileprivate var canFail: Bool {
    switch self {
    case .substring, .lpad, .rpad, .repeat, .splitPart, .overlay, .chr, .regexpReplace, .regexpLike,
      .abs, .round, .trunc, .mod, .power, .sqrt, .exp, .ln, .log, .dateTrunc, .datePart, .toChar,
      .dateAdd, .makeDate, .timezone, .age, .jsonExtract, .addition:
      true
    case .lower, .upper, .length, .trim, .ltrim, .rtrim, .replace, .position, .left, .right,
      .reverse, .concat, .concatWithSeparator, .initcap, .startsWith, .translate, .ascii, .md5,
      .coalesce, .nullif, .greatest, .least, .ceil, .floor, .pi, .sign, .random, .now, .currentDate,
      .typeOf, .has, .fileName, .fileSize, .fileType, .exactText,
      .concatenation:
      false
    }
  }
}
