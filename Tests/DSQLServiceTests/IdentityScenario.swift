import DSQLTypes
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import Testing

@testable import DSQLService

/// A clock that a test moves.
final class SettableClock: Sendable {
  private let ticks = Mutex(ServiceScenario.moment.ticks)

  var now: Instant { Instant(ticks: ticks.withLock { $0 }) }

  func advance(_ seconds: Int64) { ticks.withLock { $0 += seconds * Instant.ticksPerSecond } }
}

/// What an identity server answered.
struct IdentityAnswer: Sendable {
  let status: Int
  let headers: HTTPFields
  let body: String

  var location: String { headers[.location] ?? "" }

  /// The members of a JSON body, texts and numbers as texts.
  var members: [String: String] {
    guard let object = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
    else { return [:] }
    return object.mapValues { "\($0)" }
  }

  /// The parameters of the address that it leads to.
  var parameters: [String: String] {
    let items = URLComponents(string: location)?.queryItems ?? []
    return Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
  }

  /// What the `errorId` of the address says.
  var refusal: [String: Any] {
    var base64 = (parameters["errorId"] ?? "").replacing("-", with: "+").replacing("_", with: "/")
    while base64.count % 4 != 0 { base64.append("=") }
    guard let data = Data(base64Encoded: base64),
      let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { return [:] }
    return object["Data"] as? [String: Any] ?? [:]
  }

  /// The hidden field of the form.
  var consent: String {
    guard let start = body.firstRange(of: #"name="consent" value=""#) else { return "" }
    return String(body[start.upperBound...].prefix { $0 != "\"" })
  }
}

/// A service whose identity server a test talks with, as client and as browser.
struct IdentityScenario: Sendable {
  /// The example of RFC 7636, appendix B.
  static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
  static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
  static let redirectURI = "http://localhost:12733/callback"
  static let scope =
    "DataFabric.Schema.Read DataFabric.Data.Read DataFabric.Data.Write offline_access"

  let service: EmbeddedService
  let clock = SettableClock()

  init(
    store: EmbeddedServiceOptions.Store = .memory,
    traits: [String] = [],
    roles: [String] = [],
    _ change: (inout IdentityOptions) -> Void = { _ in }
  ) throws {
    let clock = clock
    var options = EmbeddedServiceOptions(store: store, writesSample: false, now: { clock.now })
    for trait in traits { try options.set(trait: trait) }
    for role in roles { try options.roles.assign(role) }
    change(&options.identity)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    service = try EmbeddedService(options, logger: logger)
  }

  func run(_ body: @Sendable (IdentityTester) async throws -> Void) async throws {
    try await service.application().test(.router) { client in
      try await body(IdentityTester(client: client, clock: clock, service: service))
    }
  }
}

/// Sends requests within a scenario.
struct IdentityTester: Sendable {
  let client: any TestClientProtocol
  let clock: SettableClock
  let service: EmbeddedService

  func send(
    _ method: HTTPRequest.Method,
    _ path: String,
    body: String? = nil,
    headers: [String: String] = [:]
  ) async throws -> IdentityAnswer {
    var fields = HTTPFields()
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return try await client.execute(
      uri: path,
      method: method,
      headers: fields,
      body: body.map { ByteBuffer(string: $0) }
    ) { response in
      IdentityAnswer(
        status: response.status.code,
        headers: response.headers,
        body: String(buffer: response.body)
      )
    }
  }

  /// Sends a form.
  func post(
    _ path: String,
    _ form: [String: String],
    headers: [String: String] = [:]
  ) async throws -> IdentityAnswer {
    let type = ["Content-Type": "application/x-www-form-urlencoded"]
    return try await send(
      .post,
      path,
      body: Self.encoded(form),
      headers: type.merging(headers) { $1 }
    )
  }

  /// Opens the page that asks for consent; a parameter that is nil is left out.
  func authorize(_ changes: [String: String?] = [:]) async throws -> IdentityAnswer {
    var parameters: [String: String?] = [
      "response_type": "code", "client_id": EmbeddedService.publicClientID,
      "redirect_uri": IdentityScenario.redirectURI, "scope": IdentityScenario.scope,
      "state": "a state", "code_challenge": IdentityScenario.challenge,
      "code_challenge_method": "S256",
    ]
    for (name, value) in changes { parameters[name] = value }
    let query = Self.encoded(parameters.compactMapValues(\.self))
    return try await send(.get, "/identity_/connect/authorize?\(query)")
  }

  /// Answers the page as a browser does.
  func decide(
    _ page: IdentityAnswer,
    as user: LocalUser?,
    _ decision: String = "allow",
    cookie: String? = nil
  ) async throws -> IdentityAnswer {
    var form = ["consent": page.consent, "decision": decision]
    form["user"] = user?.rawValue
    return try await post(
      "/identity_/connect/authorize",
      form,
      headers: cookie.map { ["Cookie": $0] } ?? [:]
    )
  }

  /// Signs a user in and answers the code.
  func code(
    for user: LocalUser = .administrator,
    _ changes: [String: String?] = [:]
  ) async throws -> String {
    let answer = try await decide(try await authorize(changes), as: user)
    return answer.parameters["code"] ?? ""
  }

  /// Asks for a token; a field that is nil is left out.
  func token(_ fields: [String: String?]) async throws -> IdentityAnswer {
    try await post("/identity_/connect/token", fields.compactMapValues(\.self))
  }

  func exchange(_ code: String, _ changes: [String: String?] = [:]) async throws -> IdentityAnswer {
    var fields: [String: String?] = [
      "grant_type": "authorization_code", "code": code,
      "redirect_uri": IdentityScenario.redirectURI, "client_id": EmbeddedService.publicClientID,
      "code_verifier": IdentityScenario.verifier,
    ]
    for (name, value) in changes { fields[name] = value }
    return try await token(fields)
  }

  /// Signs a user in and answers the tokens.
  func login(
    as user: LocalUser = .administrator,
    _ changes: [String: String?] = [:]
  ) async throws -> IdentityAnswer {
    try await exchange(try await code(for: user, changes))
  }

  func refresh(_ token: String, _ changes: [String: String?] = [:]) async throws -> IdentityAnswer {
    var fields: [String: String?] = [
      "grant_type": "refresh_token", "refresh_token": token,
      "client_id": EmbeddedService.publicClientID,
    ]
    for (name, value) in changes { fields[name] = value }
    return try await self.token(fields)
  }

  /// The status of a call of the Data Service.
  func call(
    _ token: String,
    _ method: HTTPRequest.Method = .get,
    _ path: String = "/Entity",
    body: String? = nil
  ) async throws -> IdentityAnswer {
    try await send(
      method,
      ServiceScenario.base + path,
      body: body,
      headers: ["Authorization": "Bearer \(token)"]
    )
  }

  private static func encoded(_ values: [String: String]) -> String {
    var components = URLComponents()
    components.queryItems = values.sorted { $0.key < $1.key }.map {
      URLQueryItem(name: $0.key, value: $0.value)
    }
    return (components.percentEncodedQuery ?? "").replacing("+", with: "%2B")
  }
}
