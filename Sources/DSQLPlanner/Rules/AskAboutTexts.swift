import DSQLCatalog
import DSQLPlan

/// Asks how the service compares texts, where a plan hangs on it.
///
/// A condition that it may decide wholly in place of not at all saves records. One that is asked for
/// as a superset and checked here is a superset only where the service ignores letter case: a service
/// that minds it would leave out rows, and nothing here could tell.
enum AskAboutTexts: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    if planner.environment.settings.pushDown == .off { return }
    let matching = planner.environment.catalog.traits.textMatching
    switch matching {
    case .unknown, .narrower, .binary: break
    case .asLanguage, .wider: return
    }
    var isWorthIt = false
    _ = draft.query.mappedSelects { select in
      let tables = Dictionary(
        (select.from?.leaves ?? []).compactMap { leaf -> (RelationID, Table)? in
          if case .table(let relation, let table) = leaf { (relation, table) } else { nil }
        },
        uniquingKeysWith: { first, _ in first }
      )
      for conjunct in Normaliser.conjuncts(select.predicate) {
        let relations = Set(conjunct.columnsRead.map(\.relation))
        guard relations.count == 1, let relation = relations.first, let table = tables[relation]
        else { continue }
        let careful = planner.pushability(of: table, relation)
        var known = careful
        known.traits.textMatching = .asLanguage
        if matching != .unknown {
          if Self.part(careful.answer(conjunct)) != Self.part(known.answer(conjunct)) {
            draft.mindsLetterCase = true
          }
          continue
        }
        var minding = careful
        minding.traits.textMatching = .narrower
        let asked = Self.part(careful.answer(conjunct))
        if asked == nil, Self.part(known.answer(conjunct)) != nil { isWorthIt = true }
        if asked != Self.part(minding.answer(conjunct)) { isWorthIt = true }
      }
      return select
    }
    if isWorthIt { draft.questions.insert(.textMatching) }
  }

  /// What the service would be asked for.
  private static func part(_ answer: Pushability.Answer) -> Pushability.FilterPart? {
    switch answer {
    case .exact(let part), .inexact(let part, _): part
    case .unsupported: nil
    }
  }
}
