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
    case unsupported(String)
  }

  /// How the service sorts by a field.
  func order(_ column: Column, _ ordering: BoundOrdering) -> OrderAnswer {
    if pushDown == .off { return .unsupported("push-down is off") }
    if let refusal = refusal(of: column) { return .unsupported(refusal) }
    if !column.isNeverNull {
      if traits.nullOrder != .low {
        return .unsupported("where the service sorts NULL is not known")
      }
      if ordering.nullsFirst == ordering.isDescending {
        return .unsupported("the service sorts NULL as the lowest value")
      }
    }
    switch column.fieldType {
    case .decimal, .integer, .bigInteger, .autoNumber, .float, .double, .boolean, .date, .instant,
      .instantWithoutOffset, .choice:
      return .exact
    case .text, .multiline:
      switch ordering.textRule {
      case .binary: return .unsupported("the service does not mind letter case")
      case .folded:
        return traits.sortsTextAsLanguage ? .exact : own("by the service's collation")
      }
    case .uuid, .relationship:
      return traits.sortsIdsAsText ? .exact : own("by the service's order of ids")
    case .choices, .file, .longText, .other:
      return .unsupported("the service does not sort by a field of type \(column.type.name)")
    }
  }

  private func own(_ remark: String) -> OrderAnswer {
    pushDown == .strict ? .unsupported("it would be \(remark)") : .byServiceOrder(remark)
  }
}
