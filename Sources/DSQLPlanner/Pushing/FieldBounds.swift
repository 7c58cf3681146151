import DSQLPlan
import DSQLTypes

/// What conditions joined by AND leave of one field's values.
struct FieldBounds {
  /// One end of a range.
  private struct End {
    var value: Value
    var isIncluded: Bool
  }

  private let column: BoundExpression
  /// Whether NULL cannot stand in the field.
  private let isNeverNull: Bool
  private let collation: Collation
  /// The values of `=` and IN; nil is any.
  private var values: [Value]?
  private var excluded: [Value] = []
  private var low: End?
  private var high: End?
  private var isNull = false
  private var isNotNull = false
  /// Whether something could not be compared, so that nothing is said.
  private(set) var isUnclear = false
  /// The conditions that were taken in.
  private(set) var count = 0

  init(_ column: BoundExpression, isNeverNull: Bool, _ collation: Collation) {
    self.column = column
    self.isNeverNull = isNeverNull
    self.collation = collation
  }

  /// The field that a condition is about; nil where it is none that can be taken in.
  static func column(_ condition: BoundExpression) -> BoundExpression? {
    switch condition.kind {
    case .comparison(_, let left, let right, .folded):
      if left.isField, right.isValue { return left }
      return right.isField && left.isValue ? right : nil
    case .inList(let operand, let list, _, .folded):
      return operand.isField && !list.isEmpty && list.allSatisfy(\.isValue) ? operand : nil
    case .between(let operand, let low, let high, isNegated: false, .folded):
      return operand.isField && low.isValue && high.isValue ? operand : nil
    case .isNull(let operand, _): return operand.isField ? operand : nil
    case .constant, .column, .negate, .not, .arithmetic, .concatenate, .comparison, .distinct,
      .and, .or, .isTruth, .inList, .between, .like, .matches, .cases, .cast, .function,
      .aggregate, .window, .scalarSubquery, .exists, .inQuery, .quantified:
      return nil
    }
  }

  /// Takes in a condition on the field.
  mutating func add(_ condition: BoundExpression) {
    count += 1
    switch condition.kind {
    case .comparison(let symbol, let left, let right, _):
      if let value = right.value {
        add(symbol, value)
      } else if let value = left.value {
        add(symbol.mirrored, value)
      }
    case .inList(_, let list, let isNegated, _):
      if isNegated { excluded += list.compactMap(\.value) } else { keep(list.compactMap(\.value)) }
    case .between(_, let lowest, let highest, _, _):
      if let value = lowest.value { add(.greaterOrEqual, value) }
      if let value = highest.value { add(.lessOrEqual, value) }
    case .isNull(_, let isNegated):
      if isNegated { isNotNull = true } else { isNull = true }
    case .constant, .column, .negate, .not, .arithmetic, .concatenate, .distinct, .and, .or,
      .isTruth, .like, .matches, .cases, .cast, .function, .aggregate, .window, .scalarSubquery,
      .exists, .inQuery, .quantified:
      isUnclear = true
    }
  }

  private mutating func add(_ symbol: ComparisonOperator, _ value: Value) {
    switch symbol {
    case .equal: keep([value])
    case .notEqual: excluded.append(value)
    case .greater: raise(End(value: value, isIncluded: false))
    case .greaterOrEqual: raise(End(value: value, isIncluded: true))
    case .less: lower(End(value: value, isIncluded: false))
    case .lessOrEqual: lower(End(value: value, isIncluded: true))
    }
  }

  private mutating func keep(_ list: [Value]) {
    guard let known = values else {
      values = list
      return
    }
    values = known.filter { value in list.contains { order(value, $0) == 0 } }
  }

  private mutating func raise(_ end: End) {
    guard let known = low else {
      low = end
      return
    }
    guard let order = order(end.value, known.value) else { return }
    if order > 0 || (order == 0 && !end.isIncluded) { low = end }
  }

  private mutating func lower(_ end: End) {
    guard let known = high else {
      high = end
      return
    }
    guard let order = order(end.value, known.value) else { return }
    if order < 0 || (order == 0 && !end.isIncluded) { high = end }
  }

  private mutating func order(_ one: Value, _ other: Value) -> Int? {
    let order = one.languageOrder(other, collation)
    if order == nil { isUnclear = true }
    return order
  }

  /// What says the same as all that was taken in: nothing, where no value is left; nil where it is
  /// not known.
  mutating func conditions() -> [BoundExpression]? {
    let isBound = values != nil || low != nil || high != nil || !excluded.isEmpty || isNotNull
    if isNull { return isBound || isNeverNull ? [] : [test(isNegated: false)] }
    if let list = values {
      let kept = list.filter { isInside($0) && !isExcluded($0) }
      if isUnclear { return nil }
      return kept.isEmpty ? [] : [membership(kept)]
    }
    if isEmptyRange() { return isUnclear ? nil : [] }
    if isUnclear { return nil }
    var result: [BoundExpression] = []
    if let low { result.append(comparison(low.isIncluded ? .greaterOrEqual : .greater, low.value)) }
    if let high { result.append(comparison(high.isIncluded ? .lessOrEqual : .less, high.value)) }
    result += excluded.map { comparison(.notEqual, $0) }
    if result.isEmpty, isNotNull { result.append(test(isNegated: true)) }
    return result
  }

  private mutating func isInside(_ value: Value) -> Bool {
    if let low {
      guard let order = order(value, low.value) else { return true }
      if order < 0 || (order == 0 && !low.isIncluded) { return false }
    }
    if let high {
      guard let order = order(value, high.value) else { return true }
      if order > 0 || (order == 0 && !high.isIncluded) { return false }
    }
    return true
  }

  private mutating func isExcluded(_ value: Value) -> Bool {
    for other in excluded where order(value, other) == 0 { return true }
    return false
  }

  /// Whether no value lies between the ends; whole numbers and days have neighbours.
  private mutating func isEmptyRange() -> Bool {
    guard var low, var high else { return false }
    if !low.isIncluded, let next = low.value.next { low = End(value: next, isIncluded: true) }
    if !high.isIncluded, let before = high.value.previous {
      high = End(value: before, isIncluded: true)
    }
    guard let order = order(low.value, high.value) else { return false }
    return order > 0 || (order == 0 && !(low.isIncluded && high.isIncluded))
  }

  private func constant(_ value: Value) -> BoundExpression {
    if case .decimal(let number) = value {
      return BoundExpression(.constant(value), .decimal(scale: number.scale))
    }
    return BoundExpression(.constant(value), column.type)
  }

  private func comparison(_ symbol: ComparisonOperator, _ value: Value) -> BoundExpression {
    BoundExpression(.comparison(symbol, column, constant(value), .folded), .boolean)
  }

  private func membership(_ values: [Value]) -> BoundExpression {
    if values.count == 1 { return comparison(.equal, values[0]) }
    return BoundExpression(
      .inList(column, values.map(constant), isNegated: false, .folded),
      .boolean
    )
  }

  private func test(isNegated: Bool) -> BoundExpression {
    BoundExpression(.isNull(column, isNegated: isNegated), .boolean)
  }
}

extension BoundExpression {
  /// The value of a constant; nil for anything else and for NULL.
  var value: Value? {
    if case .constant(let value) = kind, !value.isNull { value } else { nil }
  }

  fileprivate var isValue: Bool { value != nil }

  /// Whether it is a field whose values are ordered as their constants are.
  ///
  /// Two texts may be the same set of choices.
  fileprivate var isField: Bool {
    guard case .column = kind else { return false }
    return switch type {
    case .boolean, .integer, .decimal, .double, .text, .date, .timestamp, .uuid, .choice: true
    case .unknown, .interval, .choices, .file: false
    }
  }
}

extension Value {
  /// How the language orders two constants of one type; nil where that is not decided so early.
  ///
  /// - Source: `language.md` §3.
  func languageOrder(_ other: Value, _ collation: Collation) -> Int? {
    func order<T: Comparable>(_ one: T, _ other: T) -> Int {
      one < other ? -1 : one == other ? 0 : 1
    }
    switch (self, other) {
    case (.integer(let one), .integer(let two)): return order(one, two)
    case (.integer(let one), .decimal(let two)): return order(ExactDecimal(one), two)
    case (.decimal(let one), .integer(let two)): return order(one, ExactDecimal(two))
    case (.decimal(let one), .decimal(let two)): return order(one, two)
    case (.boolean(let one), .boolean(let two)): return order(one ? 1 : 0, two ? 1 : 0)
    case (.text(let one), .text(let two)):
      switch collation {
      case .language: return TextComparison.compare(one, two)
      case .binary:
        if one.utf8.lexicographicallyPrecedes(two.utf8) { return -1 }
        return one.utf8.elementsEqual(two.utf8) ? 0 : 1
      }
    case (.date(let one), .date(let two)): return order(one, two)
    case (.timestamp(let one), .timestamp(let two)): return order(one, two)
    case (.choice(let one), .choice(let two)): return order(one, two)
    case (.uuid(let one), .uuid(let two)): return TextComparison.compare(one, two)
    default: return nil
    }
  }

  /// The next whole number or day.
  fileprivate var next: Value? {
    switch self {
    case .integer(let number): number < .max ? .integer(number + 1) : nil
    case .date(let date): .date(CalendarDate(days: date.days + 1))
    case .null, .boolean, .decimal, .double, .text, .timestamp, .interval, .uuid, .choice: nil
    }
  }

  fileprivate var previous: Value? {
    switch self {
    case .integer(let number): number > .min ? .integer(number - 1) : nil
    case .date(let date): .date(CalendarDate(days: date.days - 1))
    case .null, .boolean, .decimal, .double, .text, .timestamp, .interval, .uuid, .choice: nil
    }
  }
}
