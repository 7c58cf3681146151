import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

// Sorting.
extension Pushability {
  /// Whether the service's order can stand for the language's.
  enum OrderAnswer: Equatable {
    case exact
    /// It is the service's own, which a remark says; no local step may rely on it.
    case byServiceOrder(String)
    /// It depends on something that can be asked.
    case unknown(ServiceQuestion, String)
    case unsupported(String)
  }

  /// How the service sorts by a field.
  ///
  /// - Parameters:
  ///   - column: The field.
  ///   - ordering: The key of the ORDER BY.
  ///   - isNeverNull: Whether no row that is sorted has NULL in it.
  /// - Returns: Whether its order is the language's.
  func order(_ column: Column, _ ordering: BoundOrdering, isNeverNull: Bool) -> OrderAnswer {
    if column.isRelated { return .unsupported("the service does not sort by related fields") }
    let kind = PushTable.Kind(column)
    if case .no(let reason) = finding(.sort, column).verdict { return .unsupported(reason) }
    guard let row = PushTable.row(kind, .sort) else { return .unsupported("it is sorted here") }
    var result = OrderAnswer.exact
    for need in row.needs {
      switch need {
      case .textOrder:
        if ordering.textRule == .binary {
          return .unsupported("the service does not mind letter case")
        }
        switch traits.textMatching {
        case .unknown, .asLanguage: break
        case .wider: return .unsupported("the service takes more texts for equal")
        case .narrower, .binary: return .unsupported("the service minds letter case")
        }
        if !traits.sortsTextAsLanguage { result = own("by the service's collation") }
      case .idOrder:
        if !traits.sortsIdsAsText { result = own("by the service's order of ids") }
      case .nullOrder:
        if !isNeverNull, let refusal = nullOrder(ordering) { return refusal }
      case .textMatching, .exactSums, .feature: break
      }
    }
    return result
  }

  /// Why the service does not place NULL as it is wanted; nil where it does.
  private func nullOrder(_ ordering: BoundOrdering) -> OrderAnswer? {
    switch traits.nullOrder {
    case .unknown: .unknown(.nullOrder, "where the service sorts NULL is not known")
    case .low:
      ordering.nullsFirst == ordering.isDescending
        ? .unsupported("the service sorts NULL as the lowest value") : nil
    case .high:
      ordering.nullsFirst == ordering.isDescending
        ? nil : .unsupported("the service sorts NULL as the highest value")
    }
  }

  private func own(_ remark: String) -> OrderAnswer {
    pushDown == .strict ? .unsupported("it would be \(remark)") : .byServiceOrder(remark)
  }
}

extension Pushability.FilterPart {
  /// Whether it keeps no record that has NULL in a field.
  func excludesNull(in field: String) -> Bool {
    switch self {
    case .always: false
    case .never: true
    case .group(let group): group.excludesNull(in: field)
    }
  }
}

extension FilterGroup {
  fileprivate func excludesNull(in field: String) -> Bool {
    let parts =
      filters.map { $0.excludesNull(in: field) } + groups.map { $0.excludesNull(in: field) }
    return switch logic {
    case .and: parts.contains(true)
    case .or: !parts.isEmpty && !parts.contains(false)
    }
  }
}

extension QueryFilter {
  /// Negations are left out: no document says that they keep no NULL.
  fileprivate func excludesNull(in other: String) -> Bool {
    if field != other { return false }
    if case .null = operand { return comparison == .notEqual }
    switch comparison {
    case .equal, .greater, .less, .greaterOrEqual, .lessOrEqual, .contains, .startsWith, .endsWith,
      .isIn:
      return true
    case .notEqual, .notContains, .isNotIn: return false
    }
  }
}
