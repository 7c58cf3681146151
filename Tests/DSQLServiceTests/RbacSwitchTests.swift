import FoundationEssentials
import HTTPTypes
import Logging
import Testing

@testable import DSQLService

/// Role-based access as it is switched on and off.
@Suite
struct RbacSwitchTests {
  /// Records that were there before have those as owners who made them.
  @Test
  func entity() async throws {
    try await ServiceScenario.make().run { tester in
      let fields = [ThingFixture.field("Name", #""name":"NVARCHAR""#)]
      let id = try await tester.created(
        Exchange(.post, "/Entity", body: ThingFixture.entity("Note", fields))
      )
      func patch(_ members: String) -> Exchange {
        Exchange(.patch, "/Entity/\(id)/metadata", body: #"{"displayName":"Note"\#(members)}"#)
      }
      func list(_ expected: Exchange.Body) -> Exchange {
        Exchange(.get, "/EntityService/Note/read?expansionLevel=0", expected)
      }
      func insert(as user: LocalUser) -> Exchange {
        Exchange(.post, "/EntityService/Note/insert", body: #"{"Name":"n"}"#, as: user)
      }
      let owner = #""RecordOwner":"\#(LocalUser.writer.id)""#
      for exchange in [
        insert(as: .writer), list(.lacking("RecordOwner")), patch(#","isRbacEnabled":true"#),
        Exchange(.get, "/Entity/\(id)", .holding(#""isRbacEnabled":true,"fields""#)),
        list(.holding(owner)), insert(as: .administrator),
        list(.holding(#""RecordOwner":"\#(LocalUser.administrator.id)""#)), patch(""),
        list(.holding(owner)), patch(#","isRbacEnabled":false"#), list(.lacking("RecordOwner")),
        insert(as: .writer), patch(#","isRbacEnabled":true"#), list(.holding(owner)),
        Exchange(.delete, "/Entity/\(id)"),
      ] {
        try await tester.check(exchange)
      }
    }
  }

  /// A change of the fields changes the flags that it names, and no others.
  @Test
  func fields() async throws {
    try await ServiceScenario.make().run { tester in
      let text = #""name":"NVARCHAR","lengthLimit":20"#
      func body(_ id: String?, _ entityFlag: String, _ fieldFlag: String) -> String {
        ThingFixture.entity("Note", id: id, [ThingFixture.field("Name", text, "Basic", fieldFlag)])
          .replacing(#""fields":"#, with: #"\#(entityFlag)"fields":"#)
      }
      let (on, off) = (#""isRbacEnabled":true"#, #""isRbacEnabled":false"#)
      let id = try await tester.created(Exchange(.post, "/Entity", body: body(nil, "", "")))
      try await tester.check(
        Exchange(.post, "/EntityService/Note/insert", body: #"{"Name":"n"}"#)
      )
      let read = "/EntityService/Note/read?expansionLevel=0"
      for (entityFlag, fieldFlag, flags, record): (String, String, Int, Exchange.Body) in [
        (on + ",", "," + on, 2, .holding(#""RecordOwner":"#)), ("", "", 2, .lacking(#""Name":"#)),
        (off + ",", "", 1, .lacking("RecordOwner")),
        (off + ",", "," + off, 0, .holding(#""Name":"n""#)),
        (on + ",", "", 1, .holding(#""RecordOwner":"#)),
      ] {
        try await tester.check(Exchange(.post, "/Entity", body: body(id, entityFlag, fieldFlag)))
        let schema = try await tester.check(Exchange(.get, "/Entity/\(id)"))
        let own = schema.components(separatedBy: #""referenceEntity":{"#)[0]
        #expect(own.components(separatedBy: on).count - 1 == flags, "\(entityFlag)\(fieldFlag)")
        try await tester.check(Exchange(.get, read, record))
      }
    }
  }

  /// A store that kept the flag without effect gets owners when it is opened.
  @Test
  func olderStore() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "dsql-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let place = EmbeddedServiceOptions.Store.file(folder + "/store.sqlite")
    let body = ThingFixture.entity("Note", [ThingFixture.field("Name", #""name":"NVARCHAR""#)])
      .replacing(#""fields":"#, with: #""isRbacEnabled":true,"fields":"#)
    try await ServiceScenario.make(store: place).run { tester in
      try await tester.check(Exchange(.post, "/Entity", body: body))
      try await tester.check(
        Exchange(.post, "/EntityService/Note/insert", body: "{}", as: .writer)
      )
    }
    let store = try Store(
      place,
      behaviour: ServiceBehaviour(traits: EmbeddedTraits(), expandsUsers: true),
      now: { ServiceScenario.moment }
    )
    try store.writeNow(
      as: "",
      moment: ServiceScenario.moment,
      random: SeededGenerator(seed: 1)
    ) { writing in
      let table = try #require(writing.schema.entities.first { $0.name == "Note" }).table
      for sql in [
        "DROP INDEX o\(table)", "ALTER TABLE \(table) DROP COLUMN ro", "DROP TABLE dsql_role",
      ] {
        try PreparedSQL(writing.db, sql).run([])
      }
    }
    try await ServiceScenario.make(store: place).run { tester in
      try await tester.check(
        Exchange(
          .get,
          "/EntityService/Note/read?expansionLevel=0",
          .holding(#""RecordOwner":"\#(LocalUser.writer.id)""#)
        )
      )
    }
  }
}
