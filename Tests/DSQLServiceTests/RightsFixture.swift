import HTTPTypes
import Testing

@testable import DSQLService

/// Entities with role-based access, and users with rights on some of their records and fields.
///
/// `reader` is a clerk, who has what is his own; `norole` a teller, who sees all invoices and their
/// amounts; `administrator` is an auditor besides, who alone reaches every field.
struct RightsFixture {
  /// The invoices `A1` and `A2`, which the administrator made, and `R1`, the reader's.
  var first: String
  var second: String
  var own: String
  var supplier: String
  /// The lines of `A1` and `R1`.
  var lines: [String]
  var invoice: String

  static let book = RoleBook(
    roles: [
      "Clerk": CustomRole(entities: [
        "Invoice": EntityGrant(read: .own, create: true, edit: .own, delete: .own),
        "Line": EntityGrant(read: .all), "Plain": EntityGrant(read: .all, create: true),
      ]),
      "Teller": CustomRole(
        entities: ["Invoice": EntityGrant(read: .all, edit: .own)],
        fields: ["Invoice.Amount": [.read]]
      ),
      "Auditor": CustomRole(
        fields: ["Invoice.Amount": [.read, .edit], "Invoice.Scan": [.read, .edit]]
      ),
    ],
    users: [
      "administrator": ["Administrator", "Designer", "Data Writer", "Auditor"],
      "reader": ["Clerk"], "norole": ["teller"],
    ]
  )

  static func scenario() throws -> ServiceScenario {
    try ServiceScenario.make(adjusting: { $0.roles = book })
  }

  static func create(_ tester: ServiceTester) async throws -> RightsFixture {
    let text = #""name":"NVARCHAR","lengthLimit":20"#
    func entity(_ name: String, _ fields: [String], rbac: Bool = true) async throws -> String {
      let body = ThingFixture.entity(name, fields).replacing(
        #""entityDefinition":{"#,
        with: #""entityDefinition":{"isRbacEnabled":\#(rbac),"#
      )
      return try await tester.created(Exchange(.post, "/Entity", body: body))
    }
    func reference(_ name: String) -> String {
      ThingFixture.field(
        name,
        #""name":"UNIQUEIDENTIFIER""#,
        "Relationship",
        #","referenceEntityName":"\#(name)""#
      )
    }
    _ = try await entity("Plain", [ThingFixture.field("Name", text)], rbac: false)
    _ = try await entity("Supplier", [ThingFixture.field("Name", text)])
    let invoice = try await entity(
      "Invoice",
      [
        ThingFixture.field("Number", text), reference("Supplier"),
        ThingFixture.field(
          "Amount",
          #""name":"DECIMAL","decimalPrecision":2"#,
          "Basic",
          #","isRbacEnabled":true"#
        ),
        ThingFixture.field(
          "Scan",
          #""name":"UNIQUEIDENTIFIER""#,
          "File",
          #","isRbacEnabled":true"#
        ),
      ]
    )
    _ = try await entity("Line", [ThingFixture.field("Number", text), reference("Invoice")])
    func insert(_ name: String, _ record: String, as user: LocalUser) async throws -> String {
      let path = "/EntityService/\(name)/insert?expansionLevel=0"
      let body = try await tester.check(Exchange(.post, path, body: record, as: user))
      return try #require(ServiceTester.ids(in: body).first)
    }
    let supplier = try await insert("Supplier", #"{"Name":"Acme"}"#, as: .administrator)
    func book(
      _ number: String,
      _ more: String,
      as user: LocalUser
    ) async throws -> String {
      let record = #"{"Number":"\#(number)","Supplier":"\#(supplier)"\#(more)}"#
      return try await insert("Invoice", record, as: user)
    }
    let first = try await book("A1", #","Amount":10"#, as: .administrator)
    let second = try await book("A2", #","Amount":30"#, as: .administrator)
    let own = try await book("R1", "", as: .reader)
    var lines: [String] = []
    for (number, id) in [("A1", first), ("R1", own)] {
      let record = #"{"Number":"\#(number)","Invoice":"\#(id)"}"#
      lines.append(try await insert("Line", record, as: .administrator))
    }
    return RightsFixture(
      first: first,
      second: second,
      own: own,
      supplier: supplier,
      lines: lines,
      invoice: invoice
    )
  }

  /// A query by name that answers what it finds with the given members of a body.
  static func query(
    _ members: String,
    of entity: String = "Invoice",
    level: Int = 0,
    as user: LocalUser,
    status: Int = 200,
    _ expected: Exchange.Body...
  ) -> Exchange {
    var exchange = Exchange(
      .post,
      "/EntityService/\(entity)/query?expansionLevel=\(level)",
      body: "{\(members)}",
      as: user,
      status: status
    )
    exchange.expected = expected
    return exchange
  }
}
