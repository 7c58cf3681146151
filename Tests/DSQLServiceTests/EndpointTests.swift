import FoundationEssentials
import HTTPTypes
import Testing

@testable import DSQLService

/// Every endpoint in every form of its address.
///
/// - Source: `data-service-api.md` §2.1, §2.11 and §3.1; `client-wire-log.md` §2.
@Suite
struct EndpointTests {
  /// The roots of records, `{id}` standing for the entity's.
  static let roots = [
    "EntityService/Thing", "EntityService/entity/{id}", "v3/entities/entity/{id}",
  ]
  static let record = #","Name":"a","Amount":1.50}"#

  /// What each root answers below it, with `{a}` for a record.
  private static func exchanges(_ root: String, _ a: String) -> [Exchange] {
    let level = "?expansionLevel=0"
    let one = #"{"totalRecordCount":1,"value":[{"Id":"\#(a)","Name":"a","#
    return [
      Exchange(.get, "/\(root)/read/\(a)\(level)", .holding(#"{"Id":"\#(a)","Name":"a","#)),
      Exchange(.get, "/\(root)/read\(level)&start=0&limit=1", .holding(one)),
      Exchange(.get, "/\(root)/read\(level)&$filter=Name%20eq%20'x'&$top=0", .holding(one)),
      Exchange(.get, "/\(root)/read?start=", status: 400, .error("The value '' is invalid.")),
      Exchange(.get, "/\(root)/read?limit=", status: 400, .error("The value '' is invalid.")),
      Exchange(
        .get,
        "/\(root)/read/\(a)?expansionLevel=",
        status: 400,
        .error("The value '' is invalid.")
      ),
      Exchange(
        .get,
        "/\(root)/read/\(a)?expansionLevel=4",
        status: 400,
        .holding("is not valid for expansionLevel")
      ),
      Exchange(
        .post,
        "/\(root)/query\(level)",
        body: #"{"selectedFields":["Amount"],"start":0,"limit":1}"#,
        .exactly(#"{"totalRecordCount":1,"value":[{"Id":"\#(a)","Amount":1.5}]}"#)
      ),
      // In the body the level has no effect.
      Exchange(
        .post,
        "/\(root)/query\(level)",
        body: #"{"selectedFields":["CreatedBy"],"expansionLevel":2}"#,
        .holding(#""CreatedBy":"\#(LocalUser.administrator.id)"}"#)
      ),
      Exchange(
        .post,
        "/\(root)/query",
        body: #"{"binnings":[{"fieldName":"Amount"}],"groupBy":["Amount"]}"#,
        status: 400,
        .error("Binning is not enabled for this tenant (enable-binning-on-query).")
      ),
      Exchange(
        .post,
        "/\(root)/update/\(a)\(level)",
        body: #"{"Note":"n"}"#,
        .holding(#""Name":"a","Code":null,"Note":"n","#)
      ),
      Exchange(
        .post,
        "/\(root)/update-batch\(level)&failOnFirst=true",
        body: #"[{"Id":"\#(a)","Note":null}]"#,
        .holding(#"{"successRecords":[{"Id":"\#(a)","Name":"a","#),
        .holding(#"],"failureRecords":[]}"#)
      ),
      Exchange(
        .post,
        "/\(root)/insert-batch?failOnFirst=",
        body: "[]",
        status: 400,
        .error("The value '' is invalid.")
      ),
      Exchange(
        .post,
        "/\(root)/insert-batch\(level)&failOnFirst=true",
        body: #"[{"Note":"x"},{"Name":"never"}]"#,
        status: 400,
        .exactly(
          #"{"successRecords":[],"failureRecords":[{"error":"Required field \"Name\" is not provided","record":{"Note":"x"}}]}"#
        )
      ),
      Exchange(
        .post,
        "/\(root)/delete-batch?failOnFirst=false",
        body: #"["\#(a)","\#(a)"]"#,
        status: 400,
        .exactly(
          #"{"successRecords":[{"Id":"\#(a)"}],"failureRecords":[{"error":"Record not found","record":{"Id":"\#(a)"}}]}"#
        )
      ),
      Exchange(.delete, "/\(root)/delete/\(a)", status: 404, .error("Record not found")),
    ]
  }

  @Test(arguments: roots)
  func records(_ root: String) async throws {
    try await ServiceScenario.make().run { tester in
      let fixture = try await ThingFixture.create(tester)
      let root = root.replacing("{id}", with: fixture.thing)
      let body = try await tester.check(
        Exchange(
          .post,
          "/\(root)/insert?expansionLevel=0",
          body: #"{"Name":"a","Amount":1.5}"#,
          .holding(#","Name":"a","#)
        )
      )
      let a = try #require(ServiceTester.ids(in: body).first)
      for exchange in Self.exchanges(root, a) { try await tester.check(exchange) }
      let other = try await tester.check(
        Exchange(.post, "/\(root)/insert-batch", body: #"[{"Name":"b"}]"#)
      )
      let b = try #require(
        other.components(separatedBy: #"[{"Id":""#).last.map { String($0.prefix(36)) }
      )
      try await tester.check(Exchange(.delete, "/\(root)/delete/\(b)", .exactly("true")))
    }
  }

  /// The level that holds where a request says nothing: by name 2, by id 0.
  @Test
  func defaultLevels() async throws {
    try await ServiceScenario.make().run { tester in
      let fixture = try await ThingFixture.create(tester)
      let a = try await ThingFixture.insert(tester, #"{"Name":"a"}"#)
      let user = LocalUser.administrator.id
      let plain = #""CreatedBy":"\#(user)""#
      let expanded = #""CreatedBy":{"Id":"\#(user)","Name":""#
      for (root, text) in [
        ("EntityService/Thing", expanded), ("EntityService/entity/\(fixture.thing)", plain),
        ("v3/entities/entity/\(fixture.thing)", plain),
        ("v2/EntityService/entity/\(fixture.thing)", plain),
      ] {
        try await tester.check(Exchange(.get, "/\(root)/read/\(a)", .holding(text)))
        try await tester.check(Exchange(.post, "/\(root)/query", body: "{}", .holding(text)))
      }
    }
  }

  /// The schema's endpoints of the first and of the third version.
  @Test(arguments: ["Entity", "v3/entities"])
  func schema(_ root: String) async throws {
    try await ServiceScenario.make().run { tester in
      let fixture = try await ThingFixture.create(tester)
      let made = ThingFixture.entity("Made", [ThingFixture.field("One", #""name":"NVARCHAR""#)])
      let id = try await tester.created(Exchange(.post, "/\(root)", body: made))
      for exchange in [
        Exchange(.post, "/\(root)", body: made, status: 409),
        Exchange(
          .get,
          "/\(root)",
          .holding(#""name":"Made""#),
          .lacking(
            #""entityType":"ChoiceSet","entityTypeId":1,"folderId":"00000000-0000-0000-0000-000000000000","isRbacEnabled":false,"fields":[],"externalFields""#
          )
        ),
        Exchange(.get, "/\(root)/\(id)", .holding(#""id":"\#(id)","name":"Made""#)),
        Exchange(.get, "/\(root)/Made/metadata", .holding(#""id":"\#(id)","name":"Made""#)),
        Exchange(.get, "/\(root)/made/metadata", status: 404, .error("Entity not found")),
        Exchange(
          .patch,
          "/\(root)/\(id)/metadata",
          body: #"{"displayName":"Shown","description":"said"}"#,
          .exactly("")
        ),
        Exchange(
          .get,
          "/\(root)/\(id)",
          .holding(#""displayName":"Shown","description":"said""#)
        ),
        // Both spellings of the keys that the two public clients read.
        Exchange(
          .get,
          "/\(root)/\(fixture.thing)",
          .holding(
            #""sqlType":{"name":"DECIMAL","lengthLimit":1000,"LengthLimit":1000,"decimalPrecision":2,"DecimalPrecision":2,"maxValue":1000000000000,"MaxValue":1000000000000,"minValue":-1000000000000,"MinValue":-1000000000000}"#
          ),
          .holding(#""choiceSetId":"\#(fixture.color)""#),
          .holding(#""referenceChoiceSet":{"id":"\#(fixture.color)","name":"Color""#),
          .holding(#""referenceChoiceset":{"id":"\#(fixture.color)","name":"Color""#),
          .holding(#""referenceType":"ManyToOne","referenceName":"Thing","referenceEntity":{"id":"#)
        ),
        Exchange(.delete, "/\(root)/\(id)", .exactly("")),
        Exchange(.delete, "/\(root)/\(id)", status: 404, .error("Entity not found")),
      ] {
        try await tester.check(exchange)
      }
    }
  }

  /// Paths that a client knows and this service refuses, or has in one version only.
  @Test
  func refusals() async throws {
    try await ServiceScenario.make().run { tester in
      let fixture = try await ThingFixture.create(tester)
      for exchange in [
        Exchange(.get, "/ontologies/invoices/files/owl", status: 404, .error("Not found")),
        Exchange(.get, "/v3/entities/choiceset", status: 404),
        Exchange(
          .post,
          "/v3/entities/entity/\(fixture.thing)/query",
          body: #"{"joins":[{"entityName":"Thing","joinType":"LeftJoin"}]}"#,
          status: 400,
          .error("Joins are not supported by this version of the query.")
        ),
        // Python's shape of a join, by id: without effect.
        Exchange(
          .post,
          "/EntityService/entity/\(fixture.thing)/query",
          body:
            #"{"joins":[{"entityName":"Thing","joinType":"LeftJoin","joinFieldName":"Parent","relatedEntityName":"Thing","relatedFieldName":"Id"}],"limit":1}"#,
          .exactly(#"{"totalRecordCount":0,"value":[]}"#)
        ),
        Exchange(
          .post,
          "/v2/EntityService/entity/\(fixture.thing)/query",
          body: #"{"groupBy":["Small"],"binnings":[{"fieldName":"Small","alias":"bin"}]}"#,
          status: 400,
          .holding("enable-binning-on-query")
        ),
        Exchange(.get, "/EntityService/Thing", status: 404),
        Exchange(.get, "/nothing", status: 404, .error("Not found")),
      ] {
        try await tester.check(exchange)
      }
    }
  }
}
