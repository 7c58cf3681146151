import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// How a scan is read by keys: which of its fields has them, and which keys go into one list.
struct Reduction: Sendable {
  let scan: Scan
  let source: RelationID
  /// The keys as the source's rows are to give them.
  let list: KeyList
  /// Where a text field stands among the scan's columns; nil for fields of other types.
  ///
  /// A service may find more texts than are equal to the language, and so one record by keys of two
  /// lists; rows without a key of their list are left out.
  let position: Int?
  private let field: String
  private let rule: TextRule

  /// Nil where the scan has to be read whole.
  ///
  /// - Parameters:
  ///   - input: What is reduced.
  ///   - source: The scan that has the keys.
  init?(_ input: LocalInput, source: Scan) {
    let scan = input.scan
    guard let reduction = input.reduction, scan.limit == nil, scan.offset == 0, !scan.isOneRow,
      scan.table.columns.indices.contains(reduction.column),
      let keys = source.columns.firstIndex(where: { $0.index == reduction.sourceColumn })
    else { return nil }
    let column = scan.table.columns[reduction.column]
    guard column.fieldType.hasKeys(of: source.columns[keys].type, as: column.type) else {
      return nil
    }
    self.scan = scan
    self.source = reduction.source
    field = column.name
    rule = column.type == .text ? reduction.textRule : .folded
    list = KeyList(
      position: keys,
      field: column.fieldType,
      most: reduction.mostKeys,
      rule: rule
    )
    position =
      column.type == .text ? scan.columns.firstIndex { $0.index == reduction.column } : nil
    let longest = filtered(by: list.keys)
    guard longest.depth <= FilterGroup.deepestNesting,
      longest.conditionCount <= FilterGroup.mostConditions
    else { return nil }
  }

  /// The scan once for each list of keys; empty where there is none.
  func chunks(of keys: [KeyList.Key]) -> [(scan: Scan, keys: ArraySlice<KeyList.Key>)] {
    stride(from: 0, to: keys.count, by: KeyReduction.listLength).map { start in
      let chunk = keys[start..<min(start + KeyReduction.listLength, keys.count)]
      var part = scan
      part.filter = filtered(by: chunk)
      return (part, chunk)
    }
  }

  /// The rows whose field has one of the keys.
  func kept(_ rows: RowBatch, among keys: Set<[UInt8]>) -> RowBatch {
    guard let position else { return rows }
    let isKept = (0..<rows.rowCount).map { row in
      keys.contains(KeyList.Key.folded(rows.columns[position].text(row), rule))
    }
    return isKept.allSatisfy(\.self) ? rows : rows.keeping { isKept[$0] }
  }

  private func filtered(by keys: some Collection<KeyList.Key>) -> FilterGroup {
    let texts = keys.map(\.text)
    let isSingle = texts.count == 1
    let filter = QueryFilter(
      field,
      isSingle ? .equal : .isIn,
      isSingle ? .value(texts[0]) : .list(texts)
    )
    guard var group = scan.filter, !group.isEmpty else {
      return FilterGroup(.and, filters: [filter])
    }
    guard group.logic == .and else {
      return FilterGroup(.and, filters: [filter], groups: [group])
    }
    group.filters.append(filter)
    return group
  }
}

extension FieldType {
  /// Whether every value of a type that is equal to one of this field can be asked for by `in`.
  ///
  /// - Parameters:
  ///   - source: The type of the values.
  ///   - type: This field's own type in expressions.
  /// - Returns: False where some value has no spelling in a filter though it may be equal.
  fileprivate func hasKeys(of source: DataType, as type: DataType) -> Bool {
    switch self {
    case .longText, .float, .double, .file, .choices, .other: false
    case .decimal, .integer, .bigInteger, .autoNumber: source.isExactNumber && type.isExactNumber
    case .text, .multiline, .boolean, .date, .instant, .instantWithoutOffset, .uuid, .relationship,
      .choice:
      source == type
    }
  }
}

extension DataType {
  fileprivate var isExactNumber: Bool {
    switch self {
    case .integer, .decimal: true
    case .unknown, .boolean, .double, .text, .date, .timestamp, .interval, .uuid, .choice, .choices,
      .file:
      false
    }
  }
}
