import DSQLAPI
import DSQLClient
import DSQLTestSupport
import Logging
import Testing

@testable import DSQLService

/// Every call of the product's client meets every fault once: its result is right, or its error
/// says what happened; no write is done twice.
@Suite(.timeLimit(.minutes(5)))
struct ClientFaultTests {
  /// What must come of a call that met a fault.
  struct Expectation: Sendable {
    /// Nil where the call succeeds in the end.
    var error: ServiceError.Code?
    /// How often a write is done.
    var effects: Int

    init(_ kind: FaultPlan.Kind, isWrite: Bool) {
      switch kind {
      case .unauthenticated: (error, effects) = (.unauthorized, 0)
      case .forbidden: (error, effects) = (.forbidden, 0)
      case .internalError: (error, effects) = (.serverFault, 0)
      case .unavailable, .throttled: (error, effects) = (nil, 1)
      case .cut: (error, effects) = (isWrite ? .outcomeUnknown : nil, 0)
      case .lost: (error, effects) = (isWrite ? .outcomeUnknown : nil, 1)
      case .html: (error, effects) = (.invalidAnswer, 0)
      }
    }
  }

  /// Runs a service with a plan of faults while a client uses it.
  private func run(
    _ body: @Sendable (FaultedCall.Tenant, FaultPlan) async throws -> Void
  ) async throws {
    let plan = FaultPlan()
    var options = EmbeddedServiceOptions(store: .memory, writesSample: false)
    options.faults = plan
    let service = try EmbeddedService(
      options,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await service.run() }
      let port = try await service.boundPort()
      let client = ServiceClient(
        endpoint: try #require(
          ServiceEndpoint(uipathURL: "http://127.0.0.1:\(port)/local/sample")
        ),
        transport: HTTPTransport(),
        tokens: FixedTokenSource(AccessToken(try await service.accessToken(for: .administrator))),
        clock: PauselessClock()
      )
      try await body(try await FaultedCall.Tenant.make(client), plan)
      group.cancelAll()
    }
  }

  private func check(
    _ call: FaultedCall,
    _ kind: FaultPlan.Kind,
    _ word: String,
    _ tenant: FaultedCall.Tenant,
    _ plan: FaultPlan
  ) async throws {
    let expected = Expectation(kind, isWrite: call.isWrite)
    let id = try await call.prepare(tenant, word)
    plan.add(kind, to: "", retryAfter: kind == .throttled ? 3 : nil)
    var found: ServiceError.Code?
    do {
      try await call.act(tenant, id, word)
    } catch let error as ServiceError {
      found = error.code
    }
    #expect(found == expected.error, "\(call.name)")
    #expect(plan.isSpent, "\(call.name)")
    guard call.isWrite else { return }
    let effects = try await call.effects(tenant, id, word)
    #expect(effects == expected.effects, "\(call.name)")
  }

  @Test(arguments: FaultPlan.Kind.allCases)
  func everyCall(_ kind: FaultPlan.Kind) async throws {
    try await run { tenant, plan in
      for (index, call) in FaultedCall.all.enumerated() {
        try await check(call, kind, "word\(index)", tenant, plan)
      }
    }
  }
}
