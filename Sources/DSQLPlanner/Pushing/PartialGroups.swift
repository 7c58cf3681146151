import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Aggregates a relation's records in two steps: there by all that the rest of a select reads of
/// them, then here.
///
/// Records of one group look alike to everything else in the select, so that a join, a condition or
/// an expression treats them alike: `count(*)` is the sum of the groups' counts, and so on.
struct PartialGroups {
  private var translation: GroupTranslation
  private let relation: RelationID
  private let table: Table
  private let pushability: Pushability
  /// Whether a row may lack a group: the relation stands below an outer join.
  private let isOptional: Bool

  /// Prepares the groups.
  ///
  /// - Parameters:
  ///   - select: The select without the conditions that the read takes.
  ///   - orderBy: The ORDER BY behind it.
  ///   - pushability: Of the relation whose records are grouped.
  ///   - isOptional: Whether the relation stands below an outer join.
  init(
    _ select: BoundSelect,
    _ orderBy: [BoundOrdering],
    _ pushability: Pushability,
    isOptional: Bool
  ) {
    relation = pushability.relation
    table = pushability.table
    self.pushability = pushability
    self.isOptional = isOptional
    var read: [BoundExpression] = []
    func note(_ expression: BoundExpression) -> BoundExpression {
      read.append(expression)
      return expression
    }
    _ = select.mappedClauses(note)
    _ = select.from?.mapped(note, { $0 })
    var search = KeySearch(pushability)
    for expression in read { search.look(at: expression) }
    for case .expression(let key) in orderBy.map(\.key) { search.look(at: key) }
    translation = GroupTranslation(pushability, keys: search.keys)
    for key in search.keys where !Self.repeats(table.columns[key]) {
      translation.refuse("there would be as many groups as records")
    }
    let spellings = TextSpellings(of: search.texts, in: relation)
    if !read.allSatisfy(spellings.areEqual) || !orderBy.allSatisfy(spellings.isEqualOrder) {
      translation.refuse("texts that it takes for equal are told apart here")
    }
  }

  /// The select and its ORDER BY over the groups, with what the service is asked for.
  mutating func rewritten(
    _ select: BoundSelect,
    _ orderBy: [BoundOrdering]
  ) -> (select: BoundSelect, orderBy: [BoundOrdering], translation: GroupTranslation) {
    var copy = self
    var result = select.mappedClauses { copy.expression($0) }
    result.from = select.from?.mapped({ copy.expression($0) }, { $0 })
    let ordered = orderBy.map { ordering in ordering.keyed { copy.expression($0) } }
    if copy.recordCount() == nil { copy.translation.refuse("the entity lists no key") }
    self = copy
    return (result, ordered, translation)
  }

  /// Whether values of a field are likely to come often.
  private static func repeats(_ column: Column) -> Bool {
    if column.isPrimaryKey || column.isUnique { return false }
    switch column.fieldType {
    case .text, .integer, .boolean, .date, .relationship, .choice, .uuid: return true
    case .decimal(let precision, _): return precision == 0
    case .multiline, .longText, .bigInteger, .float, .double, .instant, .instantWithoutOffset,
      .file, .choices, .autoNumber, .other:
      return false
    }
  }

  private mutating func expression(_ original: BoundExpression) -> BoundExpression {
    switch original.kind {
    case .column(let column):
      guard column.relation == relation, var key = translation.groups.key(column) else {
        return original
      }
      key.span = original.span
      return key
    case .aggregate(let aggregate):
      var result = value(of: aggregate, original.type)
      result.span = original.span
      return result
    case .constant, .negate, .not, .arithmetic, .concatenate, .comparison, .distinct, .and, .or,
      .isNull, .isTruth, .inList, .between, .like, .matches, .cases, .cast, .function, .window,
      .scalarSubquery, .exists, .inQuery, .quantified:
      var copy = self
      // A subquery's own aggregates are not this select's; only the columns in it are.
      let result = original.mapped(
        { copy.expression($0) },
        { query in
          query.mappedDeep { part in
            if case .column = part.kind { return copy.expression(part) }
            return part
          }
        }
      )
      self = copy
      return result
    }
  }

  private mutating func value(
    of aggregate: BoundAggregate,
    _ type: DataType
  ) -> BoundExpression {
    let filter = aggregate.filter.map { expression($0) }
    func total(_ function: AggregateFunction, _ value: BoundExpression) -> BoundExpression {
      BoundExpression(
        .aggregate(BoundAggregate(function, [value], filter: filter)),
        value.type
      )
    }
    switch PartialAggregate(aggregate, pushability) {
    case .records:
      guard let count = recordCount() else { break }
      return orZero(total(.sum, count))
    case .recordsWhere(let argument):
      guard let count = recordCount() else { break }
      let branch = BoundCase(
        condition: BoundExpression(.isNull(expression(argument), isNegated: true), .boolean),
        result: count
      )
      return orZero(
        total(.sum, BoundExpression(.cases([branch], otherwise: nil), .integer))
      )
    case .values(let index):
      guard let count = translation.valueCount(index) else { break }
      return orZero(total(.sum, count))
    case .sum(let index):
      guard let sum = translation.sum(index) else { break }
      let whole = total(.sum, sum)
      return whole.type == type ? whole : BoundExpression(.cast(whole), type)
    case .average(let index):
      guard let sum = translation.sum(index), let count = translation.valueCount(index) else {
        break
      }
      let divisor = BoundExpression(.cast(total(.sum, count)), .decimal(scale: 0))
      return BoundExpression(.arithmetic(.divide, total(.sum, sum), divisor), type)
    case .extreme(let function, let index):
      guard let value = translation.extreme(function == .min ? .minimum : .maximum, index) else {
        break
      }
      return total(function, value)
    case .repeatable:
      var result = aggregate
      result.arguments = aggregate.arguments.map { expression($0) }
      result.filter = filter
      result.orderBy = aggregate.orderBy.map { ordering in ordering.keyed { expression($0) } }
      return BoundExpression(.aggregate(result), type)
    case .impossible(let reason): translation.refuse(reason)
    }
    return BoundExpression(.aggregate(aggregate), type)
  }

  /// The records that a row stands for; a row without a group is one.
  private mutating func recordCount() -> BoundExpression? {
    guard let count = translation.recordCount() else { return nil }
    if !isOptional { return count }
    let one = BoundExpression(.constant(.integer(1)), .integer)
    return BoundExpression(.function(.coalesce, [count, one]), .integer)
  }

  private func orZero(_ sum: BoundExpression) -> BoundExpression {
    let zero = BoundExpression(.constant(.integer(0)), .integer)
    return BoundExpression(.function(.coalesce, [sum, zero]), .integer)
  }
}

/// How an aggregate is made of groups.
enum PartialAggregate {
  /// `count(*)`.
  case records
  /// `count(x)` of something that a group has in common.
  case recordsWhere(BoundExpression)
  /// `count(field)`.
  case values(Int)
  case sum(Int)
  case average(Int)
  case extreme(AggregateFunction, Int)
  /// It does not matter how often a row comes, so that it is computed of the groups' keys.
  case repeatable
  case impossible(String)

  init(_ aggregate: BoundAggregate, _ pushability: Pushability) {
    let field = Self.field(aggregate, pushability.relation)
    let isOwn = aggregate.arguments.contains { argument in
      argument.columnsRead.contains { $0.relation == pushability.relation }
    }
    switch aggregate.function {
    case .min, .max:
      let function: RecordAggregate.Function = aggregate.function == .min ? .minimum : .maximum
      self = .repeatable
      if let field {
        switch pushability.aggregate(function, pushability.table.columns[field]) {
        case .exact, .byServiceRule, .unknown: self = .extreme(aggregate.function, field)
        case .unsupported: break
        }
      }
    case .boolAnd, .boolOr: self = .repeatable
    case .count, .sum, .avg, .stringAgg, .arrayAgg:
      if aggregate.isDistinct {
        self = .repeatable
        return
      }
      switch (aggregate.function, field) {
      case (.count, _) where aggregate.arguments.isEmpty: self = .records
      case (.count, let field?): self = .values(field)
      case (.count, nil): self = .recordsWhere(aggregate.arguments[0])
      case (.sum, let field?): self = .sum(field)
      case (.avg, let field?): self = .average(field)
      default:
        self = .impossible(
          isOwn
            ? "the service aggregates fields, not expressions"
            : "\(aggregate.function.rawValue)() counts how often a row comes"
        )
      }
    }
  }

  private static func field(_ aggregate: BoundAggregate, _ relation: RelationID) -> Int? {
    guard aggregate.arguments.count == 1, case .column(let column) = aggregate.arguments[0].kind,
      column.relation == relation
    else { return nil }
    return column.index
  }
}

/// Finds the fields that groups must have in common.
private struct KeySearch {
  private let pushability: Pushability
  private(set) var keys: [Int] = []
  /// Those of them that hold text.
  private(set) var texts: Set<Int> = []

  init(_ pushability: Pushability) { self.pushability = pushability }

  mutating func look(at expression: BoundExpression) {
    switch expression.kind {
    case .column(let column): add(column)
    case .aggregate(let aggregate): look(at: aggregate)
    case .constant, .negate, .not, .arithmetic, .concatenate, .comparison, .distinct, .and, .or,
      .isNull, .isTruth, .inList, .between, .like, .matches, .cases, .cast, .function, .window,
      .scalarSubquery, .exists, .inQuery, .quantified:
      for child in expression.children { look(at: child) }
      for query in expression.subqueries { for column in query.columnsRead { add(column) } }
    }
  }

  private mutating func look(at aggregate: BoundAggregate) {
    if let filter = aggregate.filter { look(at: filter) }
    switch PartialAggregate(aggregate, pushability) {
    case .records, .values, .sum, .average, .extreme, .impossible: break
    case .recordsWhere(let argument): look(at: argument)
    case .repeatable:
      for argument in aggregate.arguments { look(at: argument) }
      for case .expression(let key) in aggregate.orderBy.map(\.key) { look(at: key) }
    }
  }

  private mutating func add(_ column: BoundColumn) {
    if column.relation != pushability.relation || keys.contains(column.index) { return }
    keys.append(column.index)
    if PushTable.Kind(pushability.table.columns[column.index]) == .text {
      texts.insert(column.index)
    }
  }
}
