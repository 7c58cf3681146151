import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

// The table held against what is known of the service.
extension Pushability {
  /// What the table says of an operation on a field, for this service.
  struct Finding: Equatable {
    var verdict: PushTable.Verdict
    /// What would have to be known for a better one.
    var question: ServiceQuestion?
  }

  /// How far the service's answer to an operation on a field is the language's.
  func finding(
    _ operation: PushTable.Operation,
    _ column: Column,
    _ rule: TextRule = .folded
  ) -> Finding {
    guard let row = PushTable.row(PushTable.Kind(column), operation) else {
      return Finding(verdict: .no("the service is not asked that"))
    }
    if pushDown == .off { return Finding(verdict: .no("push-down is off")) }
    guard row.verdict != .absent else {
      return Finding(verdict: .no("the service has no such operation on a \(column.type.name)"))
    }
    for need in row.needs {
      if let lack = lack(of: need, row, rule) { return lack }
    }
    return Finding(verdict: row.verdict)
  }

  /// What an unmet need makes of a row; nil where it is met, or where the order of a sort decides.
  private func lack(
    of need: PushTable.Need,
    _ row: PushTable.Row,
    _ rule: TextRule
  ) -> Finding? {
    switch need {
    case .nullOrder, .textOrder, .idOrder: return nil
    case .exactSums:
      switch traits.sumsDecimalsExactly {
      case true: return nil
      case false: return Finding(verdict: .no("the service loses digits when it adds"))
      case nil:
        return Finding(
          verdict: .no("whether the service adds without loss is not known"),
          question: .decimalSums
        )
      }
    case .feature(let feature):
      switch traits.has(feature) {
      case true: return nil
      case false: return Finding(verdict: .no("the service has no \(feature.rawValue)"))
      case nil:
        return Finding(
          verdict: .no("whether the service has \(feature.rawValue) is not known"),
          question: .feature(feature)
        )
      }
    case .textMatching:
      guard let doubt = textDoubt(rule) else { return nil }
      let question: ServiceQuestion? =
        traits.textMatching == .unknown && rule == .folded ? .textMatching : nil
      if traits.textMatching == .narrower || traits.textMatching == .binary {
        return Finding(verdict: .no(doubt))
      }
      return Finding(
        verdict: row.isSupersetWithoutMatching
          ? .superset(doubt) : .no("\(doubt), so what differs there may be equal here"),
        question: question
      )
    }
  }

  /// Why the service's answer on text must be checked; nil where it need not.
  func textDoubt(_ rule: TextRule) -> String? {
    switch (traits.textMatching, rule) {
    case (.narrower, _), (.binary, _): "the service minds letter case"
    case (_, .binary): "the service does not mind letter case"
    case (.unknown, .folded): "how the service compares text is not known"
    case (.wider, .folded): "the service takes more texts for equal"
    case (.asLanguage, .folded): nil
    }
  }

  /// An answer as far as the table trusts it.
  func ruled(
    _ operation: PushTable.Operation,
    _ column: Column,
    _ rule: TextRule = .folded,
    _ answer: () -> Answer
  ) -> Answer {
    switch finding(operation, column, rule).verdict {
    case .exact: return answer()
    case .superset(let reason):
      let answer = answer()
      if case .exact(.group) = answer, case .exact(let part) = answer {
        return .inexact(part, reason)
      }
      return answer
    case .no(let reason): return .unsupported(reason)
    case .absent: return .unsupported("the service has no such operation")
    }
  }
}
