import DSQLPlan
import DSQLTypes

extension SQLitePrinter {
  /// An aggregate with its FILTER.
  func aggregate(_ aggregate: BoundAggregate, _ type: DataType) throws -> String {
    var text = try callText(aggregate, type)
    if let filter = aggregate.filter { text += " FILTER (WHERE \(try sql(filter)))" }
    return text
  }

  private func callText(_ aggregate: BoundAggregate, _ type: DataType) throws -> String {
    guard let argument = aggregate.arguments.first else { return "count(*)" }
    let distinct = aggregate.isDistinct ? "DISTINCT " : ""
    let value = distinct + (try compared(argument, argument.textRule))
    switch aggregate.function {
    case .count: return "count(\(value))"
    case .min: return "min(\(try ordered(argument)))"
    case .max: return "max(\(try ordered(argument)))"
    case .boolAnd: return "min(\(try sql(argument)))"
    case .boolOr: return "max(\(try sql(argument)))"
    case .sum:
      switch type {
      case .integer: return "sum(\(value))"
      case .double: return "(sum(\(value)) + 0.0)"
      case .interval: return "\(LocalAggregate.sumInterval.rawValue)(\(value))"
      case .unknown, .boolean, .decimal, .text, .date, .timestamp, .uuid, .choice, .choices, .file:
        return "\(LocalAggregate.sumDecimal.rawValue)(\(value))"
      }
    case .avg:
      switch type {
      case .double: return "avg(\(value))"
      case .interval: return "\(LocalAggregate.averageInterval.rawValue)(\(value))"
      case .unknown, .boolean, .integer, .decimal, .text, .date, .timestamp, .uuid, .choice,
        .choices, .file:
        return "\(LocalAggregate.averageDecimal.rawValue)(\(value))"
      }
    case .stringAgg, .arrayAgg: return try collection(aggregate, argument)
    }
  }

  /// A value of which the least or the largest is wanted.
  private func ordered(_ argument: BoundExpression) throws -> String {
    let order = sortOrder(argument.type, argument.textRule)
    return Self.collated(try sql(argument), argument.type, order)
  }

  private func collection(
    _ aggregate: BoundAggregate,
    _ argument: BoundExpression
  ) throws -> String {
    var specification = CollectionSpecification()
    specification.isDistinct = aggregate.isDistinct
    specification.valueOrder = order(argument.type, argument.textRule)
    specification.form =
      switch argument.type {
      case .boolean: .boolean
      case .integer, .decimal, .double: .number
      case .unknown, .text, .date, .timestamp, .interval, .uuid, .choice, .choices, .file: .text
      }
    var keys: [String] = []
    for ordering in aggregate.orderBy {
      guard case .expression(let expression) = ordering.key else { continue }
      specification.keys.append(
        CollectionSpecification.Key(
          order: sortOrder(expression.type, ordering.textRule),
          isDescending: ordering.isDescending,
          nullsFirst: ordering.nullsFirst
        )
      )
      keys.append(try sql(expression))
    }
    if specification.isDistinct, specification.keys.isEmpty {
      // What is made distinct comes in its own order, as PostgreSQL's does.
      specification.keys.append(
        CollectionSpecification.Key(
          order: sortOrder(argument.type, argument.textRule),
          isDescending: false,
          nullsFirst: true
        )
      )
      keys.append(try sql(argument))
    }
    let head = Self.quoted(specification.text)
    let shown =
      specification.form == .text ? text(try sql(argument), argument.type) : try sql(argument)
    switch aggregate.function {
    case .arrayAgg:
      let arguments = [head, shown] + keys
      return "\(LocalAggregate.collectArray.rawValue)(\(arguments.joined(separator: ", ")))"
    case .stringAgg, .count, .sum, .avg, .min, .max, .boolAnd, .boolOr:
      let separator = try aggregate.arguments.dropFirst().first.map(sql) ?? "''"
      let arguments = [head, text(try sql(argument), argument.type), separator] + keys
      return "\(LocalAggregate.collectText.rawValue)(\(arguments.joined(separator: ", ")))"
    }
  }

  /// A call with OVER.
  func window(_ window: BoundWindow, _ type: DataType) throws -> String {
    var text =
      switch window.function {
      case .aggregate(let aggregate): try self.aggregate(aggregate, type)
      case .ranking(let function, let arguments):
        "\(function.rawValue)(\(try arguments.map(sql).joined(separator: ", ")))"
      }
    var clauses: [String] = []
    if !window.partitionBy.isEmpty {
      let keys = try window.partitionBy.map(groupKey).joined(separator: ", ")
      clauses.append("PARTITION BY \(keys)")
    }
    if !window.orderBy.isEmpty {
      clauses.append("ORDER BY \(try orderings(window.orderBy))")
    }
    if let frame = window.frame { clauses.append(frame) }
    text += " OVER (\(clauses.joined(separator: " ")))"
    return "(\(text))"
  }
}
