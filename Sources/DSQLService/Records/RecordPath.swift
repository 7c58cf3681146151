/// A path of references from one record to another, as SQL.
struct RecordPath {
  /// One reference on the way.
  struct Step {
    /// The table of the record that the reference leads to.
    var table: String
    /// The same as the statement reads from it, without what may not be read.
    var source: String
    /// What the statement calls it.
    var alias: String
    /// The column that holds the reference.
    var key: SearchedColumn
    /// The same as the statement calls it.
    var reference: String
  }

  private let first: Step
  private let more: [Step]

  /// A path of one reference or more.
  init(_ first: Step, _ more: [Step]) {
    self.first = first
    self.more = more
  }

  private var steps: [Step] { [first] + more }
  private var last: Step { more.last ?? first }

  /// The table of the record at the end, and what the statement calls it.
  var table: String { last.table }
  var alias: String { last.alias }

  /// The SQL of a column of the record at the end; NULL where there is none.
  func value(_ column: String) -> String {
    let links = steps.map { "\($0.alias).id = \($0.reference)" }
    return "(SELECT \(alias).\(column) FROM \(tables) WHERE \(links.joined(separator: " AND ")))"
  }

  /// The condition that the record at the end fulfils another one.
  func condition(_ end: SQLCondition) -> SQLCondition {
    let links = more.map { "\($0.alias).id = \($0.reference)" } + [end.sql]
    return SQLCondition(
      "\(first.reference) IN (SELECT \(first.alias).id FROM \(tables) "
        + "WHERE \(links.joined(separator: " AND ")))",
      end.values,
      searched: end.searched.union(steps.map(\.key))
    )
  }

  private var tables: String {
    steps.map(\.source).joined(separator: ", ")
  }
}
