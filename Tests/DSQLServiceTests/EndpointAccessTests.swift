import HTTPTypes
import Hummingbird
import Testing

@testable import DSQLService

/// Every endpoint, by what it needs of the token and of the user.
@Suite
struct EndpointAccessTests {
  /// What an endpoint needs, as one letter.
  private enum Need: Character {
    case readSchema = "s"
    case readData = "r"
    case writeData = "w"
    case writeSchema = "d"
    case writeChoices = "c"
    /// Reading the values of a choice set: the scope of data, a role of data or schema.
    case readChoices = "v"
    /// Writing what an answer lets one fetch later.
    case readAndWriteData = "b"
  }

  /// All endpoints, without the parts that stand for something: a new one must be put down here.
  private static let endpoints: [String: Need] = [
    "GET Entity": .readSchema, "POST Entity": .writeSchema, "GET Entity/choiceset": .readSchema,
    "POST Entity/choiceset": .writeSchema, "POST Entity/*/delete": .writeSchema,
    "GET Entity/*": .readSchema, "DELETE Entity/*": .writeSchema,
    "GET Entity/*/metadata": .readSchema, "PATCH Entity/*/metadata": .writeSchema,
    "GET v2/Entity": .readSchema, "GET v3/entities": .readSchema, "POST v3/entities": .writeSchema,
    "GET v3/entities/*": .readSchema, "DELETE v3/entities/*": .writeSchema,
    "GET v3/entities/*/metadata": .readSchema, "PATCH v3/entities/*/metadata": .writeSchema,
    "POST EntityService/entity/*/query_expansion": .readChoices,
    "POST EntityService/entity/*/choiceset/delete": .writeChoices,
    "POST EntityService/*/choiceset/insert": .writeChoices,
    "POST EntityService/*/choiceset/*/update": .writeChoices,
    "GET v2/EntityService/entity/*/read/*": .readData,
    "POST v2/EntityService/entity/*/query": .readData, "POST v1/query/execute": .readData,
    "GET BulkUpload/errors/*": .readData,
    "POST EntityService/*/bulk-upload": .readAndWriteData,
    "POST EntityService/entity/*/bulk-upload": .readAndWriteData,
    "GET Attachment/*/*/*": .readData, "POST Attachment/*/*/*": .writeData,
    "DELETE Attachment/*/*/*": .writeData, "GET Attachment/entity/*/*/*": .readData,
    "POST Attachment/entity/*/*/*": .writeData, "DELETE Attachment/entity/*/*/*": .writeData,
  ].merging(
    ["EntityService/*", "EntityService/entity/*", "v3/entities/entity/*"].flatMap { place in
      [
        ("GET \(place)/read", .readData), ("GET \(place)/read/*", .readData),
        ("POST \(place)/query", .readData), ("POST \(place)/insert", .writeData),
        ("POST \(place)/update/*", .writeData), ("DELETE \(place)/delete/*", .writeData),
        ("POST \(place)/insert-batch", .writeData), ("POST \(place)/update-batch", .writeData),
        ("POST \(place)/delete-batch", .writeData),
      ]
    }
  ) { $1 }

  private static let scopes: [(name: String, needs: String)] = [
    ("DataFabric.Schema.Read", "s"), ("DataService.Schema.Read", "s"),
    ("DataFabric.Data.Read", "rv"), ("DataService.Data.Read", "rv"),
    ("DataFabric.Data.Write", "w"), ("DataService.Data.Write", "w"),
    ("DataFabric.Schema.Write", "d"), ("DataServiceApiUserAccess", "c"), ("openid", ""),
    (
      "DataFabric.Schema.Read DataFabric.Data.Read DataFabric.Data.Write DataFabric.Schema.Write "
        + "DataServiceApiUserAccess",
      "srwdcvb"
    ),
  ]

  /// Roles of users, and what they allow; the user without a role has a custom one in the second.
  private static let users: [(roles: [String: [String]], allowed: [LocalUser: String])] = [
    ([:], [.administrator: "srwdcvb", .writer: "srwvb", .reader: "srv", .norole: ""]),
    (
      [
        "administrator": ["Administrator"], "writer": ["Designer"], "reader": ["Clerk"],
        "norole": ["Box"],
      ],
      [.administrator: "", .writer: "sdcv", .reader: "srv", .norole: "swv"]
    ),
  ]

  private static let book = RoleBook(roles: [
    "Clerk": CustomRole(entities: ["Thing": EntityGrant(read: .own)]),
    "Box": CustomRole(entities: ["Thing": EntityGrant(create: true)]),
  ])

  /// A call to an endpoint on something that does not exist.
  private static func call(_ endpoint: String, as user: LocalUser?, token: String?) -> Exchange {
    let parts = endpoint.split(separator: " ")
    let path = parts[1].split(separator: "/").map { part in
      part == "*" ? "0190163d-8694-739b-aea5-966c26f8ffff" : String(part)
    }
    let body =
      parts[0] == "GET" || parts[0] == "DELETE"
      ? nil : parts[1].hasSuffix("batch") || parts[1].hasSuffix("choiceset/delete") ? "[]" : "{}"
    return Exchange(
      HTTPRequest.Method(rawValue: String(parts[0])) ?? .get,
      "/" + path.joined(separator: "/"),
      body: body,
      as: nil,
      headers: token.map { ["Authorization": "Bearer \($0)"] } ?? [:]
    )
  }

  /// The endpoints that a service has.
  private static func routes(of service: EmbeddedService) -> [String] {
    service.router().router().routes.map { route in
      let parts = route.path.description.split(separator: "/").dropFirst()
      let path = parts.map { $0.hasPrefix("{") || $0.hasPrefix(":") ? "*" : String($0) }
      return "\(route.method.rawValue) \(path.joined(separator: "/"))"
    }
  }

  @Test
  func everyEndpointIsKnown() throws {
    let routes = Self.routes(of: try ServiceScenario.make().service)
    #expect(routes.count > 50)
    #expect(Set(routes).subtracting(Self.endpoints.keys).sorted() == [])
  }

  /// A call is let through where the scope and the role allow it, and refused in the same words
  /// everywhere else, whatever it names.
  @Test(arguments: users.indices)
  func scopesAndRoles(_ table: Int) async throws {
    let (roles, allowed) = Self.users[table]
    var book = Self.book
    book.users = roles
    let known = book
    let scenario = try ServiceScenario.make(adjusting: { $0.roles = known })
    let routes = Self.routes(of: scenario.service)
    try await scenario.run { tester in
      for (user, userNeeds) in allowed {
        for (scope, scopeNeeds) in Self.scopes {
          let token = try await scenario.service.accessToken(
            for: user,
            scopes: scope.split(separator: " ").map { String($0) }
          )
          for endpoint in routes {
            guard let need = Self.endpoints[endpoint] else { continue }
            let (status, body, headers) = try await tester.send(
              Self.call(endpoint, as: user, token: token)
            )
            let told = Comment(rawValue: "\(user) \(scope) \(endpoint) \(status) \(body)")
            guard scopeNeeds.contains(need.rawValue) else {
              #expect(status == 403 && body.contains("insufficient_scope"), told)
              #expect(headers[.wwwAuthenticate]?.contains("insufficient_scope") == true, told)
              continue
            }
            guard userNeeds.contains(need.rawValue) else {
              #expect(status == 403 && body.contains("You don't have permission"), told)
              continue
            }
            #expect([200, 400, 404].contains(status), told)
          }
        }
      }
    }
  }

  @Test
  func withoutToken() async throws {
    let scenario = try ServiceScenario.make()
    let routes = Self.routes(of: scenario.service)
    try await scenario.run { tester in
      for endpoint in routes {
        let exchange = Self.call(endpoint, as: nil, token: nil)
        let status = try await tester.send(exchange).status
        #expect(status == 401, "\(endpoint)")
      }
    }
  }
}
