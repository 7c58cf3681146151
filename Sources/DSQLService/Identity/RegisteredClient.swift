/// An application that the identity server knows.
///
/// - Source: `identity.md` §3 and §9.9.
package struct RegisteredClient: Hashable, Sendable {
  package let id: String
  /// The name that people see when they are asked for their consent.
  package let name: String
  /// What a confidential client proves itself with; nil for a public one.
  package let secret: String?
  package let redirectURIs: [String]
  /// What it may do for a person who signs in.
  package let userScopes: [String]
  /// What it may do for itself.
  package let applicationScopes: [String]
  /// Whom the Data Service takes the application for when no person is involved.
  let account: LocalUser

  private static let loopback = [
    "http://localhost:12733/callback", "http://localhost:12734/callback",
  ]
  private static let person = ["openid", "profile", "email"]
  private static let fabric = [
    "DataFabric.Schema.Read", "DataFabric.Data.Read", "DataFabric.Data.Write",
  ]
  private static let service = [
    "DataService.Schema.Read", "DataService.Data.Read", "DataService.Data.Write",
  ]

  /// The public client of the newer scope family, which `dsql serve` names.
  package static let fabricPublic = RegisteredClient(
    id: "0190163d-8694-739b-aea5-966c26f8c001",
    name: "dsql",
    secret: nil,
    redirectURIs: loopback,
    userScopes: fabric
      + ["DataFabric.Schema.Write", "DataServiceApiUserAccess", "offline_access"] + person,
    applicationScopes: [],
    account: .norole
  )

  /// The public client of the older scope family.
  package static let servicePublic = RegisteredClient(
    id: "0190163d-8694-739b-aea5-966c26f8c002",
    name: "dsql with the older scopes",
    secret: nil,
    redirectURIs: loopback,
    userScopes: service + ["offline_access"] + person,
    applicationScopes: [],
    account: .norole
  )

  /// A confidential client that acts for people only.
  package static let confidentialUser = RegisteredClient(
    id: "0190163d-8694-739b-aea5-966c26f8c003",
    name: "Invoice portal",
    secret: "local-secret-of-invoice-portal",
    redirectURIs: loopback,
    userScopes: fabric + ["offline_access"],
    applicationScopes: [],
    account: .norole
  )

  /// A confidential client that acts for people and for itself; for itself it has no role.
  package static let confidentialBoth = RegisteredClient(
    id: "0190163d-8694-739b-aea5-966c26f8c004",
    name: "Invoice portal with a night job",
    secret: "local-secret-of-night-job",
    redirectURIs: loopback,
    userScopes: fabric + ["offline_access"],
    applicationScopes: ["OR.Default"],
    account: .norole
  )

  /// A confidential client that acts for itself only, with a role of its own.
  package static let application = RegisteredClient(
    id: LocalUser.robot.id,
    name: "Rolf Robot",
    secret: "local-secret-of-rolf-robot",
    redirectURIs: [],
    userScopes: [],
    applicationScopes: ["OR.Default"],
    account: .robot
  )

  /// Every client.
  package static var all: [RegisteredClient] {
    [fabricPublic, servicePublic, confidentialUser, confidentialBoth, application]
  }

  /// Whether people sign in through it.
  var signsPeopleIn: Bool { !userScopes.isEmpty }

  /// Whether it can get a token without a person.
  var actsAlone: Bool { !applicationScopes.isEmpty }
}
