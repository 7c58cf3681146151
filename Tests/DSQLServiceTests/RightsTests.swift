import HTTPTypes
import Testing

@testable import DSQLService

/// Rights on single entities, fields and records.
@Suite
struct RightsTests {
  private static let forbidden = Exchange.Body.holding("You don't have permission")

  private func check(_ exchanges: @Sendable (RightsFixture) -> [Exchange]) async throws {
    try await RightsFixture.scenario().run { tester in
      let fixture = try await RightsFixture.create(tester)
      for exchange in exchanges(fixture) { try await tester.check(exchange) }
    }
  }

  /// Records that one may not read are neither shown nor counted, nor fields.
  @Test
  func reads() async throws {
    try await check { fixture in
      let list = "/EntityService/Invoice/read?expansionLevel=0"
      let one = "/EntityService/Invoice/read/"
      let id = "/v2/EntityService/entity/\(fixture.invoice)/read/"
      return [
        Exchange(
          .get,
          list,
          as: .reader,
          .holding(#"{"totalRecordCount":1,"value":[{"Id":"\#(fixture.own)","Number":"R1","#),
          .holding(#""RecordOwner":"\#(LocalUser.reader.id)"}"#),
          .lacking("Amount"),
          .lacking("Scan")
        ),
        Exchange(
          .get,
          list,
          as: .writer,
          .holding(#""totalRecordCount":3"#),
          .holding("A1"),
          .lacking("Amount")
        ),
        Exchange(
          .get,
          list,
          as: .norole,
          .holding(#""totalRecordCount":3"#),
          .holding(#""Amount":30"#),
          .lacking("Scan")
        ),
        Exchange(.get, list, .holding(#""Amount":30,"Scan":null"#)),
        Exchange(.get, one + fixture.own, as: .reader, .holding("R1")),
        Exchange(.get, one + fixture.first, as: .reader, status: 404, .error("Record not found")),
        Exchange(.get, id + fixture.first, as: .reader, status: 404, .error("Record not found")),
        Exchange(.get, "/EntityService/Supplier/read", as: .reader, status: 403, Self.forbidden),
        Exchange(.get, "/EntityService/Plain/read", as: .reader, status: 403, Self.forbidden),
        Exchange(.get, "/EntityService/Plain/read", as: .writer),
        Exchange(.get, "/EntityService/SystemUser/read", as: .reader, .holding("Ada")),
      ]
    }
  }

  @Test
  func queries() async throws {
    try await check { _ in
      let count = #""aggregates":[{"function":"COUNT","field":"Id","alias":"n"}]"#
      let number =
        #""filterGroup":{"queryFilters":[{"fieldName":"Number","operator":"!=","value":"R1"}]}"#
      func none(_ members: String) -> Exchange {
        RightsFixture.query(members, as: .reader, status: 403, Self.forbidden)
      }
      func filter(_ field: String) -> String {
        #""filterGroup":{"queryFilters":[{"fieldName":"\#(field)","operator":"="}]}"#
      }
      return [
        RightsFixture.query(number, as: .reader, .exactly(#"{"totalRecordCount":0,"value":[]}"#)),
        RightsFixture.query(number, as: .writer, .holding(#""totalRecordCount":2"#)),
        RightsFixture.query(count, as: .reader, .holding(#""value":[{"n":1}]"#)),
        RightsFixture.query(count, as: .writer, .holding(#""value":[{"n":3}]"#)),
        RightsFixture.query(
          #""groupBy":["Number"],"# + count,
          as: .reader,
          .exactly(#"{"totalRecordCount":1,"value":[{"Number":"R1","n":1}]}"#)
        ),
        RightsFixture.query(
          #""aggregates":[{"function":"SUM","field":"Amount","alias":"s"}]"#,
          as: .norole,
          .holding(#"{"s":40}"#)
        ),
        RightsFixture.query(
          #""sortOptions":[{"fieldName":"Number","isDescending":true}],"limit":1"#,
          as: .reader,
          .holding(#""totalRecordCount":1"#),
          .holding("R1")
        ),
        none(filter("Amount")), none(#""selectedFields":["Amount"]"#),
        none(#""sortOptions":[{"fieldName":"Amount"}]"#),
        none(#""aggregates":[{"function":"SUM","field":"Amount"}]"#),
        none(#""groupBy":["Amount"],"# + count),
        none(#""groupBy":["Number"],"selectedFields":["Amount"],"# + count),
        none(#""groupBy":["Number"],"sortOptions":[{"fieldName":"Amount"}],"# + count),
        none(#""groupBy":["Number"],"# + filter("Amount") + "," + count),
        RightsFixture.query(filter("Scan"), as: .norole, status: 403, Self.forbidden),
        RightsFixture.query(
          filter("Amounts"),
          as: .reader,
          status: 400,
          .error("Field 'Amounts' does not exist on entity 'Invoice'.")
        ),
      ]
    }
  }

  /// What a reference points at is shown only to whom may read it.
  @Test
  func expansion() async throws {
    try await check { fixture in
      func path(_ field: String, _ value: String, of entity: String = "Line") -> String {
        #""filterGroup":{"queryFilters":[{"fieldName":"\#(field)","operator":"=","value":"\#(value)"}]}"#
      }
      return [
        RightsFixture.query(
          "",
          level: 2,
          as: .reader,
          .holding(#""Supplier":{"Id":"\#(fixture.supplier)"}"#),
          .holding(#""CreatedBy":{"Id":"\#(LocalUser.reader.id)","Name":"Rena Reader""#),
          .lacking("Acme")
        ),
        RightsFixture.query("", level: 2, as: .writer, .holding("Acme"), .lacking("Amount")),
        RightsFixture.query(
          "",
          of: "Line",
          level: 2,
          as: .reader,
          .holding(#""Invoice":{"Id":"\#(fixture.first)"}"#),
          .holding(#""Invoice":{"Id":"\#(fixture.own)","Number":"R1""#),
          .lacking("Amount")
        ),
        RightsFixture.query(
          path("Invoice.Number", "A1"),
          of: "Line",
          level: 2,
          as: .reader,
          .exactly(#"{"totalRecordCount":0,"value":[]}"#)
        ),
        RightsFixture.query(
          path("Invoice.Number", "R1"),
          of: "Line",
          level: 2,
          as: .reader,
          .holding(#""totalRecordCount":1"#)
        ),
        RightsFixture.query(
          path("Invoice.Amount", "10"),
          of: "Line",
          level: 2,
          as: .reader,
          status: 403
        ),
        RightsFixture.query(
          path("Invoice.Supplier.Name", "Acme"),
          of: "Line",
          level: 3,
          as: .reader,
          status: 403
        ),
        RightsFixture.query(
          path("Invoice.Supplier.Name", "Acme"),
          of: "Line",
          level: 3,
          as: .writer,
          .holding(#""totalRecordCount":2"#)
        ),
        RightsFixture.query(
          path("CreatedBy.Name", "Rena Reader"),
          level: 2,
          as: .reader,
          .holding(#""totalRecordCount":1"#)
        ),
      ]
    }
  }

  @Test
  func joins() async throws {
    try await check { fixture in
      func join(
        _ type: String,
        _ field: String,
        to entity: String = "Invoice",
        as user: LocalUser,
        status: Int = 200,
        _ expected: Exchange.Body = .any
      ) -> Exchange {
        let link =
          #"{"left":"Line.Number","right":"\#(entity).\#(entity == "Invoice" ? "Number" : "Name")"}"#
        return RightsFixture.query(
          #""selectedFields":["Line.Number","\#(field)"],"#
            + #""joins":[{"type":"\#(type)","entity":"\#(entity)","on":\#(link)}]"#,
          of: "Line",
          as: user,
          status: status,
          expected
        )
      }
      let (a, r) = (#""Line.Number":"A1""#, #""Line.Number":"R1","Invoice.Number":"R1""#)
      return [
        join(
          "LEFT",
          "Invoice.Number",
          as: .reader,
          .exactly(#"{"totalRecordCount":2,"value":[{\#(a)},{\#(r)}]}"#)
        ),
        join(
          "INNER",
          "Invoice.Number",
          as: .reader,
          .exactly(#"{"totalRecordCount":1,"value":[{\#(r)}]}"#)
        ),
        join(
          "INNER",
          "Invoice.Number",
          as: .writer,
          .exactly(
            #"{"totalRecordCount":2,"value":[{\#(a),"Invoice.Number":"A1"},{\#(r)}]}"#
          )
        ),
        join("INNER", "Invoice.Amount", as: .reader, status: 403),
        join("INNER", "Amount", as: .reader, status: 403),
        join("LEFT", "Supplier.Name", to: "Supplier", as: .reader, status: 403),
        join("LEFT", "Supplier.Name", to: "Supplier", as: .writer),
        RightsFixture.query(
          #""aggregates":[{"function":"COUNT","field":"Invoice.Id","alias":"n"}],"#
            + #""joins":[{"type":"LEFT","entity":"Invoice","on":{"left":"Line.Number","right":"Invoice.Number"}}]"#,
          of: "Line",
          as: .reader,
          .holding(#"{"n":1}"#)
        ),
      ]
    }
  }

  /// The SQL endpoint sees what other reads see.
  @Test
  func statements() async throws {
    try await check { _ in
      func sql(
        _ text: String,
        as user: LocalUser,
        status: Int = 200,
        _ expected: Exchange.Body = .any
      ) -> Exchange {
        Exchange(
          .post,
          "/v1/query/execute",
          body: #"{"query":"\#(text)"}"#,
          as: user,
          status: status,
          expected
        )
      }
      let join =
        "SELECT Line.Number, Invoice.Number AS n FROM Line JOIN Invoice ON Line.Invoice = Invoice.Id LIMIT 9"
      return [
        sql(
          "SELECT Number FROM Invoice LIMIT 9",
          as: .reader,
          .exactly(#"{"results":[{"Number":"R1"}]}"#)
        ),
        sql("SELECT COUNT(Id) AS n FROM Invoice", as: .reader, .exactly(#"{"results":[{"n":1}]}"#)),
        sql("SELECT COUNT(Id) AS n FROM Invoice", as: .writer, .exactly(#"{"results":[{"n":3}]}"#)),
        sql(join, as: .reader, .lacking("A1")), sql(join, as: .writer, .holding("A1")),
        sql("SELECT Amount FROM Invoice LIMIT 9", as: .reader, status: 403),
        sql("SELECT Number FROM Invoice WHERE Amount > 1", as: .writer, status: 403),
        sql("SELECT SUM(Amount) AS s FROM Invoice", as: .norole, .holding(#"{"results":[{"s":40"#)),
        sql("SELECT Name FROM Supplier LIMIT 9", as: .reader, status: 403),
      ]
    }
  }

  @Test
  func writes() async throws {
    try await check { fixture in
      func update(_ id: String, _ body: String, as user: LocalUser, status: Int) -> Exchange {
        Exchange(
          .post,
          "/EntityService/Invoice/update/\(id)?expansionLevel=0",
          body: body,
          as: user,
          status: status
        )
      }
      let (insert, number) = ("/EntityService/Invoice/insert", #"{"Number":"X"}"#)
      func delete(_ id: String, as user: LocalUser, status: Int) -> Exchange {
        Exchange(.delete, "/EntityService/Invoice/delete/\(id)", as: user, status: status)
      }
      return [
        update(fixture.own, number, as: .reader, status: 200),
        update(fixture.first, number, as: .reader, status: 403),
        update(fixture.own, #"{"Number":"X","Amount":1}"#, as: .reader, status: 403),
        update(fixture.first, number, as: .norole, status: 403),
        update(fixture.first, #"{"Amount":11}"#, as: .writer, status: 403),
        update(fixture.first, #"{"Amount":11}"#, as: .administrator, status: 200),
        update(
          fixture.own,
          #"{"RecordOwner":"\#(LocalUser.writer.id)"}"#,
          as: .reader,
          status: 200
        ),
        Exchange(.post, insert, body: number, as: .norole, status: 403),
        Exchange(.post, insert, body: #"{"Number":"X","Amount":1}"#, as: .writer, status: 403),
        Exchange(.post, insert, body: number, as: .writer, .lacking("Amount")),
        Exchange(.post, "/EntityService/Line/insert", body: number, as: .reader, status: 403),
        Exchange(.post, "/EntityService/Plain/insert", body: "{}", as: .reader, status: 403),
        delete(fixture.first, as: .reader, status: 403),
        delete(fixture.first, as: .norole, status: 403),
        delete(fixture.own, as: .reader, status: 200),
        delete(fixture.own, as: .reader, status: 404),
      ]
    }
  }

  /// Each record of a batch is held against the rights for itself.
  @Test
  func batches() async throws {
    try await check { fixture in
      let path = "/EntityService/Invoice/"
      let refused = #"{"error":"You don't have permission"#
      return [
        Exchange(
          .post,
          path + "update-batch?expansionLevel=0",
          body: #"[{"Id":"\#(fixture.own)","Number":"X"},{"Id":"\#(fixture.first)","Number":"Y"}]"#,
          as: .reader,
          status: 400,
          .holding(#"{"successRecords":[{"Id":"\#(fixture.own)","Number":"X""#),
          .holding(#""failureRecords":[\#(refused)"#),
          .holding(#""record":{"Id":"\#(fixture.first)","Number":"Y"}"#),
          .lacking("Amount")
        ),
        Exchange(
          .post,
          path + "insert-batch",
          body: #"[{"Number":"N"},{"Number":"M","Amount":1}]"#,
          as: .reader,
          status: 400,
          .holding(#""failureRecords":[\#(refused)"#)
        ),
        Exchange(
          .post,
          path + "delete-batch",
          body: #"["\#(fixture.own)","\#(fixture.second)"]"#,
          as: .reader,
          status: 400,
          .holding(#"{"successRecords":[{"Id":"\#(fixture.own)"}]"#),
          .holding(#""failureRecords":[\#(refused)"#)
        ),
        RightsFixture.query(
          #""selectedFields":["Number"]"#,
          as: .norole,
          .holding(#""totalRecordCount":3"#),
          .lacking(#""Y""#)
        ),
      ]
    }
  }

  @Test
  func files() async throws {
    try await RightsFixture.scenario().run { tester in
      let fixture = try await RightsFixture.create(tester)
      let headers = ["Content-Type": "multipart/form-data; boundary=b"]
      let form =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhi\r\n--b--"
      func path(_ id: String) -> String { "/Attachment/Invoice/\(id)/Scan" }
      for exchange in [
        Exchange(.post, path(fixture.first), body: form, headers: headers),
        Exchange(.post, path(fixture.own), body: form, headers: headers),
        Exchange(
          .post,
          path(fixture.first),
          body: form,
          as: .writer,
          headers: headers,
          status: 403
        ),
        Exchange(.get, path(fixture.first), .exactly("hi")),
        Exchange(.get, path(fixture.first), as: .writer, status: 403, .lacking("hi")),
        Exchange(.get, path(fixture.first), as: .norole, status: 403),
        Exchange(.get, path(fixture.own), as: .reader, status: 403),
        Exchange(.delete, path(fixture.own), as: .reader, status: 403),
        Exchange(.delete, path(fixture.own)),
      ] {
        try await tester.check(exchange)
      }
    }
  }

  /// The schema is shown whole, but counts only what may be read.
  @Test
  func schema() async throws {
    try await check { _ in
      let path = "/Entity/Invoice/metadata"
      return [
        Exchange(
          .get,
          path,
          as: .reader,
          .holding(#""recordCount":1,"#),
          .holding(#""name":"RecordOwner","displayName":"Record Owner","#),
          .holding(#""name":"Amount""#)
        ),
        Exchange(.get, path, as: .writer, .holding(#""recordCount":3,"#)),
        Exchange(.get, "/Entity/Supplier/metadata", as: .reader, .holding(#""recordCount":0,"#)),
        Exchange(.get, "/Entity/Plain/metadata", as: .writer, .lacking("RecordOwner")),
      ]
    }
  }

  /// What may be made but not read is answered with its id alone.
  @Test
  func blindWrites() async throws {
    let book = RoleBook(
      roles: ["Box": CustomRole(entities: ["Invoice": EntityGrant(create: true, edit: .all)])],
      users: [
        "norole": ["Box"], "reader": ["Data Writer"], "administrator": ["Designer", "Data Writer"],
      ]
    )
    try await ServiceScenario.make(adjusting: { $0.roles = book }).run { tester in
      let fields = [ThingFixture.field("Number", #""name":"NVARCHAR""#)]
      let body = ThingFixture.entity("Invoice", fields)
        .replacing(#""fields""#, with: #""isRbacEnabled":true,"fields""#)
      try await tester.check(Exchange(.post, "/Entity", body: body))
      let path = "/EntityService/Invoice/"
      let record = #"{"Number":"1"}"#
      let answer = try await tester.check(
        Exchange(.post, path + "insert", body: record, as: .norole, .lacking("Number"))
      )
      let id = try #require(ServiceTester.ids(in: answer).first)
      for exchange in [
        Exchange(
          .post,
          path + "update/\(id)",
          body: record,
          as: .norole,
          .exactly(#"{"Id":"\#(id)"}"#)
        ),
        Exchange(
          .post,
          path + "insert-batch",
          body: "[\(record)]",
          as: .norole,
          .lacking("Number")
        ),
        Exchange(.get, path + "read", as: .norole, status: 403),
        Exchange(.get, path + "read", as: .reader, .holding(#""totalRecordCount":2"#)),
        Exchange(.delete, path + "delete/\(id)", as: .norole, status: 403),
      ] {
        try await tester.check(exchange)
      }
    }
  }
}
