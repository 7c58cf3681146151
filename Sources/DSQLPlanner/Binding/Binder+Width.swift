import DSQLCatalog
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// Which integers PostgreSQL would hold in 64 bits: a sum of those is no integer but a decimal, which
// has room for it.
extension Binder {
  /// Keeps which columns of an entity are such integers.
  func noteWidths(of table: Table, _ relation: RelationID) {
    let wide = table.columns.indices.filter { table.columns[$0].isWideInteger }
    if !wide.isEmpty { wideColumns[relation] = Set(wide) }
  }

  /// Which columns of a query are such integers.
  func wideColumns(of query: BoundQuery) -> Set<Int> {
    wideColumns(of: query.body).filter { query.schema.columns[$0].type == .integer }
  }

  private func wideColumns(of body: BoundQueryBody) -> Set<Int> {
    switch body {
    case .select(let select):
      Set(select.items.indices.filter { isWide(select.items[$0].expression) })
    case .values(let rows):
      Set(rows.flatMap { row in row.indices.filter { isWide(row[$0]) } })
    case .setOperation(_, _, let left, let right):
      wideColumns(of: left).union(wideColumns(of: right))
    case .nested(let query): wideColumns(of: query)
    }
  }

  /// Whether an expression is such an integer.
  func isWide(_ expression: BoundExpression) -> Bool {
    guard expression.type == .integer else { return false }
    switch expression.kind {
    case .constant(.integer(let number)): return Int32(exactly: number) == nil
    case .column(let column): return wideColumns[column.relation]?.contains(column.index) == true
    case .negate(let operand): return isWide(operand)
    case .cast(let operand): return isWide(operand)
    case .arithmetic(_, let left, let right): return isWide(left) || isWide(right)
    case .function(_, let arguments): return arguments.contains(where: isWide)
    case .cases(let branches, let otherwise):
      return branches.contains { isWide($0.result) } || otherwise.map(isWide) == true
    case .aggregate(let aggregate): return isWide(aggregate)
    case .window(let window):
      switch window.function {
      case .aggregate(let aggregate): return isWide(aggregate)
      case .ranking(let function, let arguments): return isWide(function, arguments)
      }
    case .scalarSubquery(let query): return wideColumns(of: query).contains(0)
    case .constant, .not, .concatenate, .comparison, .distinct, .and, .or, .isNull, .isTruth,
      .inList, .between, .like, .matches, .exists, .inQuery, .quantified:
      return false
    }
  }

  private func isWide(_ aggregate: BoundAggregate) -> Bool {
    switch aggregate.function {
    case .count, .sum: true
    case .min, .max: aggregate.arguments.contains(where: isWide)
    case .avg, .stringAgg, .arrayAgg, .boolAnd, .boolOr: false
    }
  }

  private func isWide(_ function: WindowFunction, _ arguments: [BoundExpression]) -> Bool {
    switch function {
    case .rowNumber, .rank, .denseRank: true
    case .lag, .lead, .firstValue, .lastValue, .nthValue: arguments.contains(where: isWide)
    case .percentRank, .cumeDist, .ntile: false
    }
  }
}
