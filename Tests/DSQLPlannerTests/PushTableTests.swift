import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLPlanner
import Testing

/// Holds every row of the push table against plans: what it says is pushed is, and nothing else is.
@Suite struct PushTableTests {
  @Test(arguments: PushTableSample.all, PushTable.Operation.allCases)
  func check(sample: PushTableSample, operation: PushTable.Operation) {
    guard let row = PushTable.row(sample.kind, operation) else {
      Issue.record("no row")
      return
    }
    #expect(sample.place(TestPlanner(), operation) == row.placeWhereKnown)
    #expect(sample.place(TestPlanner(traits: .unknown), operation) == row.placeWhereUnknown)
    let off = sample.place(TestPlanner(pushDown: .off), operation)
    #expect(off == (row.verdict == .absent ? .absent : .here))
  }

  enum Place: Equatable {
    case service
    case both
    case here
    case absent
  }
}

extension PushTable.Row {
  fileprivate var placeWhereKnown: PushTableTests.Place {
    switch verdict {
    case .exact: .service
    case .superset: .both
    case .no: .here
    case .absent: .absent
    }
  }

  fileprivate var placeWhereUnknown: PushTableTests.Place {
    guard verdict == .exact else { return placeWhereKnown }
    if needs.isEmpty { return .service }
    return needs == [.textMatching] && isSupersetWithoutMatching ? .both : .here
  }
}

/// A field of each kind, with a value of it.
struct PushTableSample: Sendable, CustomTestStringConvertible {
  let kind: PushTable.Kind
  let entity: String
  let field: String
  let literal: String

  var testDescription: String { kind.rawValue }

  static let all: [PushTableSample] = [
    make(.text, "Supplier", "Notes", "'a'"),
    make(.longText, "Invoice", "Story", "'a'"),
    make(.exactNumber, "Invoice", "Amount", "1.5"),
    make(.exactNumber, "Invoice", "Quantity", "1"),
    make(.binaryNumber, "Invoice", "Ratio", "1.5"),
    make(.boolean, "Supplier", "Active", "TRUE"),
    make(.date, "Invoice", "DueDate", "'2024-01-31'"),
    make(.instant, "Invoice", "PaidAt", "'2024-01-31'"),
    make(.uuid, "Invoice", "Key", "'5a000000-0000-7000-8000-000000000001'"),
    make(.relationship, "Invoice", "Supplier", "'5a000000-0000-7000-8000-000000000001'"),
    make(.choice, "Invoice", "Status", "'Open'"),
    make(.choices, "Invoice", "Tags", "'Urgent'"),
    make(.file, "Invoice", "Scan", "'a'"),
  ]

  private static func make(
    _ kind: PushTable.Kind,
    _ entity: String,
    _ field: String,
    _ literal: String
  ) -> PushTableSample {
    PushTableSample(kind: kind, entity: entity, field: field, literal: literal)
  }

  func place(_ planner: TestPlanner, _ operation: PushTable.Operation) -> PushTableTests.Place {
    guard case .plan(let plan) = planner.result(sql(operation)) else { return .absent }
    switch operation {
    case .equal, .notEqual, .order, .isIn, .isNotIn, .like, .notLike, .nullTest, .has:
      return condition(plan)
    case .sort:
      if case .localQuery = plan.root { return .here }
      return .service
    case .groupKey:
      return grouping(plan)?.keys.contains(field) == true ? .service : .here
    case .count: return has(.count, plan)
    case .sum: return has(.sum, plan)
    case .extreme: return has(.minimum, plan)
    }
  }

  private func sql(_ operation: PushTable.Operation) -> String {
    let predicate =
      switch operation {
      case .equal: "\(field) = \(literal)"
      case .notEqual: "\(field) <> \(literal)"
      case .order: "\(field) < \(literal)"
      case .isIn: "\(field) IN (\(literal), \(literal))"
      case .isNotIn: "\(field) NOT IN (\(literal), \(literal))"
      case .like: "\(field) LIKE 'a%'"
      case .notLike: "\(field) NOT LIKE '%a%'"
      case .nullTest: "\(field) IS NULL"
      case .has: "HAS(\(field), \(literal))"
      case .sort: "TRUE ORDER BY \(field)"
      case .groupKey, .count, .sum, .extreme: "TRUE"
      }
    let items =
      switch operation {
      case .equal, .notEqual, .order, .isIn, .isNotIn, .like, .notLike, .nullTest, .has, .sort:
        "Id"
      case .groupKey: "DISTINCT \(field)"
      case .count: "count(\(field)), count(*)"
      case .sum: "sum(\(field)), count(*)"
      case .extreme: "min(\(field)), count(*)"
      }
    return "SELECT \(items) FROM \(entity) WHERE \(predicate)"
  }

  private func condition(_ plan: Plan) -> PushTableTests.Place {
    guard let note = plan.explainSteps().flattened.last?.predicates.first else { return .here }
    switch note.place {
    case .pushed: return .service
    case .rechecked: return .both
    case .local: return .here
    }
  }

  private func has(_ function: RecordAggregate.Function, _ plan: Plan) -> PushTableTests.Place {
    let found = grouping(plan)?.aggregates.contains { $0.function == function && $0.field == field }
    return found == true ? .service : .here
  }

  private func grouping(_ plan: Plan) -> Grouping? { grouping(plan.root) }

  private func grouping(_ node: PlanNode) -> Grouping? {
    switch node {
    case .scan(let scan): scan.grouping
    case .filter(let filter): grouping(filter.input)
    case .projection(let projection): grouping(projection.input)
    case .limit(let limit): grouping(limit.input)
    case .localQuery(let query): query.inputs.first?.scan.grouping
    case .count, .rows, .insert, .update, .delete, .schemaChange: nil
    }
  }
}
