import DSQLAPI
import DSQLSyntax
import DSQLTypes

extension SQLTranslator {
  /// Two values compared.
  ///
  /// - Parameters:
  ///   - sign: The operator.
  ///   - left: What stands before it.
  ///   - right: What stands after it.
  /// - Returns: The condition.
  /// - Throws: A 400 where they cannot be compared.
  func comparison(
    _ sign: String,
    _ left: SQLTerm,
    _ right: SQLTerm
  ) throws(RequestFailure) -> SQLTerm {
    if left.kind == .null || right.kind == .null { return SQLTerm(sql: "NULL", kind: .boolean) }
    if let test = try columnTest(sign, left, right) { return .condition(test) }
    if let test = try columnTest(Self.turned(sign), right, left) { return .condition(test) }
    let isEquality = sign == "=" || sign == "<>"
    if let first = left.column, let second = right.column,
      first.field.storage == second.field.storage, first.field.storage != .choice
    {
      try checkComparable(left)
      let sides = [first, second].map { column in
        let field = scope.resolved(column)
        return isEquality ? field.equality : field.ordered
      }
      return .condition(SQLCondition("\(sides[0]) \(sign) \(sides[1])"))
    }
    let (_, terms) = try unified([left, right])
    let sides = terms.map { isEquality ? equalityKey($0) : orderKey($0) }
    return .condition(
      SQLCondition("\(sides[0].sql) \(sign) \(sides[1].sql)", sides.flatMap(\.values))
    )
  }

  /// A plain field compared with a constant by what its column holds; nil for anything else.
  private func columnTest(
    _ sign: String,
    _ left: SQLTerm,
    _ right: SQLTerm
  ) throws(RequestFailure) -> SQLCondition? {
    guard let column = left.column else { return nil }
    let value = scope.resolved(column).value
    if column.field.storage == .choice, sign == "=" || sign == "<>",
      let label = right.constantText
    {
      return choiceTest(value, choices(column.field, [label]), isNegated: sign == "<>")
    }
    guard column.field.storage.isNumber, let digits = right.constantNumber else { return nil }
    guard let bound = try? NumberBound(digits, column.field) else {
      throw .sql(.validation, "The number '\(digits)' is too large.")
    }
    if bound.exactValue == nil, sign == "=" || sign == "<>" {
      // Nothing equals it, and what is absent is still neither equal nor not.
      return SQLCondition("\(value) \(sign == "=" ? "<>" : "=") \(value)")
    }
    return bound.condition(value, sign)
  }

  /// The numbers of a field's choices that have one of these labels.
  private func choices(_ field: StoredField, _ labels: [String]) -> [Int64] {
    let keys = TextKeys(traits)
    let wanted = Set(labels.map { keys.equalityKey($0) })
    let known = scope.reading.schema.choices[field.definition.choiceSetID ?? ""] ?? []
    return known.map(\.value)
      .filter { wanted.contains(keys.equalityKey($0.displayName)) }.map { Int64($0.number) }
  }

  private func choiceTest(_ value: String, _ numbers: [Int64], isNegated: Bool) -> SQLCondition {
    // No choice has a number below zero; a list without numbers would make absent values differ.
    let list = numbers.isEmpty ? "-1" : numbers.map { String($0) }.joined(separator: ", ")
    return SQLCondition("\(value) \(isNegated ? "NOT IN" : "IN") (\(list))")
  }

  private static func turned(_ sign: String) -> String {
    switch sign {
    case "<": ">"
    case "<=": ">="
    case ">": "<"
    case ">=": "<="
    default: sign
    }
  }

  // MARK: Other conditions

  func nullTest(_ node: IsTest, _ place: Place) throws(RequestFailure) -> SQLTerm {
    guard node.state == .null else { throw .unsupportedSQL("IS \(node.state.rawValue)") }
    let operand = try term(node.operand, place)
    if let storage = operand.column?.field.storage, storage == .choices || storage == .longText {
      try checkComparable(operand)
    }
    let value = plainValue(operand)
    return .condition(
      SQLCondition("\(value.sql) IS \(node.isNegated ? "NOT " : "")NULL", value.values)
    )
  }

  func between(_ node: BetweenExpression, _ place: Place) throws(RequestFailure) -> SQLTerm {
    let operand = try term(node.operand, place)
    let low = try comparison(">=", operand, term(node.low, place))
    let high = try comparison("<=", operand, term(node.high, place))
    return .condition(
      SQLCondition(
        "\(node.isNegated ? "NOT " : "")(\(low.sql) AND \(high.sql))",
        low.values + high.values
      )
    )
  }

  func membership(_ node: InExpression, _ place: Place) throws(RequestFailure) -> SQLTerm {
    guard case .list(let elements) = node.source else {
      throw .sql(.subquery, "Subqueries are not allowed.")
    }
    let operand = try term(node.operand, place)
    try checkComparable(operand)
    if elements.isEmpty { return .condition(SQLCondition(node.isNegated ? "1" : "0")) }
    let list = try elements.map { (element) throws(RequestFailure) in try term(element, place) }
    if operand.kind == .null { return SQLTerm(sql: "NULL", kind: .boolean) }
    if let test = try columnMembership(operand, list, isNegated: node.isNegated) {
      return .condition(test)
    }
    let (_, terms) = try unified([operand] + list)
    let keys = terms.map { equalityKey($0) }
    let places = keys.dropFirst().map(\.sql).joined(separator: ", ")
    return .condition(
      SQLCondition(
        "\(keys[0].sql) \(node.isNegated ? "NOT IN" : "IN") (\(places))",
        keys.flatMap(\.values)
      )
    )
  }

  /// A plain field looked for among constants; nil for anything else.
  private func columnMembership(
    _ operand: SQLTerm,
    _ list: [SQLTerm],
    isNegated: Bool
  ) throws(RequestFailure) -> SQLCondition? {
    guard let column = operand.column else { return nil }
    let value = scope.resolved(column).value
    if column.field.storage == .choice {
      let labels = list.compactMap(\.constantText)
      guard labels.count == list.count else { return nil }
      return choiceTest(value, choices(column.field, labels), isNegated: isNegated)
    }
    let numbers = list.compactMap(\.constantNumber)
    guard column.field.storage.isNumber, numbers.count == list.count else { return nil }
    var values: [StoredValue] = []
    for digits in numbers {
      guard let bound = try? NumberBound(digits, column.field) else {
        throw .sql(.validation, "The number '\(digits)' is too large.")
      }
      if let exact = bound.exactValue { values.append(exact) }
    }
    if values.isEmpty { return SQLCondition("\(value) \(isNegated ? "=" : "<>") \(value)") }
    let places = [String](repeating: "?", count: values.count).joined(separator: ", ")
    return SQLCondition("\(value) \(isNegated ? "NOT IN" : "IN") (\(places))", values)
  }

  func like(_ node: LikeExpression, _ place: Place) throws(RequestFailure) -> SQLTerm {
    guard node.operator == .like else { throw .unsupportedSQL("ILIKE") }
    guard node.escape == nil else { throw .unsupportedSQL("ESCAPE") }
    let operand = try term(node.operand, place)
    guard operand.kind == .text || operand.kind == .null else {
      throw .sql(.validation, "LIKE needs a text, and this is none: \(described(operand)).")
    }
    guard let pattern = try term(node.pattern, place).constantText else {
      throw .unsupportedSQL("LIKE with a pattern that is no constant")
    }
    let subject =
      operand.column.flatMap { $0.field.storage == .text ? scope.resolved($0).searched : nil }
      ?? SQLTextFunctions.searchKey(operand.sql)
    return .condition(
      SQLCondition(
        "\(subject) \(node.isNegated ? "NOT GLOB" : "GLOB") ?",
        operand.values + [.text(Self.glob(TextKeys(traits).searchKey(pattern)))]
      )
    )
  }

  /// A pattern of LIKE as GLOB has it, which minds letter case: both sides are folded already.
  private static func glob(_ pattern: String) -> String {
    var glob = ""
    for scalar in pattern.unicodeScalars {
      switch scalar {
      case "%": glob += "*"
      case "_": glob += "?"
      case "*", "?", "[": glob += "[\(scalar)]"
      default: glob.unicodeScalars.append(scalar)
      }
    }
    return glob
  }

  // MARK: Kinds

  /// Values of one kind, constants read as the others are.
  ///
  /// - Parameter terms: Values that are compared, or of which one is chosen.
  /// - Returns: Their kind, and the values in it.
  /// - Throws: A 400 where their kinds differ.
  func unified(
    _ terms: [SQLTerm]
  ) throws(RequestFailure) -> (kind: SQLTerm.Kind, terms: [SQLTerm]) {
    for term in terms { try checkComparable(term) }
    let fixed = terms.filter { $0.constant == nil && $0.kind != .null }
    var common = SQLTerm.null
    for term in fixed.isEmpty ? terms : fixed {
      guard let kind = Self.common(common.kind, term.kind) else {
        throw .sql(
          .validation,
          "These cannot be compared: \(described(common)) and \(described(term))."
        )
      }
      if common.kind != kind || common.column == nil { common = term }
      common.kind = kind
    }
    let kind = common.kind
    let adapted = try terms.map { (term) throws(RequestFailure) in
      try self.adapted(term, to: kind)
    }
    return (adapted.contains { $0.kind == .real } && kind == .integer ? .real : kind, adapted)
  }

  private static func common(_ left: SQLTerm.Kind, _ right: SQLTerm.Kind) -> SQLTerm.Kind? {
    if left == right || right == .null { return left }
    if left == .null { return right }
    if left.isNumber, right.isNumber { return .real }
    return Set([left, right]) == [.date, .instant] ? .instant : nil
  }

  private func adapted(_ term: SQLTerm, to kind: SQLTerm.Kind) throws(RequestFailure) -> SQLTerm {
    if term.kind == kind || term.kind == .null || kind == .null { return term }
    if term.kind.isNumber, kind.isNumber { return term }
    var adapted = SQLTerm(sql: term.sql, values: term.values, kind: kind)
    switch (kind, term.constant) {
    case (.date, .text(let text)) where text.utf8.count == 10:
      if let date = CalendarDate(parsing: text) {
        adapted.values = [.text(date.text)]
        return adapted
      }
    case (.instant, .text(let text)):
      if let instant = Instant(parsing: text, zone: .utc) {
        adapted.values = [.text(InstantText.stored(instant))]
        return adapted
      }
    case (.guid, .text(let text)):
      if let id = GUIDText.normalized(text) {
        adapted.values = [.text(id)]
        return adapted
      }
    case (.boolean, .number("0")), (.boolean, .number("1")): return adapted
    case (.instant, nil) where term.kind == .date:
      adapted.sql = "(\(term.sql) || 'T00:00:00.0000000')"
      return adapted
    default: break
    }
    throw .sql(.validation, "This is no value of kind \(kind): \(described(term)).")
  }

  func checkComparable(_ term: SQLTerm) throws(RequestFailure) {
    guard term.kind == .opaque else { return }
    throw .sql(.validation, "This can only be selected: \(described(term)).")
  }

  // MARK: Keys

  /// A value as the store holds it, where that is a column.
  func plainValue(_ term: SQLTerm) -> SQLCondition {
    guard let column = term.column else { return SQLCondition(term.sql, term.values) }
    return SQLCondition(scope.resolved(column).value)
  }

  /// What is equal where two values of one kind are.
  func equalityKey(_ term: SQLTerm) -> SQLCondition {
    guard term.kind == .text else { return SQLCondition(term.sql, term.values) }
    if let text = term.constantText {
      return SQLCondition("?", [.text(TextKeys(traits).equalityKey(text))])
    }
    if let column = term.column, column.field.storage == .text {
      return SQLCondition(scope.resolved(column).equality)
    }
    return SQLCondition(SQLTextFunctions.equalityKey(term.sql), term.values)
  }

  /// What is ordered as two values of one kind are.
  func orderKey(_ term: SQLTerm) -> SQLCondition {
    switch term.kind {
    case .text where traits.sortsLinguistically:
      SQLCondition(TextKeys.linguisticKey(term.sql), term.values)
    case .guid where traits.hasScatteredIDs:
      SQLCondition(TextKeys.guidKey(term.sql), term.values)
    case .null, .integer, .real, .text, .boolean, .date, .instant, .guid, .opaque:
      equalityKey(term)
    }
  }
}
