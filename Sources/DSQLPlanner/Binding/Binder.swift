import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

/// Resolves the names of one statement and gives every expression its type.
///
/// What cannot be bound is nil, and a diagnostic says why; binding goes on with what stands beside
/// it, so that one run finds all faults. A class, since nested queries share one count of relations
/// and one list of diagnostics.
final class Binder {
  let environment: PlannerEnvironment
  private(set) var diagnostics: [Diagnostic] = []
  var notices: [Diagnostic] = []
  /// What the plan's rules would like to know of the service.
  var questions: Set<ServiceQuestion> = []
  /// Reads whose number of records would tell which plan is the cheaper one.
  var wantedCounts: [Scan] = []
  /// Whether conditions on texts stay here only because the service minds letter case.
  var mindsLetterCase = false
  /// What EXPLAIN calls a relation.
  var relationNames: [RelationID: String] = [:]
  /// The columns of each relation that are integers of 64 bits.
  var wideColumns: [RelationID: Set<Int>] = [:]
  /// The same of each common table.
  var wideCommonTables: [Int: Set<Int>] = [:]
  private var relationCount = 0
  private var commonTableCount = 0

  init(_ environment: PlannerEnvironment) { self.environment = environment }

  var catalog: Catalog { environment.catalog }
  var zone: SessionZone { environment.settings.zone }
  var literals: LiteralReader { LiteralReader(zone: zone) }

  func nextRelation(named name: String) -> RelationID {
    relationCount += 1
    let id = RelationID(relationCount)
    relationNames[id] = name
    return id
  }

  func nextCommonTable() -> Int {
    commonTableCount += 1
    return commonTableCount
  }

  func report(_ diagnostic: Diagnostic) {
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  /// Reports an error and answers nil.
  func fail<Bound>(
    _ code: DiagnosticCode,
    _ message: String,
    at span: SourceSpan?,
    detail: String? = nil,
    hint: String? = nil
  ) -> Bound? {
    report(Diagnostic(code, message, span: span, detail: detail, hint: hint))
    return nil
  }

  /// Binds each element, so that each can report its fault.
  ///
  /// - Returns: All of them, or nil where one could not be bound.
  func all<Element, Bound>(_ elements: [Element], _ bind: (Element) -> Bound?) -> [Bound]? {
    var found: [Bound] = []
    for element in elements {
      if let bound = bind(element) { found.append(bound) }
    }
    return found.count == elements.count ? found : nil
  }
}

extension Identifier {
  var matching: NameMatching { isQuoted ? .exact : .anyCase }

  /// Whether it means a name.
  func means(_ name: String) -> Bool {
    isQuoted ? text.utf8.elementsEqual(name.utf8) : TextComparison.areEqual(text, name)
  }
}
