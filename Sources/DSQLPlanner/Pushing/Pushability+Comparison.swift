import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

// Comparisons with a constant, and IN, by the type of the field.
extension Pushability {
  func comparison(
    _ symbol: ComparisonOperator,
    _ left: BoundExpression,
    _ right: BoundExpression,
    _ rule: TextRule
  ) -> Answer {
    if left.isConstant, !right.isConstant {
      return comparison(symbol.mirrored, right, left, rule)
    }
    if let plain = caseless(left, [right], rule) { return comparison(symbol, plain, right, rule) }
    if symbol == .equal, let answer = beginning(left, equals: right, rule) { return answer }
    guard let (column, cast) = column(left) else { return .unsupported(reason(for: left)) }
    guard case .constant(let value) = right.kind else {
      return .unsupported(
        self.column(right) == nil ? reason(for: right) : "the service compares no two fields"
      )
    }
    if value.isNull { return .exact(.never) }
    return ruled(operation(symbol), column, rule) {
      switch PushTable.Kind(column) {
      case .exactNumber: number(symbol, column, value)
      case .binaryNumber: binary(symbol, column, value)
      case .text: text(symbol, column, value)
      case .date: date(symbol, column, cast, value)
      case .boolean, .instant, .uuid, .relationship, .choice: plain(symbol, column, cast, value)
      case .choices, .file, .longText, .encrypted, .unknown: .unsupported(reason(for: left))
      }
    }
  }

  private func operation(_ symbol: ComparisonOperator) -> PushTable.Operation {
    switch symbol {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less, .lessOrEqual, .greater, .greaterOrEqual: .order
    }
  }

  func membership(
    _ operand: BoundExpression,
    _ list: [BoundExpression],
    isNegated: Bool,
    _ rule: TextRule
  ) -> Answer {
    if let plain = caseless(operand, list, rule) {
      return membership(plain, list, isNegated: isNegated, rule)
    }
    let beginnings = isNegated ? [] : list.compactMap { beginning(operand, equals: $0, rule) }
    if !beginnings.isEmpty, beginnings.count == list.count { return any(beginnings) }
    guard let (column, cast) = column(operand) else { return .unsupported(reason(for: operand)) }
    var values: [Value] = []
    for element in list {
      guard case .constant(let value) = element.kind else {
        return .unsupported(reason(for: element))
      }
      if value.isNull {
        if isNegated { return .exact(.never) }
      } else {
        values.append(value)
      }
    }
    if values.isEmpty, !isNegated { return .exact(.never) }
    return ruled(isNegated ? .isNotIn : .isIn, column, rule) {
      membership(column, cast, values, isNegated: isNegated)
    }
  }

  private func membership(
    _ column: Column,
    _ cast: DataType?,
    _ values: [Value],
    isNegated: Bool
  ) -> Answer {
    let texts: [String]
    switch PushTable.Kind(column) {
    case .choice, .boolean:
      let each = values.map { plain(isNegated ? .notEqual : .equal, column, cast, $0) }
      return isNegated ? all(each) : any(each)
    case .text:
      texts = values.compactMap { if case .text(let text) = $0 { text } else { nil } }
      guard texts.count == values.count else { return .unsupported("the field is converted") }
    case .exactNumber:
      let numbers = values.compactMap { decimal($0) }
      guard numbers.count == values.count else { return .unsupported("the field is converted") }
      texts = numbers.compactMap { fitting($0, column) }
    case .date, .instant, .uuid, .relationship:
      if cast != nil { return .unsupported("the field is converted") }
      texts = values.compactMap { wireText($0) }
      guard texts.count == values.count else {
        return .unsupported("the values are of another type")
      }
    case .binaryNumber, .choices, .file, .longText, .encrypted, .unknown:
      return .unsupported("the service compares no such field")
    }
    return .exact(chunks(column, distinct(texts), isNegated: isNegated))
  }

  /// `in` lists of at most 100 values.
  private func chunks(_ column: Column, _ values: [String], isNegated: Bool) -> FilterPart {
    if values.isEmpty { return isNegated ? leaf(column, .notEqual, .null) : .never }
    if values.count == 1 { return leaf(column, isNegated ? .notEqual : .equal, .value(values[0])) }
    let size = 100
    let filters = stride(from: 0, to: values.count, by: size).map { start in
      QueryFilter(
        column.name,
        isNegated ? .isNotIn : .isIn,
        .list(Array(values[start..<min(start + size, values.count)]))
      )
    }
    return .group(FilterGroup(isNegated || filters.count == 1 ? .and : .or, filters: filters))
  }

  private func distinct(_ values: [String]) -> [String] {
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }
  }

  private func decimal(_ value: Value) -> ExactDecimal? {
    switch value {
    case .integer(let number): ExactDecimal(number)
    case .decimal(let number): number
    case .null, .boolean, .double, .text, .date, .timestamp, .interval, .uuid, .choice: nil
    }
  }

  /// The decimals that a field keeps.
  private func scale(of column: Column) -> Int {
    if case .decimal(let precision, _) = column.fieldType { return precision }
    return 0
  }

  /// The number as text; nil where the field cannot hold it exactly.
  private func fitting(_ number: ExactDecimal, _ column: Column) -> String? {
    let brought = number.truncated(toScale: scale(of: column))
    return brought == number ? brought.normalized.text(minimumScale: 0) : nil
  }

  /// A number held against a field of fewer decimals moves to the nearest value that fits.
  private func number(_ symbol: ComparisonOperator, _ column: Column, _ value: Value) -> Answer {
    guard let number = decimal(value) else { return .unsupported("the field is converted") }
    if let text = fitting(number, column) {
      return .exact(leaf(column, wire(symbol), .value(text)))
    }
    let factor = scale(of: column)
    let toward = number.truncated(toScale: factor)
    let step = ExactDecimal(coefficient: number < .zero ? -1 : 1, scale: factor)
    guard let away = try? toward.adding(step) else {
      return .unsupported("the number is too large")
    }
    let (below, above) = number < .zero ? (away, toward) : (toward, away)
    switch symbol {
    case .equal: return .exact(.never)
    case .notEqual: return .exact(leaf(column, .notEqual, .null))
    case .less, .lessOrEqual:
      return .exact(leaf(column, .lessOrEqual, .value(below.normalized.text(minimumScale: 0))))
    case .greater, .greaterOrEqual:
      return .exact(leaf(column, .greaterOrEqual, .value(above.normalized.text(minimumScale: 0))))
    }
  }

  private func binary(_ symbol: ComparisonOperator, _ column: Column, _ value: Value) -> Answer {
    guard case .double(let number) = value, number.isFinite else {
      return .unsupported("the field is converted")
    }
    return .exact(leaf(column, wire(symbol), .value(DoubleText.text(number))))
  }

  /// Booleans, instants, ids and choices, as far as the service compares them.
  private func plain(
    _ symbol: ComparisonOperator,
    _ column: Column,
    _ cast: DataType?,
    _ value: Value
  ) -> Answer {
    guard cast == nil, let text = wireText(value) else {
      if cast == nil, case .timestamp = value {
        return .unsupported("the service takes no instant outside the years 1 to 9999")
      }
      return .unsupported(
        column.type.isTextual
          ? "a choice compared as text goes by its label, which the service does not know"
          : "the field is converted"
      )
    }
    return .exact(leaf(column, wire(symbol), .value(text)))
  }

  /// A date, also where it is held against an instant: then it is its midnight.
  private func date(
    _ symbol: ComparisonOperator,
    _ column: Column,
    _ cast: DataType?,
    _ value: Value
  ) -> Answer {
    switch value {
    case .date(let date) where cast == nil:
      return .exact(leaf(column, wire(symbol), .value(date.text)))
    case .timestamp(let instant) where cast == .timestamp:
      let day = instant.date(in: zone)
      let text = QueryFilter.Operand.value(day.text)
      if day.midnight(in: zone) == instant { return .exact(leaf(column, wire(symbol), text)) }
      switch symbol {
      case .equal: return .exact(.never)
      case .notEqual: return .exact(leaf(column, .notEqual, .null))
      case .less, .lessOrEqual: return .exact(leaf(column, .lessOrEqual, text))
      case .greater, .greaterOrEqual: return .exact(leaf(column, .greater, text))
      }
    default: return .unsupported("the field is converted")
    }
  }

  private func wire(_ symbol: ComparisonOperator) -> FilterOperator {
    switch symbol {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    }
  }

  /// A value as a filter spells it; nil for types that have no spelling of their own.
  private func wireText(_ value: Value) -> String? {
    switch value {
    case .boolean(let flag): flag ? "true" : "false"
    case .date(let date): date.text
    // A midnight of year 1 or an evening of 9999 in the session's zone may lie outside what the
    // service takes.
    case .timestamp(let instant): instant.isInRange ? instant.text(in: .utc) : nil
    case .uuid(let id): id
    case .choice(let number): String(number)
    case .null, .integer, .decimal, .double, .text, .interval: nil
    }
  }
}
