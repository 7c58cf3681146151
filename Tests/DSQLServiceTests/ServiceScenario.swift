import DSQLTypes
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import DSQLService

/// One request and what must come back.
struct Exchange: Sendable, CustomTestStringConvertible {
  /// How an answer's body is held against the expected one.
  enum Body: Sendable {
    case any
    /// The whole body, byte for byte.
    case exactly(String)
    /// The text of `error`.
    case error(String)
    /// A piece of the body.
    case holding(String)
    /// A piece that the body must not have.
    case lacking(String)
  }

  var user: LocalUser?
  var method: HTTPRequest.Method
  /// Below the base address.
  var path: String
  var body: String?
  var headers: [String: String] = [:]
  var status: Int
  var expected: [Body]

  var testDescription: String { "\(method.rawValue) \(path) \(body ?? "")" }

  init(
    _ method: HTTPRequest.Method,
    _ path: String,
    body: String? = nil,
    as user: LocalUser? = .administrator,
    headers: [String: String] = [:],
    status: Int = 200,
    _ expected: Body...
  ) {
    self.user = user
    self.method = method
    self.path = path
    self.body = body
    self.headers = headers
    self.status = status
    self.expected = expected
  }
}

/// A service in memory with a fixed clock, and requests to it.
struct ServiceScenario {
  static let base = "/local/sample/datafabric_/api"
  /// 2026-03-01T09:15:02.337Z.
  static let moment = Instant(ticks: 17_723_565_023_370_000)

  let service: EmbeddedService
  var setting: TestingSetup = .router

  static func make(
    store: EmbeddedServiceOptions.Store = .memory,
    apiLevel: APILevel = .cloud,
    without: Set<ServiceFeature> = [],
    traits: [String] = [],
    sample: Bool = false,
    adjusting: (inout EmbeddedServiceOptions) -> Void = { _ in },
    over setting: TestingSetup = .router
  ) throws -> ServiceScenario {
    var chosen = EmbeddedTraits()
    for trait in traits { try chosen.set(trait) }
    var options = EmbeddedServiceOptions(
      store: store,
      apiLevel: apiLevel,
      without: without,
      traits: chosen,
      writesSample: sample,
      now: { moment }
    )
    adjusting(&options)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    return ServiceScenario(
      service: try EmbeddedService(options, logger: logger),
      setting: setting
    )
  }

  /// Sends requests one after another and checks each answer; `{name}` in a path or body stands for
  /// a value that an earlier step kept.
  func run(_ body: @Sendable (ServiceTester) async throws -> Void) async throws {
    var tokens: [LocalUser: String] = [:]
    for user in LocalUser.allCases { tokens[user] = try await service.accessToken(for: user) }
    let known = tokens
    try await service.application().test(setting) { client in
      try await body(ServiceTester(client: client, tokens: known))
    }
  }
}

/// Sends requests within a scenario.
struct ServiceTester: Sendable {
  let client: any TestClientProtocol
  let tokens: [LocalUser: String]

  /// Sends a request and answers status and body.
  func send(_ exchange: Exchange) async throws -> (status: Int, body: String, headers: HTTPFields) {
    var headers = HTTPFields()
    if let user = exchange.user, let token = tokens[user] {
      headers[.authorization] = "Bearer \(token)"
    }
    for (name, value) in exchange.headers {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    let path = exchange.path.hasPrefix("//") ? String(exchange.path.dropFirst()) : nil
    return try await client.execute(
      uri: path ?? ServiceScenario.base + exchange.path,
      method: exchange.method,
      headers: headers,
      body: exchange.body.map { ByteBuffer(string: $0) }
    ) { response in
      (response.status.code, String(buffer: response.body), response.headers)
    }
  }

  /// Sends a request, checks the answer, and answers the body.
  @discardableResult
  func check(
    _ exchange: Exchange,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> String {
    let (status, body, _) = try await send(exchange)
    let told = Comment(rawValue: "\(exchange.testDescription)\n\(body.prefix(2000))")
    #expect(status == exchange.status, told, sourceLocation: sourceLocation)
    for expected in exchange.expected {
      switch expected {
      case .any: break
      case .exactly(let text): #expect(body == text, told, sourceLocation: sourceLocation)
      case .holding(let text):
        #expect(body.contains(text), told, sourceLocation: sourceLocation)
      case .lacking(let text):
        #expect(!body.contains(text), told, sourceLocation: sourceLocation)
      case .error(let text):
        let start = "{\"error\":\(Self.json(text)),\"traceId\":\""
        #expect(body.hasPrefix(start), told, sourceLocation: sourceLocation)
      }
    }
    return body
  }

  /// The ids of the records in an answer, in order.
  static func ids(in body: String) -> [String] {
    body.components(separatedBy: #"{"Id":""#).dropFirst().map { String($0.prefix(36)) }
  }

  /// The id that the answer of a creation is.
  func created(_ exchange: Exchange) async throws -> String {
    String(try await check(exchange).dropFirst().dropLast())
  }

  private static func json(_ text: String) -> String {
    let data = try? JSONEncoder().encode(text)
    return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
