import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Finds the joins that follow a relationship, and takes them out of FROM.
///
/// What is left refers to the relations that went as before; `RelationshipPlacement` then says where
/// their columns are found.
struct RelationshipFolding {
  /// A relation whose columns the service puts into the records that point at it.
  struct Fold {
    /// The relationship, a column of an entity in FROM or of another relation that went.
    let link: BoundColumn
    let table: Table
    /// Whether every row that is left has the record.
    let isInner: Bool
    /// What an outer join asks of the record besides; where it does not hold all of it is NULL.
    var condition: BoundExpression?
  }

  /// The most relationships on the way to a value, which needs one more `expansionLevel`.
  ///
  /// - Source: `data-service-api.md` §3.4 and §3.8.
  private static let mostLinks = 2

  private(set) var folds: [RelationID: Fold] = [:]
  private let tables: [RelationID: Table]
  /// Those of which a long text is read, which comes whole only by a call of its own.
  private let longTextReaders: Set<RelationID>
  private let planner: QueryPlanner

  init(_ query: BoundQuery, _ planner: QueryPlanner) {
    let tables = Dictionary(query.tables.map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
    self.tables = tables
    self.planner = planner
    longTextReaders = Set(
      query.columnsRead.filter { column in
        guard let table = tables[column.relation],
          case .longText = table.columns[column.index].fieldType
        else { return false }
        return true
      }.map(\.relation)
    )
  }

  mutating func fold(_ select: BoundSelect) -> BoundSelect {
    guard let from = select.from, case .join = from else { return select }
    var result = select
    var conditions: [BoundExpression]? = Normaliser.conjuncts(select.predicate)
    let (relation, pending) = fold(from, canFilter: true, &conditions)
    result.from = relation
    result.predicate = Normaliser.conjunction(pending + (conditions ?? []))
    return result
  }

  /// Folds what can be folded of a part of FROM.
  ///
  /// - Parameters:
  ///   - relation: The part.
  ///   - canFilter: Whether rows that an inner join would drop can be dropped later.
  ///   - conditions: The conjuncts of WHERE where they hold for the part as well, else nil.
  /// - Returns: The part, and the conditions under which its rows count.
  private mutating func fold(
    _ relation: BoundRelation,
    canFilter: Bool,
    _ conditions: inout [BoundExpression]?
  ) -> (BoundRelation, [BoundExpression]) {
    guard case .join(var join) = relation else { return (relation, []) }
    var none: [BoundExpression]?
    switch join.kind {
    case .inner, .cross: return foldRegion(relation, canFilter: canFilter, &conditions)
    case .left, .right:
      let isLeft = join.kind == .left
      let (kept, above) = fold(
        isLeft ? join.left : join.right,
        canFilter: canFilter,
        &conditions
      )
      let (joined, below) = fold(isLeft ? join.right : join.left, canFilter: true, &none)
      if below.isEmpty, case .table(let target, let table) = joined,
        let (link, rest) = link(join.condition, to: target, table, from: kept)
      {
        folds[target] = Fold(link: link, table: table, isInner: false, condition: rest)
        return (kept, above)
      }
      join.left = isLeft ? kept : joined
      join.right = isLeft ? joined : kept
      join.condition =
        Normaliser.conjunction(Normaliser.conjuncts(join.condition) + below)
        ?? join.condition
      return (.join(join), above)
    case .full:
      join.left = fold(join.left, canFilter: false, &none).0
      join.right = fold(join.right, canFilter: false, &none).0
      return (.join(join), [])
    }
  }

  /// Folds inner joins that hang together.
  private mutating func foldRegion(
    _ relation: BoundRelation,
    canFilter: Bool,
    _ outer: inout [BoundExpression]?
  ) -> (BoundRelation, [BoundExpression]) {
    var factors: [BoundRelation] = []
    var conditions: [BoundExpression] = []
    Self.flatten(relation, &factors, &conditions)
    let before = folds.count
    if canFilter {
      var none: [BoundExpression]?
      for index in factors.indices {
        let (factor, pending) = fold(factors[index], canFilter: true, &none)
        factors[index] = factor
        conditions += pending
      }
      while foldOne(&factors, &conditions, besides: outer ?? [])
        || foldOne(&factors, &conditions, &outer)
      {}
    } else {
      var none: [BoundExpression]?
      let rebuilt = factors.map { fold($0, canFilter: false, &none).0 }
      factors = rebuilt
    }
    if folds.count == before { return (relation, []) }
    return rebuilt(factors, conditions)
  }

  static func flatten(
    _ relation: BoundRelation,
    _ factors: inout [BoundRelation],
    _ conditions: inout [BoundExpression]
  ) {
    guard case .join(let join) = relation, join.kind == .inner || join.kind == .cross else {
      factors.append(relation)
      return
    }
    flatten(join.left, &factors, &conditions)
    flatten(join.right, &factors, &conditions)
    conditions += Normaliser.conjuncts(join.condition)
  }

  private mutating func foldOne(
    _ factors: inout [BoundRelation],
    _ conditions: inout [BoundExpression],
    _ outer: inout [BoundExpression]?
  ) -> Bool {
    guard var equalities = outer else { return false }
    let others = conditions
    let isFolded = foldOne(&factors, &equalities, besides: others)
    if isFolded { outer = equalities }
    return isFolded
  }

  /// Folds one entity of several that are joined, if one of the conditions is the equality for it.
  private mutating func foldOne(
    _ factors: inout [BoundRelation],
    _ conditions: inout [BoundExpression],
    besides others: [BoundExpression]
  ) -> Bool {
    for (place, condition) in conditions.enumerated() {
      for (index, factor) in factors.enumerated() {
        guard case .table(let target, let table) = factor else { continue }
        var rest = factors
        rest.remove(at: index)
        guard let link = link(condition, to: target, table, from: rest) else { continue }
        factors = rest
        conditions.remove(at: place)
        folds[target] = Fold(link: link, table: table, isInner: true)
        conditions += existence(of: target, table, link, knowing: conditions + others)
        return true
      }
    }
    return false
  }

  /// What an inner join asks beside the values: that the record is there.
  private func existence(
    of target: RelationID,
    _ table: Table,
    _ link: BoundColumn,
    knowing conditions: [BoundExpression]
  ) -> [BoundExpression] {
    let telling = conditions.filter { condition in
      condition.rejectsNull { $0.relation == target && $0.index != table.keyIndex }
    }
    let pushability = planner.pushability(of: table, target)
    let isPushed = conditions.contains { condition in
      guard Set(condition.columnsRead.map(\.relation)) == [target],
        condition.rejectsNull({ $0.relation == target })
      else { return false }
      if case .unsupported = pushability.answer(condition) { return false }
      return true
    }
    var found: [BoundExpression] = []
    if !isPushed, telling.isEmpty || folds[link.relation] == nil {
      found.append(isThere(link, .uuid))
    }
    if telling.isEmpty, let column = Self.presence(of: target, table) {
      found.append(isThere(column, .timestamp))
    }
    return found
  }

  private func isThere(_ column: BoundColumn, _ type: DataType) -> BoundExpression {
    BoundExpression(.isNull(BoundExpression(.column(column), type), isNegated: true), .boolean)
  }

  /// The column that every record has a value of, other than its key, which is there even where the
  /// record is not.
  static func presence(of relation: RelationID, _ table: Table) -> BoundColumn? {
    table.columns.firstIndex { $0.isSystem && $0.name == "CreateTime" }.map {
      BoundColumn(relation: relation, index: $0, name: table.columns[$0].name)
    }
  }

  /// The relationship that an outer join follows to an entity, and what else it asks, if that can be
  /// told of each row by itself.
  private func link(
    _ condition: BoundExpression?,
    to target: RelationID,
    _ table: Table,
    from kept: BoundRelation
  ) -> (link: BoundColumn, rest: BoundExpression?)? {
    var conditions = Normaliser.conjuncts(condition)
    let found = conditions.indices.lazy.compactMap { place in
      link(conditions[place], to: target, table, from: [kept]).map { (place: place, link: $0) }
    }.first
    guard let found else { return nil }
    conditions.remove(at: found.place)
    let own = relations(kept).union([target])
    let isOwn = conditions.allSatisfy { condition in
      condition.isMovable
        && condition.columnsRead.allSatisfy { own.contains(base(of: $0.relation) ?? $0.relation) }
    }
    return isOwn ? (found.link, Normaliser.conjunction(conditions)) : nil
  }

  /// The relationship that a condition follows to an entity, if it is nothing but that.
  private func link(
    _ condition: BoundExpression,
    to target: RelationID,
    _ table: Table,
    from sources: [BoundRelation]
  ) -> BoundColumn? {
    guard case .comparison(.equal, let left, let right, _) = condition.kind,
      case .column(let first) = left.kind, case .column(let second) = right.kind
    else { return nil }
    let key: BoundColumn
    let link: BoundColumn
    if first.relation == target {
      (key, link) = (first, second)
    } else {
      (key, link) = (second, first)
    }
    guard key.relation == target, key.index == table.keyIndex, link.relation != target,
      let source = tables[link.relation], let base = base(of: link.relation), base != target,
      sources.flatMap(\.leaves).contains(where: { $0.relation == base }),
      case .relationship = source.columns[link.index].fieldType,
      let reference = source.columns[link.index].reference,
      TextComparison.areEqual(reference.entityID, table.address.id),
      !source.columns[link.index].isEncrypted,
      !longTextReaders.contains(target), Self.presence(of: target, table) != nil,
      distance(link.relation) + 1 + height(target) <= Self.mostLinks
    else { return nil }
    return link
  }

  /// The entity in FROM in whose records a relation's are found.
  func base(of relation: RelationID) -> RelationID? {
    var current = relation
    while let fold = folds[current] { current = fold.link.relation }
    return tables[current] == nil ? nil : current
  }

  private func distance(_ relation: RelationID) -> Int {
    folds[relation].map { 1 + distance($0.link.relation) } ?? 0
  }

  private func height(_ relation: RelationID) -> Int {
    folds.filter { $0.value.link.relation == relation }.map { 1 + height($0.key) }.max() ?? 0
  }

  private func relations(_ relation: BoundRelation) -> Set<RelationID> {
    Set(relation.leaves.compactMap(\.relation))
  }

  /// The join of what is left, each condition where all that it reads is there.
  private func rebuilt(
    _ factors: [BoundRelation],
    _ conditions: [BoundExpression]
  ) -> (BoundRelation, [BoundExpression]) {
    var result = factors[0]
    if factors.count == 1 { return (result, conditions) }
    let all = factors.reduce(into: Set<RelationID>()) { $0.formUnion(relations($1)) }
    var seen = relations(result)
    var left = conditions
    for factor in factors.dropFirst() {
      seen.formUnion(relations(factor))
      let isReady = { (condition: BoundExpression) -> Bool in
        let read = condition.columnsRead.map { self.base(of: $0.relation) ?? $0.relation }
        return read.allSatisfy { seen.contains($0) || !all.contains($0) }
      }
      let ready = left.filter(isReady)
      left.removeAll(where: isReady)
      result = .join(
        BoundJoin(
          kind: ready.isEmpty ? .cross : .inner,
          left: result,
          right: factor,
          condition: Normaliser.conjunction(ready)
        )
      )
    }
    return (result, left)
  }
}
