import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// What the service is to compute of groups of one relation's records, and the table that it makes.
///
/// The table's columns are the keys under their own names, then the aggregates under their aliases.
///
/// - Source: `data-service-api.md` §3.6.
struct GroupDraft {
  let relation: RelationID
  let table: Table
  /// The keys: indices into the columns of the entity.
  let keys: [Int]
  private(set) var aggregates: [RecordAggregate] = []
  private var aggregateColumns: [Column] = []

  init(relation: RelationID, table: Table, keys: [Int]) {
    self.relation = relation
    self.table = table
    self.keys = keys
  }

  /// The groups as the service is asked for them.
  var grouping: Grouping {
    Grouping(keys: keys.map { table.columns[$0].name }, aggregates: aggregates)
  }

  /// The groups as a table; how many there are is known only without keys.
  var groups: Table {
    let keyColumns = keys.map { index in
      Self.keyColumn(table.columns[index])
    }
    return table.with(columns: keyColumns + aggregateColumns, recordCount: keys.isEmpty ? 1 : nil)
  }

  /// Whether there are no more aggregates than the service takes, one of them a count, which shows
  /// that it grouped.
  var isWithinLimits: Bool {
    keys.count <= RecordAggregate.most && aggregates.count <= RecordAggregate.most
      && aggregates.contains { $0.function == .count }
  }

  /// A key as a column of the groups; nil for a column that is none.
  func key(_ column: BoundColumn) -> BoundExpression? {
    guard let place = keys.firstIndex(of: column.index) else { return nil }
    return reference(place, table.columns[column.index].name, table.columns[column.index].type)
  }

  /// An expression over the groups as it would be written over the records.
  func written(_ expression: BoundExpression) -> BoundExpression {
    expression.mappedDeep { part in
      guard case .column(let column) = part.kind, column.relation == relation,
        aggregates.indices.contains(column.index - keys.count)
      else { return part }
      let call = BoundAggregate(of: aggregates[column.index - keys.count], in: table, relation)
      return BoundExpression(.aggregate(call), part.type)
    }
  }

  /// The number of records; nil for an entity without a key.
  mutating func recordCount() -> BoundExpression? {
    table.keyIndex.map { aggregate(.count, $0, type: .integer) }
  }

  /// The number of records that have a value.
  mutating func valueCount(_ index: Int) -> BoundExpression? {
    table.columns[index].isNeverNull ? recordCount() : aggregate(.count, index, type: .integer)
  }

  /// The exact sum as a decimal.
  mutating func sum(_ index: Int) -> BoundExpression {
    let type = table.columns[index].type
    return aggregate(.sum, index, type: type == .integer ? .decimal(scale: 0) : type)
  }

  mutating func extreme(_ function: RecordAggregate.Function, _ index: Int) -> BoundExpression {
    aggregate(function, index, type: table.columns[index].type)
  }

  /// The column of an aggregate; the same one for the same function of the same field.
  private mutating func aggregate(
    _ function: RecordAggregate.Function,
    _ index: Int,
    type: DataType
  ) -> BoundExpression {
    let field = table.columns[index]
    let place =
      aggregates.firstIndex { $0.function == function && $0.field == field.name }
      ?? aggregates.count
    if place == aggregates.count {
      let alias = freeAlias("\(function.rawValue.lowercased())_\(field.name)")
      aggregates.append(RecordAggregate(function, field.name, alias: alias))
      aggregateColumns.append(
        function == .count
          ? Self.countColumn(alias) : field.placed(as: alias, path: [alias], type: type)
      )
    }
    return reference(keys.count + place, aggregates[place].alias, type)
  }

  /// The alias, made longer where a key has that name.
  ///
  /// Aliases come back in any letter case.
  private func freeAlias(_ wanted: String) -> String {
    var alias = wanted
    let taken = Set(
      (keys.map { table.columns[$0].name } + aggregates.map(\.alias)).map(Self.folded)
    )
    while taken.contains(Self.folded(alias)) { alias += "_" }
    return alias
  }

  private static func folded(_ name: String) -> String { name.lowercased() }

  private func reference(_ index: Int, _ name: String, _ type: DataType) -> BoundExpression {
    BoundExpression(.column(BoundColumn(relation: relation, index: index, name: name)), type)
  }

  /// A field as a key; it leads to no other record, since a group is none.
  private static func keyColumn(_ field: Column) -> Column {
    Column(
      name: field.name,
      path: [field.name],
      displayName: field.displayName,
      description: field.description,
      type: field.type,
      fieldType: field.fieldType,
      fieldID: field.fieldID,
      isPrimaryKey: false,
      isSystem: field.isSystem,
      isRequired: field.isNeverNull,
      isUnique: false,
      isEncrypted: false,
      defaultValue: nil,
      reference: nil
    )
  }

  private static func countColumn(_ alias: String) -> Column {
    Column(
      name: alias,
      displayName: alias,
      description: "",
      type: .integer,
      fieldType: .bigInteger(range: .widest),
      fieldID: "",
      isPrimaryKey: false,
      isSystem: false,
      isRequired: true,
      isUnique: false,
      isEncrypted: false,
      defaultValue: nil,
      reference: nil
    )
  }
}

extension BoundAggregate {
  /// What the service is asked for, as it would be written.
  fileprivate init(of aggregate: RecordAggregate, in table: Table, _ relation: RelationID) {
    let function: AggregateFunction =
      switch aggregate.function {
      case .count: .count
      case .sum: .sum
      case .average: .avg
      case .minimum: .min
      case .maximum: .max
      }
    guard let index = table.columns.firstIndex(where: { $0.name == aggregate.field }),
      aggregate.function != .count || index != table.keyIndex
    else {
      self.init(function, [])
      return
    }
    let column = BoundColumn(relation: relation, index: index, name: aggregate.field)
    self.init(function, [BoundExpression(.column(column), table.columns[index].type)])
  }
}
