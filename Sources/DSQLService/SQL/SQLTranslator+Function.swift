import DSQLSyntax

extension SQLTranslator {
  /// Nine digits: sums of so many fit 64 bits, whatever the number of records.
  private static let part = "1000000000"
  /// What keeps the key of a text and the text apart; it stands below every letter.
  private static let mark = "char(1)"

  /// Translates a call.
  func function(_ node: FunctionCall, _ place: Place) throws(RequestFailure) -> SQLTerm {
    let name = node.name.text.uppercased()
    guard node.quantifier == .all else { throw .unsupportedSQL("DISTINCT within \(name)") }
    guard node.orderBy.isEmpty, node.filter == nil, node.over == nil else {
      throw .unsupportedSQL("ORDER BY, FILTER or OVER with \(name)")
    }
    guard case .list(let expressions) = node.arguments else {
      throw .sql(.countStar, "\(name)(*) is not supported: name a field, as in COUNT(Id).")
    }
    if SQLGate.isAggregate(node.name) {
      guard place == .group else {
        throw .sql(.validation, "\(name) cannot stand here: it is an aggregate.")
      }
      guard let expression = expressions.first, expressions.count == 1 else {
        throw .sql(.validation, "\(name) takes one argument.")
      }
      return try aggregate(name, term(expression, .record))
    }
    let arguments = try expressions.map { (expression) throws(RequestFailure) in
      try term(expression, place)
    }
    switch name {
    case "COALESCE":
      guard arguments.count > 1 else {
        throw .sql(.validation, "COALESCE takes two values or more.")
      }
      return call("coalesce", try unified(arguments))
    case "NULLIF":
      guard arguments.count == 2 else { throw .sql(.validation, "NULLIF takes two values.") }
      let test = try comparison("=", arguments[0], arguments[1])
      return SQLTerm(
        sql: "(CASE WHEN \(test.sql) THEN NULL ELSE \(arguments[0].sql) END)",
        values: test.values + arguments[0].values,
        kind: arguments[0].kind
      )
    case "LOWER", "UPPER":
      return call(name.lowercased(), (.text, try texts(arguments, name, 1...1)))
    case "TRIM", "LTRIM", "RTRIM":
      return call(name.lowercased(), (.text, try texts(arguments, name, 1...2)))
    case "ABS", "ROUND":
      return try number(name, arguments)
    default: throw .unsupportedSQL("The function \(name)")
    }
  }

  private func call(
    _ name: String,
    _ arguments: (kind: SQLTerm.Kind, terms: [SQLTerm])
  ) -> SQLTerm {
    SQLTerm(
      sql: "\(name)(\(arguments.terms.map(\.sql).joined(separator: ", ")))",
      values: arguments.terms.flatMap(\.values),
      kind: arguments.kind
    )
  }

  private func texts(
    _ arguments: [SQLTerm],
    _ name: String,
    _ count: ClosedRange<Int>
  ) throws(RequestFailure) -> [SQLTerm] {
    guard count.contains(arguments.count) else {
      throw .sql(.validation, "\(name) takes another number of arguments.")
    }
    for argument in arguments where argument.kind != .text && argument.kind != .null {
      throw .sql(.validation, "\(name) needs a text, and this is none: \(described(argument)).")
    }
    return arguments
  }

  private func number(_ name: String, _ arguments: [SQLTerm]) throws(RequestFailure) -> SQLTerm {
    guard arguments.count == 1 || name == "ROUND" && arguments.count == 2 else {
      throw .sql(.validation, "\(name) takes another number of arguments.")
    }
    for argument in arguments { try checkNumber(argument) }
    return call(name.lowercased(), (name == "ABS" ? arguments[0].kind : .real, arguments))
  }

  // MARK: Aggregates

  private func aggregate(_ name: String, _ argument: SQLTerm) throws(RequestFailure) -> SQLTerm {
    guard argument.constant == nil, argument.kind != .null else {
      throw .unsupportedSQL("\(name) of a constant")
    }
    try checkComparable(argument)
    let function = name.lowercased()
    switch name {
    case "COUNT":
      let value = plainValue(argument)
      return SQLTerm(sql: "count(\(value.sql))", values: value.values, kind: .integer)
    case "SUM":
      try checkNumber(argument)
      if let column = argument.column, case .scaled(let scale) = column.field.storage,
        argument.kind == .real
      {
        let value = scope.resolved(column).value
        let whole = "sum(\(value) / \(Self.part)) * \(Self.part).0 + sum(\(value) % \(Self.part))"
        return SQLTerm(sql: "((\(whole)) / \(Self.power(scale)))", kind: .real)
      }
    case "AVG":
      try checkNumber(argument)
      return SQLTerm(sql: "avg(\(argument.sql))", values: argument.values, kind: .real)
    default:
      switch argument.kind {
      case .null, .integer, .real, .date, .instant: break
      case .text: return extreme(function, argument)
      case .boolean, .guid, .opaque:
        throw .unsupportedSQL("\(name) of \(described(argument))")
      }
    }
    return SQLTerm(
      sql: "\(function)(\(argument.sql))",
      values: argument.values,
      kind: argument.kind
    )
  }

  /// The text whose key is the least or the greatest.
  private func extreme(_ function: String, _ argument: SQLTerm) -> SQLTerm {
    let key = equalityKey(argument)
    let found = "\(function)(\(key.sql) || \(Self.mark) || \(argument.sql))"
    let values = key.values + argument.values
    return SQLTerm(
      sql: "substr(\(found), instr(\(found), \(Self.mark)) + 1)",
      values: values + values,
      kind: .text
    )
  }
}
