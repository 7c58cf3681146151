import DSQLAPI
import DSQLPlan
import DSQLPlanner
import DSQLTypes
import Testing

@Suite struct PlannerTests {
  private func plan(_ sql: String, _ planner: TestPlanner = TestPlanner()) throws -> Plan {
    guard case .plan(let plan) = planner.result(sql) else {
      throw NotPlanned(sql: sql, lines: planner.explained(sql))
    }
    return plan
  }

  struct NotPlanned: Error {
    let sql: String
    let lines: [String]
  }

  @Test(arguments: [
    ("Number = 'x'", true), ("TRUE", false), ("1 = 1", false), ("Number = Number", false),
    ("Amount = Amount", true), ("Id IS NOT NULL", false), ("Amount IS NOT NULL", true),
    ("Number = 'x' OR TRUE", false), ("Number = 'x' AND TRUE", true), ("NOT FALSE", false),
  ])
  func restricted(predicate: String, expected: Bool) throws {
    let root = try plan("DELETE FROM Invoice WHERE \(predicate)").root
    guard case .delete(let delete) = root else {
      Issue.record("no delete")
      return
    }
    #expect(delete.isRestricted == expected)
  }

  @Test(arguments: [
    ("number", "Number"), ("number AS \"no\"", "no"), ("i.Supplier.name", "Name"),
    ("count(*)", "count"), ("1 + 1", "?column?"), ("COALESCE(Number, '')", "coalesce"),
    ("Amount::text", "Amount"), ("CASE WHEN TRUE THEN 1 END", "case"),
    ("EXISTS (SELECT 1)", "exists"), ("DATE '2024-01-01'", "date"),
    ("(SELECT max(Amount) FROM Invoice)", "max"), ("'x'", "?column?"),
    ("extract(year FROM DueDate)", "extract"),
  ])
  func titles(item: String, expected: String) throws {
    let isAggregate = item == "count(*)"
    let sql = "SELECT \(item) FROM Invoice i" + (isAggregate ? "" : " WHERE i.Amount > 1")
    #expect(try plan(sql).schema.columns.map(\.name) == [expected])
  }

  @Test(arguments: [
    ("1 + 2", DataType.integer), ("1 + 2.50", .decimal(scale: 2)),
    ("Amount * 2", .decimal(scale: 2)),
    ("Amount * Amount", .decimal(scale: 4)), ("Amount / 3", .decimal(scale: nil)),
    ("Ratio * Amount", .double), ("DueDate + 1", .date), ("DueDate - DueDate", .integer),
    ("PaidAt - PaidAt", .interval), ("PaidAt + INTERVAL '1 day'", .timestamp),
    ("round(Amount, 1)", .decimal(scale: 1)), ("abs(Quantity)", .integer),
    ("Amount > 1", .boolean), ("Number || 'x'", .text), ("NULL", .text),
    ("CASE WHEN TRUE THEN 1 ELSE Amount END", .decimal(scale: 2)),
    ("CAST('5' AS INTEGER)", .integer), ("length(Number)", .integer),
  ])
  func types(item: String, expected: DataType) throws {
    #expect(try plan("SELECT \(item) FROM Invoice").schema.columns.map(\.type) == [expected])
  }

  @Test func parametersAreReadByWhatTheyMeet() throws {
    let planner = TestPlanner(parameters: [PlannerParameter(value: .text("5"), type: .unknown)])
    let text = try plan("SELECT Id FROM Invoice WHERE Amount > $1", planner).explainText()
    #expect(text.contains { $0.contains("\"operator\":\">\",\"value\":\"5\"") })
  }

  @Test func countsAreShown() throws {
    let plan = try plan("SELECT * FROM Invoice WHERE Amount > 5")
    guard case .scan(let scan) = plan.root else {
      Issue.record("no scan")
      return
    }
    let text = plan.explainText(counts: [scan.relation: 2500])
    #expect(text.contains("    expected  2,500 records in 3 calls"))
  }

  @Test func explainAsJSON() throws {
    let sql = "SELECT Id FROM Supplier WHERE Active AND reverse(Name) = 'a'"
    let json = try plan(sql).explainJSON()
    #expect(json.hasPrefix("{\"steps\":[{\"kind\":\"projection\""))
    #expect(json.contains("\"where\":\"local\",\"why\":\"the service has no function reverse()\""))
    #expect(json.contains("\"path\":\"/EntityService/Supplier/query?expansionLevel=0\""))
  }

  @Test func largeListsGoDownInParts() throws {
    let values = (1...250).map(String.init).joined(separator: ", ")
    let root = try plan("SELECT Id FROM Invoice WHERE Quantity IN (\(values))").root
    guard case .scan(let scan) = root, let filter = scan.filter else {
      Issue.record("no filter")
      return
    }
    #expect(filter.conditionCount == 3)
  }

  @Test func tooLargeFiltersStayHere() throws {
    let branches = (1...600).map { "(Quantity > \($0) AND Amount < \($0))" }
    let sql = "SELECT Id FROM Invoice WHERE Active2 OR \(branches.joined(separator: " OR "))"
      .split(separator: " Active2 OR").joined()
    let root = try plan(sql).root
    guard case .projection(let projection) = root, case .filter(let filter) = projection.input,
      case .scan(let scan) = filter.input
    else {
      Issue.record("it was pushed")
      return
    }
    #expect(scan.filter == nil)
    #expect(scan.predicates.first?.reason == "the filter would be larger than the service takes")
  }
}
