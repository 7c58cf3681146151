import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

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

  /// Whether the service groups at all.
  var groups: GroupAnswer {
    if pushDown == .off { return .unsupported("push-down is off") }
    switch traits.has(.aggregates) {
    case true: return .exact
    case false: return .unsupported("the service has no aggregates")
    case nil: return .unknown(.feature(.aggregates), "whether it groups is not known")
    }
  }

  /// Whether the service's groups by a field are the language's.
  func groupKey(_ column: Column) -> GroupAnswer {
    if column.isRelated { return .unsupported("the service groups by fields of the entity alone") }
    if let refusal = refusal(of: column) { return .unsupported(refusal) }
    switch column.fieldType {
    case .decimal, .integer, .bigInteger, .autoNumber, .boolean, .date, .instant,
      .instantWithoutOffset, .uuid, .relationship, .choice:
      return .exact
    case .text, .multiline:
      switch traits.textMatching {
      case .asLanguage:
        if traits.sortsTextAsLanguage { return .exact }
        let remark = "by the service's collation"
        return pushDown == .strict
          ? .unsupported("it would be \(remark)") : .byServiceRule(remark)
      case .unknown:
        return .unknown(.textMatching, "how the service compares text is not known")
      case .wider: return .unsupported("the service takes more texts for equal")
      case .narrower: return .unsupported("the service minds letter case")
      }
    case .float, .double: return .unsupported("binary fractions are compared here")
    case .choices, .file, .longText, .other:
      return .unsupported("the service groups by no field of type \(column.type.name)")
    }
  }

  /// Whether the service's aggregate of a field is the language's.
  func aggregate(_ function: RecordAggregate.Function, _ column: Column) -> GroupAnswer {
    if column.isRelated {
      return .unsupported("the service aggregates fields of the entity alone")
    }
    if let refusal = refusal(of: column) { return .unsupported(refusal) }
    switch (function, column.fieldType) {
    case (.count, .choices), (.count, .file):
      return .unsupported("the service counts no field of type \(column.type.name)")
    case (.count, _): return .exact
    case (.sum, .decimal), (.sum, .integer), (.sum, .bigInteger), (.sum, .autoNumber):
      return traits.sumsDecimalsExactly
        ? .exact : .unsupported("whether the service adds without loss is not known")
    case (.sum, .float), (.sum, .double):
      return .unsupported("binary fractions are added here, in their order")
    case (.minimum, .decimal), (.minimum, .integer), (.minimum, .bigInteger),
      (.minimum, .autoNumber), (.minimum, .float), (.minimum, .double), (.minimum, .date),
      (.minimum, .instant), (.minimum, .instantWithoutOffset), (.maximum, .decimal),
      (.maximum, .integer), (.maximum, .bigInteger), (.maximum, .autoNumber), (.maximum, .float),
      (.maximum, .double), (.maximum, .date), (.maximum, .instant),
      (.maximum, .instantWithoutOffset):
      return .exact
    case (.sum, _), (.average, _), (.minimum, _), (.maximum, _):
      return .unsupported(
        "the service has no \(function.rawValue) of a field of type \(column.type.name)"
      )
    }
  }
}
