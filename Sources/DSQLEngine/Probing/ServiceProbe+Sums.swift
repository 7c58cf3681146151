import DSQLAPI
import DSQLCatalog
import DSQLTypes

// Whether decimals are added without loss.
//
// - Source: `language.md` §3, "Numbers".
extension ServiceProbe {
  /// The most records that are added.
  private static let mostTerms = 40
  private static let mostFields = 8

  /// Adds decimals of a few records of which binary numbers would make another sum, whatever order
  /// they are added in, and compares the service's sum with the exact one.
  ///
  /// Calls: 2 for each entity asked; none where aggregates are known to be missing.
  mutating func learnDecimalSums() async -> Bool {
    if traits.has(.aggregates) == false { return false }
    for table in tables.prefix(Self.mostTables) {
      guard let terms = await terms(in: table) else {
        if isCutOff { return false }
        continue
      }
      let alias = "s"
      let filter = QueryFilter(terms.key, .isIn, .list(terms.ids))
      let query = RecordQuery(
        filter: FilterGroup(.and, filters: [filter]),
        aggregates: [RecordAggregate(.sum, terms.field, alias: alias)],
        limit: 1
      )
      let column = PageColumn([alias], .decimal(scale: nil))
      switch await page(query, of: table, [column]) {
      case .rows(let rows) where rows.rowCount > 0:
        guard case .decimal(let sum) = rows.value(row: 0, column: 0) else { return false }
        settle(sumsDecimalsExactly: sum == terms.sum)
        return true
      case .rows, .refused, .failed: if isCutOff { return false }
      }
    }
    return false
  }

  /// Records of an entity whose decimals tell exact from binary sums; nil where none do.
  ///
  /// Calls: 1.
  private mutating func terms(in table: Table) async -> SumTerms? {
    guard let key = table.keyIndex else { return nil }
    let fields = table.columns.filter(\.addsDecimals).prefix(Self.mostFields)
    if fields.isEmpty { return nil }
    let keyName = table.columns[key].name
    let query = RecordQuery(fields: [keyName] + fields.map(\.name), limit: Self.mostTerms)
    let columns = [PageColumn([keyName], .uuid)] + fields.map { PageColumn([$0.name], $0.type) }
    guard case .rows(let rows) = await page(query, of: table, columns) else { return nil }
    for (index, field) in fields.enumerated() {
      var terms: [(id: String, value: ExactDecimal)] = []
      for row in 0..<rows.rowCount {
        guard case .uuid(let id) = rows.value(row: row, column: 0),
          case .decimal(let value) = rows.value(row: row, column: index + 1)
        else { continue }
        terms.append((id, value))
        guard let sum = SumTerms.tellingSum(of: terms.map(\.value)) else { continue }
        return SumTerms(key: keyName, field: field.name, ids: terms.map(\.id), sum: sum)
      }
    }
    return nil
  }
}

/// Records whose decimals are added.
private struct SumTerms {
  let key: String
  let field: String
  let ids: [String]
  let sum: ExactDecimal

  /// The exact sum of some decimals, where binary numbers make another one in every usual order;
  /// else nil.
  static func tellingSum(of values: [ExactDecimal]) -> ExactDecimal? {
    var exact = ExactDecimal(coefficient: 0, scale: 0)
    for value in values {
      guard let sum = try? exact.adding(value) else { return nil }
      exact = sum
    }
    let ordered = values.sorted { $0 < $1 }
    let orders = [values, values.reversed(), ordered, ordered.reversed()]
    let isTold = orders.allSatisfy { order in
      let binary = order.reduce(0.0) { $0 + $1.doubleValue }
      return ExactDecimal(parsing: DoubleText.text(binary)) != exact
    }
    return isTold ? exact : nil
  }
}

extension Column {
  /// Whether it is a decimal that the service adds.
  fileprivate var addsDecimals: Bool {
    if isSystem || isEncrypted || isRelated { return false }
    switch fieldType {
    case .decimal(let precision, _): return precision > 0
    case .text, .multiline, .longText, .integer, .bigInteger, .float, .double, .boolean, .date,
      .instant, .instantWithoutOffset, .uuid, .relationship, .file, .choice, .choices, .autoNumber,
      .other:
      return false
    }
  }
}
