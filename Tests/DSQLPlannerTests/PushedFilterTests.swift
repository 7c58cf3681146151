import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLPlanner
import DSQLTestSupport
import DSQLTypes
import Testing

/// Holds what is pushed against what the predicate means, over every row of a small table with NULLs.
///
/// Predicates are made at random from a fixed seed: comparisons of two fields with constants, under
/// AND, OR and NOT to any depth. An exact push keeps just the rows for which the predicate is true.
@Suite struct PushedFilterTests {
  @Test(arguments: 0..<400)
  func check(seed: Int) throws {
    var maker = PredicateMaker(seed: UInt64(seed))
    let predicate = maker.predicate(depth: 4)
    let result = TestPlanner().result("SELECT Id FROM Invoice WHERE \(predicate.sql)")
    guard case .plan(let plan) = result else {
      Issue.record("\(predicate.sql) was not planned")
      return
    }
    let isNothing = if case .rows = plan.root { true } else { false }
    var filter: FilterGroup?
    if case .scan(let scan) = plan.root {
      filter = scan.filter
      #expect(scan.predicates.allSatisfy { $0.place == .pushed })
    } else {
      #expect(isNothing)
    }
    for row in SmallRow.all {
      let expected = predicate.truth(row) == true
      let kept = !isNothing && (filter.map { SmallRow.keeps(row, $0) } ?? true)
      #expect(kept == expected, "\(predicate.sql) on \(row)")
    }
  }
}

/// A row of two nullable numbers: `Amount` in whole numbers, `Quantity`.
struct SmallRow: Sendable {
  let amount: Int?
  let quantity: Int?

  static let all = [nil, 0, 1, 2, 3].flatMap { amount in
    [nil, 0, 1, 2].map { SmallRow(amount: amount, quantity: $0) }
  }

  func value(_ field: String) -> Int? { field == "Amount" ? amount : quantity }

  /// What the service answers, by its contract: NULL meets nothing but the tests for it.
  static func keeps(_ row: SmallRow, _ group: FilterGroup) -> Bool {
    let parts = group.filters.map { keeps(row, $0) } + group.groups.map { keeps(row, $0) }
    switch group.logic {
    case .and: return !parts.contains(false)
    case .or: return parts.contains(true)
    }
  }

  private static func keeps(_ row: SmallRow, _ filter: QueryFilter) -> Bool {
    let value = row.value(filter.field)
    switch filter.operand {
    case .null: return filter.comparison == .equal ? value == nil : value != nil
    case .list(let texts):
      guard let value else { return false }
      return texts.contains(String(value)) == (filter.comparison == .isIn)
    case .value(let text):
      guard let value = value.map(Double.init), let other = Double(text) else { return false }
      switch filter.comparison {
      case .equal: return value == other
      case .notEqual: return value != other
      case .greater: return value > other
      case .less: return value < other
      case .greaterOrEqual: return value >= other
      case .lessOrEqual: return value <= other
      case .contains, .notContains, .startsWith, .endsWith, .isIn, .isNotIn: return false
      }
    }
  }
}

/// A predicate as SQL and as what it means.
struct SmallPredicate: Sendable {
  let sql: String
  let truth: @Sendable (SmallRow) -> Bool?
}

/// Makes predicates; the same seed makes the same.
struct PredicateMaker {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407 }

  private mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  mutating func predicate(depth: Int) -> SmallPredicate {
    if depth == 0 { return leaf() }
    switch next(5) {
    case 0: return not(predicate(depth: depth - 1))
    case 1, 2:
      let (left, right) = (predicate(depth: depth - 1), predicate(depth: depth - 1))
      return SmallPredicate(sql: "(\(left.sql) AND \(right.sql))") { row in
        switch (left.truth(row), right.truth(row)) {
        case (false, _), (_, false): false
        case (true, true): true
        default: nil
        }
      }
    case 3:
      let (left, right) = (predicate(depth: depth - 1), predicate(depth: depth - 1))
      return SmallPredicate(sql: "(\(left.sql) OR \(right.sql))") { row in
        switch (left.truth(row), right.truth(row)) {
        case (true, _), (_, true): true
        case (false, false): false
        default: nil
        }
      }
    default: return leaf()
    }
  }

  private func not(_ operand: SmallPredicate) -> SmallPredicate {
    SmallPredicate(sql: "NOT \(operand.sql)") { row in operand.truth(row).map { !$0 } }
  }

  private mutating func leaf() -> SmallPredicate {
    let field = next(2) == 0 ? "Amount" : "Quantity"
    let number = next(3)
    switch next(14) {
    case 0: return SmallPredicate(sql: "\(field) IS NULL") { $0.value(field) == nil }
    case 1:
      return SmallPredicate(sql: "\(field) IN (\(number), 3)") { row in
        row.value(field).map { $0 == number || $0 == 3 }
      }
    case 2:
      return SmallPredicate(sql: "\(field) NOT BETWEEN \(number) AND 2") { row in
        row.value(field).map { $0 < number || $0 > 2 }
      }
    case 3:
      return SmallPredicate(sql: "\(field) IS DISTINCT FROM \(number)") { row in
        row.value(field) != number
      }
    case 4:
      return SmallPredicate(sql: "\(field) < \(number).5") { row in
        row.value(field).map { $0 <= number }
      }
    case 5:
      return SmallPredicate(sql: "\(field) <> \(number)") { row in
        row.value(field).map { $0 != number }
      }
    case 6:
      return SmallPredicate(sql: "\(field) NOT IN (\(number), NULL)") { row in
        row.value(field).flatMap { $0 == number ? false : nil }
      }
    case 7:
      return SmallPredicate(sql: "coalesce(\(field), 1) > \(number)") { row in
        (row.value(field) ?? 1) > number
      }
    case 8:
      return SmallPredicate(sql: "coalesce(\(field), \(number)) = 1") { row in
        (row.value(field) ?? number) == 1
      }
    case 9:
      return SmallPredicate(sql: "\(field) + 1 <= \(number)") { row in
        row.value(field).map { $0 + 1 <= number }
      }
    case 10:
      return SmallPredicate(sql: "2 - \(field) > \(number)") { row in
        row.value(field).map { 2 - $0 > number }
      }
    case 11:
      return SmallPredicate(sql: "\(field) - 1 BETWEEN 0 AND \(number)") { row in
        row.value(field).map { (0...number).contains($0 - 1) }
      }
    case 12:
      return SmallPredicate(sql: "\(field) = \(number)") { row in
        row.value(field).map { $0 == number }
      }
    default:
      return SmallPredicate(sql: "\(field) >= \(number)") { row in
        row.value(field).map { $0 >= number }
      }
    }
  }
}
