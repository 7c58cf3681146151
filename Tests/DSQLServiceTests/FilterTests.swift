import FoundationEssentials
import HTTPTypes
import Testing

@testable import DSQLService

/// Each operator on each type, with absent values among the records.
@Suite
struct FilterTests {
  /// A filter and the names of the records that it finds, or the error.
  struct Case: Sendable, CustomTestStringConvertible {
    var filter: String
    var names: String = ""
    var error: String?
    var level = 0

    var testDescription: String { filter }

    init(_ field: String, _ operation: String, _ value: String?, _ names: String) {
      let operand = value.map { #","value":"\#($0)""# } ?? ""
      filter = #"{"fieldName":"\#(field)","operator":"\#(operation)"\#(operand)}"#
      self.names = names
    }

    init(_ field: String, _ operation: String, list: [String], _ names: String) {
      let values = list.map { "\"\($0)\"" }.joined(separator: ",")
      filter = #"{"fieldName":"\#(field)","operator":"\#(operation)","valueList":[\#(values)]}"#
      self.names = names
    }

    init(_ filter: String, error: String) {
      self.filter = filter
      self.error = error
    }

    init(_ field: String, _ operation: String, _ value: String?, level: Int = 0, error: String) {
      self.init(field, operation, value, "")
      self.error = error
      self.level = level
    }

    func at(level: Int) -> Case {
      var copy = self
      copy.level = level
      return copy
    }
  }

  /// The records: `c` has nothing but its name.
  static let records = [
    #"{"Name":"a","Code":"Ångström","Note":"50% _off_ [x]","Story":"long","Amount":10.5,"Exact":9007199254740990.0000000001,"Small":3,"Large":9007199254740991,"Ratio":0.125,"Flag":true,"Day":"2026-03-04","Moment":"2026-03-04T12:00:00.1234567+02:00","Stamp":"2026-03-04T10:00:00","Key":"A0000000-0000-4000-8000-000000000001","Shade":0,"Tags":[2,0]}"#,
    #"{"Name":"b","Code":"ångström ","Note":"STRASSE","Amount":-10.5,"Exact":9007199254740990,"Small":150,"Large":-5,"Ratio":0.126,"Flag":false,"Day":"2026-03-05","Moment":"2026-03-04T10:00:00.123Z","Stamp":"2026-03-04T10:00:00.5Z","Key":"b0000000-0000-4000-8000-000000000001","Shade":2,"Tags":"[1]"}"#,
    #"{"Name":"c","Flag":null}"#,
    #"{"Name":"d","Code":"","Note":"Straße","Amount":10.51,"Tags":[0]}"#,
  ]

  static let cases: [Case] = [
    // Text: letter case does not count, accents and trailing blanks do, patterns are literal.
    Case("Code", "=", "ÅNGSTRÖM", "a"), Case("Code", "=", "ångström ", "b"),
    Case("Code", "=", "angstrom", ""), Case("Code", "!=", "ångström", "b d"),
    Case("Code", "=", "", "d"), Case("Code", "=", nil, "c"), Case("Code", "!=", nil, "a b d"),
    Case("Note", "contains", "0% _OFF_ [", "a"), Case("Note", "contains", "%", "a"),
    Case("Note", "contains", "_", "a"), Case("Note", "contains", "strasse", "b"),
    Case("Note", "contains", "STRAß", "d"), Case("Note", "not contains", "s", "a"),
    Case("Note", "startswith", "str", "b d"), Case("Note", "endswith", "SSE", "b"),
    Case("Note", "startswith", "50%", "a"), Case("Note", "startswith", "", "a b d"),
    Case("Note", "endswith", "", "a b d"), Case("Code", "in", list: ["ÅNGSTRÖM", ""], "a d"),
    Case("Code", "not in", list: ["ÅNGSTRÖM"], "b d"),
    Case(
      "Code",
      "<",
      "b",
      error: "Operator '<' is not supported for field 'Code' of type STRING."
    ),
    // Numbers: exact, also beyond the field's own decimals.
    Case("Amount", "=", "10.50", "a"), Case("Amount", "=", "10.505", ""),
    Case("Amount", "!=", "10.505", "a b d"), Case("Amount", ">", "10.505", "d"),
    Case("Amount", ">=", "10.505", "d"), Case("Amount", "<", "10.505", "a b"),
    Case("Amount", "<=", "-10.505", ""), Case("Amount", ">=", "-10.505", "a b d"),
    Case("Amount", "<", "1000000000000000000000000000", "a b d"),
    Case("Amount", ">", "1000000000000000000000000000", ""),
    Case("Amount", "in", list: ["10.5", "10.505", "10.51"], "a d"),
    Case("Amount", "not in", list: ["10.505"], "a b d"), Case("Amount", "=", nil, "c"),
    Case("Exact", "=", "9007199254740990.0000000001", "a"),
    Case("Exact", ">", "9007199254740990", "a"), Case("Exact", "<=", "9007199254740990", "b"),
    Case("Exact", ">", "-1e30", "a b"), Case("Small", ">=", "3.5", "b"),
    Case("Large", "=", "9007199254740991", "a"), Case("Ratio", ">", "0.125", "b"),
    Case(
      "Amount",
      "=",
      "ten",
      error: "Value 'ten' is not valid for field 'Amount' of type DECIMAL."
    ),
    Case(
      "Amount",
      "contains",
      "1",
      error: "Operator 'contains' is not supported for field 'Amount' of type DECIMAL."
    ),
    // Booleans, dates and instants.
    Case("Flag", "=", "true", "a d"), Case("Flag", "!=", "true", "b"), Case("Flag", "=", nil, "c"),
    Case("Flag", "=", "1", error: "Value '1' is not valid for field 'Flag' of type BOOLEAN."),
    Case(
      "Flag",
      ">",
      "true",
      error: "Operator '>' is not supported for field 'Flag' of type BOOLEAN."
    ),
    Case("Day", "=", "2026-03-04", "a"), Case("Day", ">", "2026-03-04", "b"),
    Case("Day", "!=", "2026-03-04", "b"),
    Case(
      "Day",
      "=",
      "2026-03-04T00:00:00Z",
      error: "Value '2026-03-04T00:00:00Z' is not valid for field 'Day' of type DATE."
    ),
    Case(
      "Day",
      "=",
      "2026-02-30",
      error: "Value '2026-02-30' is not valid for field 'Day' of type DATE."
    ),
    Case("Moment", "=", "2026-03-04T10:00:00.1234567Z", "a"),
    Case("Moment", "=", "2026-03-04T11:00:00.123+01:00", "b"),
    Case("Moment", ">", "2026-03-04T10:00:00.123Z", "a"),
    Case("Moment", "<=", "2026-03-04T10:00:00.123Z", "b"),
    Case(
      "Moment",
      "=",
      "2026-03-04T10:00:00",
      error: "Value '2026-03-04T10:00:00' is not valid for field 'Moment' of type DATETIME_WITH_TZ."
    ),
    Case("Stamp", ">", "2026-03-04T10:00:00", "b"),
    // Ids.
    Case("Key", "=", "a0000000-0000-4000-8000-000000000001", "a"),
    Case("Key", "<", "B0000000-0000-4000-8000-000000000001", "a"),
    Case("Key", "startswith", "A00", "a"), Case("Key", "contains", "0001", "a b"),
    Case("Key", "=", "x", error: "Value 'x' is not valid for field 'Key' of type UUID."),
    // Choices.
    Case("Shade", "=", "2", "b"), Case("Shade", "!=", "2", "a"), Case("Shade", "=", "Blue", ""),
    Case("Shade", "in", list: ["0", "Blue", "2"], "a b"), Case("Shade", "=", nil, "c d"),
    Case("Tags", "contains", "0", "a d"), Case("Tags", "not contains", "0", "b"),
    Case("Tags", "=", "[0,2]", "a"), Case("Tags", "!=", "[0,2]", "b d"),
    Case("Tags", "=", "[2,0]", ""), Case("Tags", "=", nil, "c"),
    Case(
      "Tags",
      "=",
      "1",
      error: "Value '1' is not valid for field 'Tags' of type CHOICE_SET_MULTIPLE."
    ),
    Case(
      "Tags",
      "contains",
      "[0]",
      error: "Value '[0]' is not valid for field 'Tags' of type CHOICE_SET_MULTIPLE."
    ),
    // Files and long texts.
    Case("Doc", "=", nil, "a b c d"),
    Case(
      "Doc",
      "=",
      "a0000000-0000-4000-8000-000000000001",
      error: "Operator '=' is not supported for field 'Doc' of type FILE."
    ),
    Case(
      "Story",
      "=",
      nil,
      error: "Field 'Story' is of type MULTILINE_MAX and cannot be used in filters."
    ),
    // Names, operators and operands.
    Case("name", "=", "a", error: "Field 'name' does not exist on entity 'Thing'."),
    Case("Name", "==", "a", error: "The operator '==' is not supported."),
    Case("Name", "contains", nil, error: "Operator 'contains' on field 'Name' needs a value."),
    Case(
      #"{"fieldName":"Name","operator":"in","value":"a"}"#,
      error: "Operator 'in' on field 'Name' needs a valueList and no value."
    ),
    Case(
      #"{"fieldName":"Name","operator":"in","valueList":[]}"#,
      error: "Operator 'in' on field 'Name' needs a valueList and no value."
    ),
    Case(
      #"{"fieldName":"Name","operator":"=","valueList":["a"]}"#,
      error: "Operator '=' on field 'Name' takes a value, not a valueList."
    ),
    // Paths across relationships.
    Case("CreatedBy.Name", "startswith", "ada", "a b c d").at(level: 2),
    Case("Parent.Name", "=", nil, "a b c d").at(level: 2),
    Case(
      "CreatedBy.Name",
      "=",
      "x",
      level: 1,
      error: "Field 'CreatedBy.Name' needs expansionLevel 2, which is more than the request has."
    ),
    Case(
      "Parent.CreatedBy.Name",
      "=",
      "x",
      level: 2,
      error:
        "Field 'Parent.CreatedBy.Name' needs expansionLevel 3, which is more than the request has."
    ),
  ]

  @Test
  func finds() async throws {
    try await ServiceScenario.make().run { tester in
      _ = try await ThingFixture.create(tester)
      for record in Self.records { _ = try await ThingFixture.insert(tester, record) }
      for one in Self.cases { try await check(one, tester) }
    }
  }

  private func check(_ one: Case, _ tester: ServiceTester) async throws {
    var exchange = ThingFixture.query(#"{"queryFilters":[\#(one.filter)]}"#, level: one.level)
    if let error = one.error {
      exchange.status = 400
      exchange.expected = [.error(error)]
      try await tester.check(exchange)
      return
    }
    let body = try await tester.check(exchange)
    let found = body.components(separatedBy: #""Name":""#).dropFirst().map { $0.prefix(1) }
    #expect(found.joined(separator: " ") == one.names, Comment(rawValue: one.filter))
    let total = one.names.split(separator: " ").count
    #expect(body.hasPrefix(#"{"totalRecordCount":\#(total),"#), Comment(rawValue: one.filter))
  }

  /// Trees of groups, and the limits on them.
  @Test(arguments: [
    (#"{"queryFilters":[]}"#, 200, "a b c d"),
    (
      #"{"logicalOperator":1,"queryFilters":[{"fieldName":"Name","operator":"=","value":"A"},{"fieldName":"Name","operator":"=","value":"d"}]}"#,
      200, "a d"
    ),
    (
      #"{"logicalOperator":0,"queryFilters":[{"fieldName":"Name","operator":"!=","value":"a"}],"filterGroups":[{"logicalOperator":"Or","queryFilters":[{"fieldName":"Amount","operator":"<","value":"0"},{"fieldName":"Amount","operator":"="}]}]}"#,
      200, "b c"
    ),
    (
      #"{"logicalOperator":1,"filterGroups":[{"queryFilters":[{"fieldName":"Name","operator":"=","value":"a"},{"fieldName":"Name","operator":"=","value":"b"}]},{"queryFilters":[{"fieldName":"Name","operator":"=","value":"c","valueList":null}]}]}"#,
      200, "c"
    ),
    (#"{"logicalOperator":2,"queryFilters":[]}"#, 400, ""),
    (#"{"queryFilters":[{"fieldName":"Name","operator":"=","value":1}]}"#, 400, ""),
    (
      String(repeating: #"{"filterGroups":["#, count: 20) + #"{"queryFilters":[]}"#
        + String(repeating: "]}", count: 20), 400, ""
    ),
    (
      #"{"queryFilters":["#
        + (0...500).map { _ in #"{"fieldName":"Name","operator":"=","value":"a"}"# }
        .joined(separator: ",") + "]}", 400, ""
    ),
  ])
  func combines(_ filter: String, _ status: Int, _ names: String) async throws {
    try await ServiceScenario.make().run { tester in
      _ = try await ThingFixture.create(tester)
      for record in Self.records { _ = try await ThingFixture.insert(tester, record) }
      var exchange = ThingFixture.query(filter)
      exchange.status = status
      let body = try await tester.check(exchange)
      let found = body.components(separatedBy: #""Name":""#).dropFirst().map { $0.prefix(1) }
      #expect(found.joined(separator: " ") == names)
    }
  }
}
