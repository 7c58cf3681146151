import DSQLAPI
import DSQLCatalog
import DSQLPlan

// Groups and aggregates.
extension Pushability {
  /// Whether the service can make groups or compute an aggregate as the language does.
  enum GroupAnswer: Equatable {
    case exact
    /// As the service compares, which the remark says.
    case byServiceRule(String)
    /// It depends on something that can be asked.
    case unknown(ServiceQuestion, String)
    case unsupported(String)
  }

  /// Whether the service's groups by a field are the language's.
  func groupKey(_ column: Column) -> GroupAnswer {
    if column.isRelated { return .unsupported("the service groups by fields of the entity alone") }
    let answer = answer(finding(.groupKey, column))
    guard answer == .exact, PushTable.Kind(column) == .text, !traits.sortsTextAsLanguage else {
      return answer
    }
    let remark = "by the service's collation"
    return pushDown == .strict ? .unsupported("it would be \(remark)") : .byServiceRule(remark)
  }

  /// Whether the service's aggregate of a field is the language's.
  func aggregate(_ function: RecordAggregate.Function, _ column: Column) -> GroupAnswer {
    if column.isRelated {
      return .unsupported("the service aggregates fields of the entity alone")
    }
    switch function {
    case .count: return answer(finding(.count, column))
    case .sum, .average: return answer(finding(.sum, column))
    case .minimum, .maximum: return answer(finding(.extreme, column))
    }
  }

  private func answer(_ finding: Finding) -> GroupAnswer {
    switch finding.verdict {
    case .exact: .exact
    case .superset(let reason), .no(let reason):
      finding.question.map { .unknown($0, reason) } ?? .unsupported(reason)
    case .absent: .unsupported("the service has no such operation")
    }
  }

  /// Whether the service groups at all.
  var groups: GroupAnswer {
    if pushDown == .off { return .unsupported("push-down is off") }
    switch traits.has(.aggregates) {
    case true: return .exact
    case false: return .unsupported("the service has no aggregates")
    case nil:
      return .unknown(.feature(.aggregates), "whether the service has aggregates is not known")
    }
  }
}
