/// The rules that a query is planned by.
package struct PlannerRules: Sendable {
  /// In the order in which they are applied; one may stand there twice.
  var inOrder: [any (PlannerRule & SendableMetatype).Type]

  /// All there are.
  package static let all = PlannerRules(inOrder: [
    FoldConstants.self,
    MergeQueries.self,
    FoldConstants.self,
    NormalisePredicates.self,
    PushIntoQueries.self,
    FollowQueries.self,
    FilterBeforeGrouping.self,
    UncoverFields.self,
    MergeConditions.self,
    SkipContradictions.self,
    SimplifyJoins.self,
    DropUnusedColumns.self,
    AskAboutTexts.self,
    ExpandCounts.self,
    GroupBeforeJoin.self,
    ExpandRelationships.self,
    DeriveConditions.self,
    JoinOnService.self,
    PushFilter.self,
    CountByTotal.self,
    PushGroups.self,
    PushSort.self,
    PushLimit.self,
    StreamRows.self,
    ComputeLocally.self,
  ])

  /// The name of each rule once, in the order in which they are applied first.
  package var names: [String] {
    inOrder.map { "\($0)" }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The same without one of them, which shows what that one is good for.
  package func without(_ name: String) -> PlannerRules {
    PlannerRules(inOrder: inOrder.filter { "\($0)" != name })
  }
}
