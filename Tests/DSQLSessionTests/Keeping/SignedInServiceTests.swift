import DSQLAPI
import DSQLClient
import DSQLService
import DSQLSession
import Testing

@Suite("A stored login at the embedded service")
struct SignedInServiceTests {
  @Test("Fifty calls across the end of a token ask for one refresh, and all succeed")
  func concurrency() async throws {
    try await SignedInService.run { service in
      let client = try service.client(try service.login())
      _ = try await client.entities()
      service.pass(3700)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<50 { group.addTask { _ = try await client.entities() } }
        try await group.waitForAll()
      }
      #expect(service.refreshes == 1)
      #expect(service.warnings.all.isEmpty)
    }
  }

  @Test("A token that the service refuses early is renewed, and the call sent again")
  func refusedEarly() async throws {
    try await SignedInService.run { service in
      let client = try service.client(try service.login())
      service.faults.add(.unauthenticated, to: "/Entity", times: 1)
      _ = try await client.entities()
      #expect(service.refreshes == 1)
      service.faults.add(.unauthenticated, to: "/Entity", times: 2)
      let error = await #expect(throws: ServiceError.self) { try await client.entities() }
      #expect(error?.login?.detail?.hasPrefix("A31") == true)
      // Nothing is sent any more.
      let before = service.trace.all.count
      await #expect(throws: ServiceError.self) { try await client.entities() }
      #expect(service.trace.all.count == before)
    }
  }

  @Test("An answer that is lost after the rotation ends the login, and says so")
  func lost() async throws {
    try await SignedInService.run { service in
      let client = try service.client(try service.login())
      service.pass(3700)
      service.faults.add(.lost, to: "/connect/token", times: 1)
      let error = await #expect(throws: ServiceError.self) { try await client.entities() }
      #expect(error?.login?.detail?.hasPrefix("A21") == true)
      #expect(try service.store.read()?.hasEnded == true)
    }
  }

  @Test("While the identity server fails a good token is used, with one warning")
  func unavailable() async throws {
    try await SignedInService.run { service in
      let client = try service.client(try service.login())
      service.pass(3400)
      service.faults.add(.unavailable, to: "/connect/token", times: 3)
      for _ in 0..<3 { _ = try await client.entities() }
      #expect(service.warnings.all.count == 1)
      #expect(service.faults.isSpent)
    }
  }

  @Test("A logout ends the refresh token on the server")
  func logout() async throws {
    try await SignedInService.run { service in
      let kept = try #require(try service.store.read())
      let wall = service.wall
      let result = try await Logout.run(
        service.store,
        identity: { _, _ in service.identity() },
        clock: service.clock,
        now: { wall.now }
      )
      #expect(result.revocation == .done)
      try service.store.write(kept)
      service.pass(3700)
      let client = try service.client(try service.login())
      let error = await #expect(throws: ServiceError.self) { try await client.entities() }
      #expect(error?.login?.detail?.hasPrefix("A20") == true)
    }
  }

  @Test("A whole run, signing in included, leaves no secret in its trace")
  func trace() async throws {
    try await SignedInService.run { service in
      let first = try #require(try service.store.read())
      let client = try service.client(try service.login())
      _ = try await client.entities()
      service.pass(3700)
      _ = try await client.entities()
      let second = try #require(try service.store.read())
      let text = service.trace.all.joined()
      #expect(text.contains("Authorization: <redacted>"))
      for credential in [first, second] {
        #expect(!text.contains(credential.accessToken.secret))
        #expect(!text.contains(credential.refreshToken?.secret ?? "-"))
      }
      #expect(!text.contains("eyJ"))
    }
  }
}
