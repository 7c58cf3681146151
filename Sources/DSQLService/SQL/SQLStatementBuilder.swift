import DSQLAPI
import DSQLDiagnostics
import DSQLSyntax

/// Makes a statement of SQLite from a checked query.
///
/// - Source: `data-service-api.md` §3.7.
struct SQLStatementBuilder {
  /// A statement, and how its rows are written.
  struct Statement {
    var sql: SQLCondition
    var outputs: [SQLOutput]
  }

  private let query: Query
  private let select: SelectStatement
  private let options: SQLBody.Options?
  private let text: String
  private let from: SQLSource
  private var translator: SQLTranslator
  private let isGrouped: Bool

  private var scope: SQLScope { from.scope }
  private var place: SQLTranslator.Place { isGrouped ? .group : .record }

  /// Checks a statement's entities and groups.
  ///
  /// - Parameters:
  ///   - body: The request.
  ///   - reading: The tenant.
  ///   - folder: The folder of entities that no routing names.
  /// - Throws: A 400 with the code of what is refused.
  init(_ body: SQLBody, _ reading: StoreReading, folder: String) throws(RequestFailure) {
    text = body.query ?? ""
    (query, select) = try SQLGate.query(text)
    options = body.queryOptions
    let routings = body.routingContext?.entityRoutings ?? []
    from = try SQLSource(
      SQLScope(reading: reading, folder: folder, routings: routings),
      select.from
    )
    translator = SQLTranslator(scope: from.scope)
    guard select.windows.isEmpty else { throw .sql(.construct, "WINDOW is not allowed.") }
    if case .distinctOn = select.quantifier { throw .unsupportedSQL("DISTINCT ON") }
    if select.having != nil, select.groupBy.isEmpty {
      throw .sql(.validation, "HAVING needs GROUP BY.")
    }
    var aliases: [String: SQLExpression] = [:]
    var holdsAggregate = false
    for case .expression(let item) in select.items {
      if let alias = item.alias { aliases[alias.text.lowercased()] = item.expression }
      holdsAggregate = holdsAggregate || SQLGate.holdsAggregate(item.span, text)
    }
    translator.aliases = aliases
    isGrouped = holdsAggregate || !select.groupBy.isEmpty
  }

  /// The statement.
  ///
  /// - Parameter mostRows: It answers no more than one row above this.
  /// - Returns: The SQL with its values, and what its rows mean.
  /// - Throws: A 400 with the code of what is refused.
  mutating func statement(mostRows: Int) throws(RequestFailure) -> Statement {
    let groups = try groupKeys()
    let outputs = try outputs()
    var inner = SQLCondition("SELECT ")
    var columns: [SQLCondition] = []
    func name(_ condition: SQLCondition, _ name: String) {
      columns.append(SQLCondition("\(condition.sql) AS \(name)", condition.values))
    }
    for (index, output) in outputs.enumerated() { name(output.value, "o\(index)") }
    let isDistinct = select.quantifier == .distinct
    if isDistinct {
      for (index, output) in outputs.enumerated() { name(output.equality, "e\(index)") }
    }
    let order = try order(outputs)
    for (index, term) in order.enumerated() { name(term.key, "k\(index)") }
    inner.add(columns, separator: ", ")
    inner.sql += " FROM \(from.sql)"
    if let predicate = select.predicate {
      inner.add([try translator.condition(predicate, .record)], after: " WHERE ")
    }
    if !groups.isEmpty { inner.add(groups, separator: ", ", after: " GROUP BY ") }
    if let having = select.having {
      inner.add([try translator.condition(having, .group)], after: " HAVING ")
    }
    let names = outputs.indices.map { "o\($0)" }.joined(separator: ", ")
    var sql = SQLCondition("SELECT \(names) FROM (\(inner.sql))", inner.values)
    if isDistinct {
      sql.sql += " GROUP BY \(outputs.indices.map { "e\($0)" }.joined(separator: ", "))"
    }
    if !order.isEmpty {
      let terms = order.enumerated().map { self.term("k\($0)", isDescending: $1.isDescending) }
      sql.sql += " ORDER BY \(terms.joined(separator: ", "))"
    }
    let (limit, offset) = try window()
    sql.sql += " LIMIT ? OFFSET ?"
    sql.values += [.integer(min(limit ?? Int64.max, Int64(mostRows) + 1)), .integer(offset)]
    return Statement(sql: sql, outputs: outputs)
  }

  // MARK: Groups

  private mutating func groupKeys() throws(RequestFailure) -> [SQLCondition] {
    var keys: [SQLCondition] = []
    for expression in select.groupBy {
      guard case .column(let reference) = expression else {
        throw .unsupportedSQL("GROUP BY of anything but fields and aliases")
      }
      var expression = expression
      if reference.path.count == 1, (try? scope.column(reference)) == nil,
        let aliased = translator.aliases[reference.path[0].text.lowercased()]
      {
        expression = aliased
      }
      let term = try translator.term(expression, .record)
      try translator.checkComparable(term)
      if let column = term.column {
        translator.groupColumns.insert(column)
      } else {
        translator.groupExpressions.append(expression)
      }
      let isChoice = term.column?.field.storage == .choice
      keys.append(isChoice ? translator.plainValue(term) : translator.equalityKey(term))
    }
    return keys
  }

  // MARK: The select list

  private func outputs() throws(RequestFailure) -> [SQLOutput] {
    var outputs: [SQLOutput] = []
    for case .expression(let item) in select.items {
      let term = try translator.term(item.expression, place)
      let key = item.alias?.text ?? term.column?.field.name ?? source(of: item.expression)
      guard !outputs.contains(where: { SQLScope.same($0.key, key) }) else {
        throw .sql(.validation, "The name '\(key)' is selected twice: give one an alias.")
      }
      outputs.append(output(key, term))
    }
    return outputs
  }

  private func source(of expression: SQLExpression) -> String {
    let bytes = Array(text.utf8)
    return String(decoding: bytes[expression.span.lower..<expression.span.upper], as: UTF8.self)
  }

  private func output(_ key: String, _ term: SQLTerm) -> SQLOutput {
    let resolves = options?.resolveChoiceSets == true
    guard let column = term.column, column.field.storage != .choice || !resolves else {
      let value =
        term.kind == .real
        // As SQLite prints a number: without the last, uncertain digits.
        ? SQLCondition("CAST(printf('%!.15g', \(term.sql)) AS REAL)", term.values)
        : SQLCondition(term.sql, term.values)
      return SQLOutput(
        key: key,
        form: .computed(term.kind),
        value: term.kind == .real ? Self.keepingNull(value, term) : value,
        equality: translator.equalityKey(term),
        order: translator.orderKey(term),
        column: term.column
      )
    }
    let field = scope.resolved(column)
    let storage = column.field.storage
    var form = SQLOutput.Form.stored(storage)
    if storage == .reference {
      let isPlain =
        column.field.definition.isSystemField
        && !scope.reading.behaviour.expandsUsers
      form = .reference(isObject: options?.relationshipsAsScalar != true && !isPlain)
    } else if storage == .choices, resolves {
      form = .labels(setID: column.field.definition.choiceSetID ?? "")
    }
    let shadow = storage == .longText ? column.field.shadow : nil
    return SQLOutput(
      key: key,
      form: form,
      value: SQLCondition(shadow.map { "\(column.alias).\($0)" } ?? field.value),
      equality: SQLCondition(field.equality),
      order: term.kind == .opaque ? nil : SQLCondition(field.ordered),
      column: column
    )
  }

  private static func keepingNull(_ value: SQLCondition, _ term: SQLTerm) -> SQLCondition {
    SQLCondition(
      "CASE WHEN \(term.sql) IS NULL THEN NULL ELSE \(value.sql) END",
      term.values + value.values
    )
  }

  // MARK: Order

  private func order(
    _ outputs: [SQLOutput]
  ) throws(RequestFailure) -> [(key: SQLCondition, isDescending: Bool)] {
    var terms: [(key: SQLCondition, isDescending: Bool)] = []
    for term in query.orderBy {
      guard term.nulls == nil else { throw .unsupportedSQL("NULLS FIRST or NULLS LAST") }
      guard case .column(let reference) = term.expression else {
        throw .unsupportedSQL("ORDER BY of anything but selected fields and aliases")
      }
      let name = reference.path.map(\.text).joined(separator: ".")
      let output =
        outputs.first { reference.path.count == 1 && SQLScope.same($0.key, name) }
        ?? (try? scope.column(reference)).flatMap { column in
          outputs.first { $0.column == column }
        }
      guard let output else {
        throw .sql(.validation, "ORDER BY '\(name)' is neither a selected field nor an alias.")
      }
      guard let key = output.order else {
        throw .sql(.validation, "Field '\(name)' can only be selected.")
      }
      terms.append((key, term.direction == .descending))
    }
    return terms
  }

  private func term(_ key: String, isDescending: Bool) -> String {
    switch (isDescending, scope.reading.traits.sortsNullsHigh) {
    case (false, false): key
    case (true, false): "\(key) DESC"
    case (false, true): "\(key) NULLS LAST"
    case (true, true): "\(key) DESC NULLS FIRST"
    }
  }

  private func window() throws(RequestFailure) -> (limit: Int64?, offset: Int64) {
    let limit = try query.limit.map { (limit) throws(RequestFailure) in
      try Self.count(limit, "LIMIT")
    }
    guard let offset = query.offset else { return (limit, 0) }
    guard limit != nil else { throw .sql(.validation, "OFFSET needs LIMIT.") }
    return (limit, try Self.count(offset, "OFFSET"))
  }

  private static func count(
    _ expression: SQLExpression,
    _ name: String
  ) throws(RequestFailure) -> Int64 {
    guard case .literal(let node) = expression, node.kind == .integer, let count = Int64(node.text)
    else { throw .sql(.validation, "\(name) needs a whole number.") }
    return count
  }
}

extension SQLCondition {
  /// Adds pieces with their values.
  fileprivate mutating func add(
    _ pieces: [SQLCondition],
    separator: String = "",
    after word: String = ""
  ) {
    sql += word + pieces.map(\.sql).joined(separator: separator)
    values += pieces.flatMap(\.values)
  }
}
