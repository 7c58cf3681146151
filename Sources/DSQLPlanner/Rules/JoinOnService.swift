import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Lets the service join entities by equalities under which no record has two partners.
///
/// The relations of FROM become one whose columns are those of all entities, `Invoice.Number` beside
/// `Supplier.Name`; what filters, sorts and limits it is then planned as for one entity.
///
/// - Source: `data-service-api.md` §3.5.
enum JoinOnService: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    guard planner.environment.settings.pushDown == .on else { return }
    let traits = planner.environment.catalog.traits
    if traits.has(.joins) == false { return }
    let read = Set(
      draft.query.columnsRead.map { BoundColumn(relation: $0.relation, index: $0.index, name: "") }
    )
    var state = draft
    var moved: [RelationID: (base: RelationID, offset: Int, table: Table)] = [:]
    let query = draft.query.mappedSelects { select in
      guard let route = JoinRoute(select, traits, read, state) else { return select }
      guard traits.has(.joins) == true else {
        state.questions.insert(.feature(.joins))
        return select
      }
      let table = route.table
      var scan = ScanDraft()
      scan.joins = route.joins
      scan.keys = route.keys
      scan.optional = route.optional
      state.scans[route.base.relation] = scan
      for (relation, offset) in route.offsets {
        moved[relation] = (route.base.relation, offset, table)
      }
      var result = select
      result.from = .table(route.base.relation, table)
      result.predicate = Normaliser.conjunction(route.conditions)
      return result
    }
    draft = state
    if moved.isEmpty { return }
    draft.query = query.mappedDeep { expression in
      guard case .column(let column) = expression.kind, let place = moved[column.relation] else {
        return expression
      }
      var result = expression
      let index = column.index + place.offset
      result.kind = .column(
        BoundColumn(relation: place.base, index: index, name: place.table.columns[index].name)
      )
      return result
    }
  }
}

/// The joins of a select as the service can make them.
private struct JoinRoute {
  typealias Member = (relation: RelationID, table: Table)

  private(set) var base: Member
  private(set) var joins: [RecordJoin] = []
  /// What is left to decide, over the relations as they were.
  private(set) var conditions: [BoundExpression]
  private var members: [Member]
  private let isLeft: Bool

  /// Nil where the select is no such join.
  init?(
    _ select: BoundSelect,
    _ traits: ServiceTraits,
    _ read: Set<BoundColumn>,
    _ draft: QueryDraft
  ) {
    guard let from = select.from, case .join(let top) = from else { return nil }
    let leaves = from.leaves.compactMap { leaf -> Member? in
      if case .table(let relation, let table) = leaf { (relation, table) } else { nil }
    }
    guard leaves.count == from.leaves.count, leaves.count <= RecordJoin.most + 1,
      Set(leaves.map(\.table.address.id)).count == leaves.count,
      Set(leaves.map(\.table.name)).count == leaves.count,
      leaves.allSatisfy({ Self.isJoinable($0.table) && draft.scans[$0.relation] == nil }),
      !read.contains(where: { column in
        leaves.contains {
          $0.relation == column.relation && !$0.table.columns[column.index].travels
        }
      })
    else { return nil }
    isLeft = top.kind == .left
    conditions = Normaliser.conjuncts(select.predicate)
    base = leaves[0]
    members = [base]
    if isLeft {
      guard followLeft(from, traits) else { return nil }
    } else {
      var factors: [BoundRelation] = []
      var equalities: [BoundExpression] = []
      RelationshipFolding.flatten(from, &factors, &equalities)
      guard factors.count == leaves.count, followInner(leaves, equalities + conditions, traits)
      else { return nil }
    }
  }

  private static func isJoinable(_ table: Table) -> Bool {
    table.kind == .entity && table.address.folderKey == nil && table.keyIndex != nil
      && !table.columns.contains(where: \.isRelated)
  }

  /// `a LEFT JOIN b ON … LEFT JOIN c ON …`, each on one equality.
  private mutating func followLeft(_ relation: BoundRelation, _ traits: ServiceTraits) -> Bool {
    switch relation {
    case .table(let relation, _): return relation == base.relation
    case .join(let join):
      guard join.kind == .left, case .table(let relation, let table) = join.right,
        followLeft(join.left, traits), let condition = join.condition
      else { return false }
      return add((relation, table), on: condition, traits)
    case .derived, .commonTable, .series, .lastResult: return false
    }
  }

  /// Starts with each entity until all others can be joined to it.
  private mutating func followInner(
    _ leaves: [Member],
    _ all: [BoundExpression],
    _ traits: ServiceTraits
  ) -> Bool {
    for first in leaves {
      base = first
      members = [first]
      joins = []
      var rest = all
      var others = leaves.filter { $0.relation != first.relation }
      var isGrowing = true
      while isGrowing, !others.isEmpty {
        isGrowing = false
        search: for (place, other) in others.enumerated() {
          for (index, condition) in rest.enumerated() where add(other, on: condition, traits) {
            rest.remove(at: index)
            others.remove(at: place)
            isGrowing = true
            break search
          }
        }
      }
      if others.isEmpty {
        conditions = rest
        return true
      }
    }
    return false
  }

  /// Joins an entity by an equality of a field of one that is there with a field of its own that no
  /// two of its records share.
  private mutating func add(
    _ member: Member,
    on condition: BoundExpression,
    _ traits: ServiceTraits
  ) -> Bool {
    guard case .comparison(.equal, let left, let right, let rule) = condition.kind, rule == .folded,
      left.type == right.type, case .column(let one) = left.kind,
      case .column(let other) = right.kind
    else { return false }
    let (from, to) = other.relation == member.relation ? (one, other) : (other, one)
    guard to.relation == member.relation,
      let source = members.first(where: { $0.relation == from.relation })
    else { return false }
    let first = source.table.columns[from.index]
    let second = member.table.columns[to.index]
    guard second.isUnique, PushTable.meets(second, first, .join, traits) else { return false }
    joins.append(
      RecordJoin(
        isLeft ? .left : .inner,
        member.table.name,
        left: "\(source.table.name).\(first.name)",
        right: "\(member.table.name).\(second.name)"
      )
    )
    members.append(member)
    return true
  }

  /// The rows: the columns of all entities, those of the first one where they were.
  var table: Table {
    var columns: [Column] = []
    for member in members {
      let isOptional = isLeft && member.relation != base.relation
      columns += member.table.columns.map { column in
        let name = "\(member.table.name).\(column.name)"
        return column.placed(
          as: name,
          path: [name],
          isRequired: !isOptional && column.isNeverNull
        )
      }
    }
    return base.table.with(columns: columns, recordCount: base.table.recordCount)
  }

  /// Where the columns of each relation begin.
  var offsets: [RelationID: Int] {
    var result: [RelationID: Int] = [:]
    var offset = 0
    for member in members {
      result[member.relation] = offset
      offset += member.table.columns.count
    }
    return result
  }

  /// What tells any two rows apart.
  var keys: [String] {
    members.compactMap { member in
      member.table.keyIndex.map { "\(member.table.name).\(member.table.columns[$0].name)" }
    }
  }

  /// The columns that a row may lack.
  var optional: Set<Int> {
    isLeft ? Set(table.columns.indices.dropFirst(base.table.columns.count)) : []
  }
}

extension Column {
  /// Whether it comes in the answer to a query with joins as it does otherwise.
  fileprivate var travels: Bool {
    switch fieldType {
    case .file, .longText, .other: false
    case .text, .multiline, .decimal, .integer, .bigInteger, .float, .double, .boolean, .date,
      .instant, .instantWithoutOffset, .uuid, .relationship, .choice, .choices, .autoNumber:
      true
    }
  }
}
