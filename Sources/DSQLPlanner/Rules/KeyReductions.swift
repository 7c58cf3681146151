import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Chooses which reads of a local query are made by the keys of another instead of whole.
///
/// - Source: `language.md` §4, number 4; `data-service-api.md` §8 for the length of a list.
struct KeyReductions {
  private var inputs: [LocalInput]
  private let traits: ServiceTraits
  private let textRule: TextRule
  private var equalities: [KeyEqualities.Equality]

  init(
    _ query: BoundQuery,
    _ inputs: [LocalInput],
    _ traits: ServiceTraits,
    _ collation: Collation = .language
  ) {
    self.inputs = inputs
    self.traits = traits
    textRule = collation == .binary ? .binary : .folded
    equalities = KeyEqualities(query).found
  }

  /// The inputs with their reductions.
  mutating func reduced() -> [LocalInput] {
    // A read by keys is itself a source of few keys, so each round may find more.
    while let (place, reduction) = next() { inputs[place].reduction = reduction }
    return inputs
  }

  /// The next reduction: of the source with the fewest records, and there the one that saves most.
  private func next() -> (Int, KeyReduction)? {
    var best: (place: Int, reduction: KeyReduction, rank: (Double, Int))?
    for equality in equalities {
      guard let target = place(of: equality.column.relation),
        let source = place(of: equality.source.relation),
        let reduction = reduction(inputs[target], by: inputs[source], equality)
      else { continue }
      let rank = (records(inputs[source]), -reduction.mostKeys)
      if best.map({ rank < $0.rank }) ?? true { best = (target, reduction, rank) }
    }
    return best.map { ($0.place, $0.reduction) }
  }

  private func place(of relation: RelationID) -> Int? {
    inputs.firstIndex { $0.scan.relation == relation }
  }

  private func reduction(
    _ target: LocalInput,
    by source: LocalInput,
    _ equality: KeyEqualities.Equality
  ) -> KeyReduction? {
    let scan = target.scan
    guard target.reduction == nil, scan.grouping == nil, scan.limit == nil, scan.offset == 0,
      scan.joins.isEmpty, !scan.hasFewRecords,
      source.scan.columns.contains(where: { $0.index == equality.source.index }),
      !isCircle(source, to: scan.relation)
    else { return nil }
    let column = scan.table.columns[equality.column.index]
    let key = source.scan.table.columns[equality.source.index]
    guard PushTable.meets(column, key, .list, traits), isBounded(source) else { return nil }
    let whole = scan.table.recordCount.map { ($0 + scan.pageSize - 1) / scan.pageSize }
    // What nobody counted is taken for large.
    let most = KeyReduction.listLength * ((whole ?? Self.unknownCalls) / 2)
    guard most > 0 else { return nil }
    if source.isWhole, let count = source.scan.table.recordCount {
      // Every record has the relationship's target, or there are more keys than calls saved.
      if count > most || refers(column, to: source.scan.table, by: key) { return nil }
    }
    return KeyReduction(
      source: source.scan.relation,
      sourceColumn: equality.source.index,
      column: equality.column.index,
      mostKeys: most,
      textRule: textRule
    )
  }

  /// The calls that a read of a table without a count is taken for.
  private static let unknownCalls = 200

  /// Whether the keys of a read can be few: it is filtered, or by keys itself, or of a small table.
  private func isBounded(_ input: LocalInput) -> Bool {
    if input.reduction != nil || input.scan.limit != nil || input.scan.isOneRow { return true }
    if input.scan.isFiltered { return true }
    return input.scan.table.recordCount != nil
  }

  private func refers(_ column: Column, to table: Table, by key: Column) -> Bool {
    guard key.isPrimaryKey, let reference = column.reference else { return false }
    return TextComparison.areEqual(reference.entityID, table.address.id)
  }

  private func isCircle(_ source: LocalInput, to target: RelationID) -> Bool {
    var current = source
    while let reduction = current.reduction {
      if reduction.source == target { return true }
      guard let place = place(of: reduction.source) else { return false }
      current = inputs[place]
    }
    return current.scan.relation == target
  }

  /// A guess at how many records a read answers.
  private func records(_ input: LocalInput) -> Double {
    let scan = input.scan
    if let limit = scan.limit { return Double(limit) }
    if scan.isOneRow { return 1 }
    if scan.hasFewRecords { return 10 }
    let count = Double(scan.table.recordCount ?? 1_000_000)
    return (scan.isFiltered ? count / 10 : count) / (input.reduction == nil ? 1 : 10)
  }
}

extension LocalInput {
  /// Whether it reads all there is.
  fileprivate var isWhole: Bool {
    reduction == nil && scan.limit == nil && !scan.isFiltered && scan.grouping == nil
  }
}

extension Scan {
  /// Whether a filter leaves something out that is not merely NULL.
  fileprivate var isFiltered: Bool {
    if grouping?.having != nil { return true }
    return filter?.restricts ?? false
  }

  /// Whether it is filtered by values of a field that no two records share.
  fileprivate var hasFewRecords: Bool {
    guard grouping == nil, joins.isEmpty, let filter, filter.logic == .and else { return false }
    return filter.filters.contains { leaf in
      guard leaf.comparison == .equal || leaf.comparison == .isIn, leaf.operand != .null else {
        return false
      }
      return table.columns.contains { column in
        column.name == leaf.field && (column.isPrimaryKey || column.isUnique)
      }
    }
  }
}

extension FilterGroup {
  fileprivate var restricts: Bool {
    filters.contains { !($0.comparison == .notEqual && $0.operand == .null) }
      || groups.contains(where: \.restricts)
  }
}
