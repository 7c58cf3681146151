import DSQLTypes

/// Conditions on the aggregates of a group.
///
/// - Source: `data-service-api.md` §3.6.
struct HavingFilter {
  private struct Condition {
    var place: Int
    var comparison: String
    var operand: AggregateCell
  }

  private let isOr: Bool
  private var conditions: [Condition] = []

  private static let mostConditions = 5

  init(_ body: QueryBody.Having, _ terms: [AggregateTerm]) throws(RequestFailure) {
    isOr = body.logicalOperator?.isOr ?? false
    let filters = body.aggregateFilters ?? []
    guard filters.count <= Self.mostConditions else {
      throw .invalid("havingFilter has at most \(Self.mostConditions) conditions.")
    }
    for filter in filters {
      let place = terms.firstIndex { $0.alias.lowercased() == filter.aggregateAlias.lowercased() }
      guard let place else {
        throw .invalid("The alias '\(filter.aggregateAlias)' is not declared by an aggregate.")
      }
      guard ["=", "!=", ">", ">=", "<", "<="].contains(filter.operator) else {
        throw .invalid("The operator '\(filter.operator)' is not supported in havingFilter.")
      }
      conditions.append(
        Condition(
          place: place,
          comparison: filter.operator,
          operand: try Self.operand(filter.value, terms[place])
        )
      )
    }
  }

  /// Whether a group fulfils the conditions; none are fulfilled by every group.
  func holds(_ cells: [AggregateCell]) -> Bool {
    if conditions.isEmpty { return true }
    func holds(_ condition: Condition) -> Bool {
      let cell = cells[condition.place]
      if case .null = cell { return false }
      let order = AggregateCell.compare(cell, condition.operand)
      return switch condition.comparison {
      case "=": order == 0
      case "!=": order != 0
      case ">": order > 0
      case ">=": order >= 0
      case "<": order < 0
      default: order <= 0
      }
    }
    return isOr ? conditions.contains(where: holds) : conditions.allSatisfy(holds)
  }

  private static func operand(
    _ text: String,
    _ term: AggregateTerm
  ) throws(RequestFailure) -> AggregateCell {
    let isReal = term.function == .average || (term.function != .count && term.field.isReal)
    let isExtreme = term.function == .minimum || term.function == .maximum
    if isExtreme, !term.field.storage.isNumber {
      guard
        case .text(let stored) = try FieldCodec(schema: .empty).parsed(text, for: term.field)
      else { throw .invalidValue(text, term.field) }
      return .time(term.field.storage, stored)
    }
    guard let number = ExactDecimal(parsing: text) else {
      throw .invalid("Value '\(text)' is not a number, as '\(term.alias)' needs.")
    }
    if term.function == .count, number != number.floor {
      throw .invalid("Value '\(text)' is not a whole number, as '\(term.alias)' needs.")
    }
    return isReal ? .real(number.doubleValue) : .decimal(number.coefficient, number.scale)
  }
}

extension StoredField {
  fileprivate var isReal: Bool {
    if case .real = storage { true } else { false }
  }
}
