import DSQLAPI
import DSQLClient
import DSQLTypes
import Testing

/// Whether a part of a query that not every service has took effect.
///
/// Each row stands in `data-service-api.md` §3.5, §3.6, §3.8 or §7.
@Suite struct QueryEffectTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var query: RecordQuery
    var status = 200
    var body: String
    /// The feature that the error names; nil where there is no error of a feature.
    var feature: QueryFeature?
    var code: ServiceError.Code?

    var testDescription: String { name }
  }

  static let count = RecordAggregate(.count, "Id", alias: "n")
  static let sum = RecordAggregate(.sum, "Amount", alias: "total")
  static let groups = RecordQuery(fields: ["State"], groupBy: ["State"], aggregates: [count, sum])
  static let byID = RecordQuery(fields: ["Id"], groupBy: ["Id"], aggregates: [count])
  static let whole = RecordQuery(aggregates: [sum])
  static let having = RecordQuery(
    fields: ["State"],
    groupBy: ["State"],
    aggregates: [count],
    having: GroupFilter(.and, [.init("n", .greater, "1")])
  )
  static let joined = RecordQuery(
    fields: ["Invoice.Number", "Supplier.Name"],
    joins: [RecordJoin(.left, "Supplier", left: "Invoice.Code", right: "Supplier.Code")]
  )
  static let expanded = RecordQuery(fields: ["Supplier"], expansionLevel: 2)
  static let plain = RecordQuery(fields: ["Number"])

  static func page(_ records: String...) -> String {
    #"{"totalRecordCount":9,"value":["# + records.joined(separator: ",") + "]}"
  }

  static let effects = [
    Case(name: "groups", query: groups, body: page(#"{"State":0,"n":2,"total":1}"#)),
    Case(name: "groups in other letters", query: groups, body: page(#"{"State":0,"N":2}"#)),
    Case(name: "no groups", query: groups, body: page()),
    Case(
      name: "groups whose first lacks all that is NULL",
      query: groups,
      body: page("{}", #"{"State":0,"TOTAL":2}"#)
    ),
    Case(
      name: "records in place of groups",
      query: groups,
      body: page(#"{"State":0}"#, #"{"State":0}"#),
      feature: .aggregates
    ),
    Case(
      name: "whole records in place of groups",
      query: groups,
      body: page(#"{"Id":"a","State":0,"n":1,"total":2}"#),
      feature: .aggregates
    ),
    Case(
      name: "a later record with an id",
      query: groups,
      body: page(#"{"State":0,"n":1}"#, #"{"ID":"a","State":0,"n":1}"#),
      feature: .aggregates
    ),
    Case(name: "groups by id", query: byID, body: page(#"{"Id":"a","n":1}"#)),
    Case(
      name: "records in place of groups by id",
      query: byID,
      body: page(#"{"Id":"a"}"#),
      feature: .aggregates
    ),
    Case(name: "one group of all", query: whole, body: page(#"{"total":null}"#)),
    Case(
      name: "records in place of one group",
      query: whole,
      body: page(#"{"Amount":1}"#),
      feature: .aggregates
    ),
    Case(
      name: "records in place of groups with a condition",
      query: having,
      body: page(#"{"State":0}"#),
      feature: .aggregates
    ),
    Case(
      name: "joined rows, one without a value",
      query: joined,
      body: page(#"{"Invoice.Number":"7","Supplier.Name":"a"}"#, #"{"Invoice.Number":"8"}"#, "{}")
    ),
    Case(name: "no joined rows", query: joined, body: page()),
    Case(
      name: "records in place of joined rows",
      query: joined,
      body: page(#"{"Number":"7","Id":"a"}"#),
      feature: .joins
    ),
    Case(
      name: "a record among joined rows",
      query: joined,
      body: page(#"{"Invoice.Number":"7"}"#, #"{"Number":"7"}"#),
      feature: .joins
    ),
    Case(name: "empty joined rows", query: joined, body: page("{}", "{}"), feature: .joins),
    Case(
      name: "related records",
      query: expanded,
      body: page(#"{"Supplier":{"Name":"a"}}"#, #"{"Supplier":null}"#, #"{"Supplier":{"Id":"x"}}"#)
    ),
    Case(
      name: "an id in place of a related record",
      query: expanded,
      body: page(
        #"{"Supplier":{"Name":"a"}}"#,
        #"{"Supplier":"AA110000-0000-4000-8000-000000000004"}"#
      ),
      feature: .expansion
    ),
    Case(
      name: "a list in place of a related record",
      query: expanded,
      body: page(#"{"Supplier":[{"Name":"a"}]}"#),
      feature: .expansion
    ),
  ]

  static func refusal(
    _ name: String,
    _ query: RecordQuery,
    _ text: String,
    _ feature: QueryFeature?,
    status: Int = 400,
    code: ServiceError.Code = .refused
  ) -> Case {
    Case(
      name: name,
      query: query,
      status: status,
      body: "{\"error\":\"\(text)\"}",
      feature: feature,
      code: code
    )
  }

  static let refusals = [
    refusal("HAVING by its flag", having, "enable-having-on-query is off", .having),
    refusal("HAVING by its key", having, "Unknown key havingFilter", .having),
    refusal("HAVING by no name", having, "Bad request", .having),
    refusal("aggregates below HAVING", having, "aggregates are not supported", .aggregates),
    refusal("groups below HAVING", having, "Unknown key groupBy", .aggregates),
    refusal("aggregates", groups, "Invalid request", .aggregates),
    refusal("joins", joined, "Invalid request", .joins),
    refusal("joins by a field", joined, "Field 'Supplier.Name' not found", .joins),
    refusal("an expansion", expanded, "Invalid request", .expansion),
    refusal("a plain query", plain, "Invalid request", nil),
    refusal("a plain query for what is not there", plain, "Entity not found", nil, code: .notFound),
    refusal("joins of no entity", joined, "Entity not found", nil, status: 404, code: .notFound),
    refusal("no permission", joined, "no", nil, status: 403, code: .forbidden),
    refusal("too much", groups, "no", nil, status: 413, code: .tooLarge),
  ]

  @Test(arguments: effects + refusals) func check(_ item: Case) async throws {
    let path = "/EntityService/Invoice/query?expansionLevel=\(item.query.expansionLevel)"
    let fixture = try ServiceFixture([
      .init("POST", ServiceFixture.root + path, .answer(item.status, item.body))
    ])
    var failure: ServiceError?
    do throws(ServiceError) {
      _ = try await fixture.client.page(
        item.query,
        of: EntityAddress(id: "e1", name: "Invoice"),
        columns: [PageColumn(["Number"], .text), PageColumn(["Supplier", "Name"], .text)]
      )
    } catch {
      failure = error
    }
    #expect(failure?.feature == item.feature)
    #expect(failure?.code == item.code ?? item.feature.map { _ in .featureIgnored })
    #expect(fixture.observer.reports.count == 1)
    if item.code == nil, let failure {
      #expect(failure.status == 200)
      #expect(failure.message.hasPrefix("the service "))
    }
  }

  /// What a write answers is never refused for its depth: the record is written.
  @Test func writesAnswerWhatTheyHave() async throws {
    let fixture = try ServiceFixture([
      .init(
        "POST",
        ServiceFixture.root + "/EntityService/Invoice/insert?expansionLevel=0",
        .answer(200, #"{"Supplier":"AA110000-0000-4000-8000-000000000004"}"#)
      )
    ])
    let page = try await fixture.client.insert(
      RecordValues(),
      into: EntityAddress(id: "e1", name: "Invoice"),
      columns: [PageColumn(["Supplier"], .uuid), PageColumn(["Supplier", "Name"], .text)]
    )
    #expect(lines(page.value.rows) == ["aa110000-0000-4000-8000-000000000004|NULL"])
  }
}
