import DSQLCatalog
import DSQLPlan

/// Asks how the service compares texts, where the answer would let it decide more.
///
/// A condition that it may decide wholly in place of not at all saves records; one that is checked
/// here anyway is worth the question only where something follows that needs it exact: LIMIT, COUNT,
/// GROUP BY, DISTINCT.
enum AskAboutTexts: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    guard planner.environment.settings.pushDown != .off,
      planner.environment.catalog.traits.textMatching == .unknown
    else { return }
    let isBounded = draft.query.limit != nil
    var isWorthIt = false
    _ = draft.query.mappedSelects { select in
      let tables = Dictionary(
        (select.from?.leaves ?? []).compactMap { leaf -> (RelationID, Table)? in
          if case .table(let relation, let table) = leaf { (relation, table) } else { nil }
        },
        uniquingKeysWith: { first, _ in first }
      )
      let needsExact = isBounded || select.isAggregate || select.distinctness != .none
      for conjunct in Normaliser.conjuncts(select.predicate) {
        let relations = Set(conjunct.columnsRead.map(\.relation))
        guard relations.count == 1, let relation = relations.first, let table = tables[relation]
        else { continue }
        let careful = planner.pushability(of: table, relation)
        var known = careful
        known.traits.textMatching = .asLanguage
        switch (careful.answer(conjunct), known.answer(conjunct)) {
        case (.unsupported, .exact), (.unsupported, .inexact): isWorthIt = true
        case (.inexact, .exact): if needsExact { isWorthIt = true }
        case (.exact, _), (.inexact, _), (.unsupported, .unsupported): break
        }
      }
      return select
    }
    if isWorthIt { draft.questions.insert(.textMatching) }
  }
}
