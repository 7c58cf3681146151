import FoundationEssentials
import HTTPTypes
import Testing

@testable import DSQLService

/// Role files, roles of users, and how a store keeps them.
@Suite
struct RoleBookTests {
  @Test
  func file() throws {
    let text = #"""
      {"roles":{"Clerk":{"entities":{"Invoice":{"read":"all","edit":"own","create":true,
      "delete":"none"}},"fields":{"Invoice.Amount":["read"]}}},"users":{"reader":["Clerk"]}}
      """#
    let book = try RoleBook(file: Data(text.utf8))
    let clerk = CustomRole(
      entities: ["Invoice": EntityGrant(read: .all, create: true, edit: .own)],
      fields: ["Invoice.Amount": [.read]]
    )
    #expect(book == RoleBook(roles: ["Clerk": clerk], users: ["reader": ["Clerk"]]))
    let encoder = JSONEncoder()
    #expect(try RoleBook(file: encoder.encode(book)) == book)
  }

  /// Each mistake is told with its place.
  @Test(arguments: [
    (#"{"rolls":{}}"#, #""rolls" means nothing here; there are roles, users"#),
    (
      #"{"roles":{"C":{"entities":{"Invoice":{"reads":"all"}}}}}"#,
      #"roles.C.entities.Invoice: "reads" means nothing here; there are read, create, edit, delete"#
    ),
    (
      #"{"roles":{"C":{"entities":{"Invoice":{"read":"some"}}}}}"#,
      "roles.C.entities.Invoice.read: "
    ),
    (
      #"{"roles":{"C":{"entities":{"Invoice":{"create":"all"}}}}}"#,
      "roles.C.entities.Invoice.create"
    ),
    (
      #"{"roles":{"C":{"fields":{"Amount":["read"]}}}}"#,
      #"roles.C.fields: "Amount" is not written Entity.Field"#
    ),
    (#"{"roles":{"C":{"fields":{"I.Amount":["write"]}}}}"#, "roles.C.fields.I.Amount.[0]: "),
    (
      #"{"roles":{"data-reader":{}}}"#,
      "roles.data-reader: every tenant has this role, and it cannot be changed"
    ),
    (
      #"{"users":{"boss":["C"]}}"#,
      #"there is no user "boss"; there are administrator, writer, reader, norole, disabled, robot"#
    ),
    (#"{"users":{"reader":"C"}}"#, "users.reader: "), ("[]", "Expected"), ("{", ""),
  ])
  func mistakes(_ text: String, _ told: String) {
    let error = #expect(throws: EmbeddedServiceError.self) {
      try RoleBook(file: Data(text.utf8))
    }
    #expect(
      error?.description.contains("roles: " + told) == true || told == "Expected",
      "\(error?.description ?? "")"
    )
  }

  @Test(arguments: [
    ("reader=Data Writer", [StandardRole.dataWriter]), ("reader=data-writer", [.dataWriter]),
    ("reader=DESIGNER,datareader", [.designer, .dataReader]), ("reader=", []),
    ("writer=", [.dataReader]),
  ])
  func assignments(_ assignment: String, _ roles: [StandardRole]) throws {
    var book = RoleBook()
    try book.assign(assignment)
    #expect(book.roles(of: .reader).standard == roles)
  }

  @Test(arguments: ["reader", "boss=Designer", "=Designer"])
  func badAssignments(_ assignment: String) {
    var book = RoleBook()
    #expect(throws: EmbeddedServiceError.self) { try book.assign(assignment) }
    #expect(book.isEmpty)
  }

  /// A token that is made for a user lets the roles decide, those that were given included.
  @Test
  func tokens() async throws {
    let book = RoleBook(users: ["writer": ["Designer"], "administrator": ["Data Reader"]])
    try await ServiceScenario.make(adjusting: { $0.roles = book }).run { tester in
      let entity = ThingFixture.entity("Note", [])
      for exchange in [
        Exchange(.post, "/Entity", body: entity, status: 403, .holding("insufficient_scope")),
        Exchange(.post, "/Entity", body: entity, as: .writer),
        Exchange(.get, "/EntityService/Note/read"),
        Exchange(
          .get,
          "/EntityService/Note/read",
          as: .writer,
          status: 403,
          .holding("You don't have permission")
        ),
      ] {
        try await tester.check(exchange)
      }
    }
  }

  /// Roles stay with the store; what a later start names takes their place.
  @Test
  func kept() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "dsql-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let place = EmbeddedServiceOptions.Store.file(folder + "/store.sqlite")
    let clerk = CustomRole(entities: ["Note": EntityGrant(read: .all)])
    let body = ThingFixture.entity("Note", [])
      .replacing(#""fields":"#, with: #""isRbacEnabled":true,"fields":"#)
    for (book, creates, statuses) in [
      (RoleBook(roles: ["Clerk": clerk], users: ["reader": ["clerk"]]), true, [200, 200, 403]),
      (RoleBook(), false, [200, 200, 403]),
      (RoleBook(users: ["norole": ["Clerk"], "writer": []]), false, [403, 200, 200]),
      (RoleBook(roles: ["CLERK": CustomRole()]), false, [403, 403, 403]),
    ] {
      try await ServiceScenario.make(store: place, adjusting: { $0.roles = book }).run { tester in
        if creates { try await tester.check(Exchange(.post, "/Entity", body: body)) }
        for (user, status) in zip([LocalUser.writer, .reader, .norole], statuses) {
          try await tester.check(
            Exchange(.get, "/EntityService/Note/read", as: user, status: status)
          )
        }
      }
    }
    let unknown = RoleBook(users: ["reader": ["Boss"]])
    let error = #expect(throws: EmbeddedServiceError.self) {
      try ServiceScenario.make(store: place, adjusting: { $0.roles = unknown })
    }
    #expect(
      error?.description
        == #"roles: there is no role "Boss" for user "reader"; there are Administrator, Designer, "#
        + "Data Writer, Data Reader, CLERK"
    )
  }

  /// A role that another process changes counts at once.
  @Test
  func shared() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "dsql-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let place = EmbeddedServiceOptions.Store.file(folder + "/store.sqlite")
    try await ServiceScenario.make(store: place).run { tester in
      let read = "/EntityService/SystemUser/read"
      try await tester.check(Exchange(.get, read, as: .reader))
      _ = try ServiceScenario.make(
        store: place,
        adjusting: { $0.roles.users = ["reader": [], "norole": ["Data Reader"]] }
      )
      try await tester.check(Exchange(.get, read, as: .reader, status: 403))
      try await tester.check(Exchange(.get, read, as: .norole))
    }
  }
}
