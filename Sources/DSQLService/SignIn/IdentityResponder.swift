import DSQLTypes
import Hummingbird

/// Sends what belongs to the identity server to it, and all else to the Data Service beside it.
///
/// - Source: `identity.md` §2: the server is at the host itself; below an organisation it answers
///   only some addresses.
struct IdentityResponder<Inner: HTTPResponder>: HTTPResponder
where Inner.Context == ServiceContext {
  let organization: String
  let identity: RouterResponder<ServiceContext>
  let inner: Inner

  private static var segment: Substring { "identity_" }

  @concurrent
  func respond(to request: Request, context: ServiceContext) async throws -> Response {
    let parts = request.uri.string.split(
      separator: "/",
      maxSplits: 2,
      omittingEmptySubsequences: true
    )
    let rest: String
    if parts.count > 1, parts[0] == Self.segment {
      rest = "/host/" + parts[1...].joined(separator: "/")
    } else if parts.count > 2, parts[0] == organization, parts[1] == Self.segment {
      rest = "/organization/" + parts[2]
    } else {
      return try await inner.respond(to: request, context: context)
    }
    var head = request.head
    head.path = rest
    return try await identity.respond(to: Request(head: head, body: request.body), context: context)
  }
}

/// The identity server's endpoints.
struct IdentityRouter {
  let authority: TokenAuthority
  let logins: LoginStore
  let options: IdentityOptions
  let now: @Sendable () -> Instant
  let issuer: @Sendable () -> String

  func make() -> RouterResponder<ServiceContext> {
    let router = Router(context: ServiceContext.self)
    router.add(middleware: FailureMiddleware())
    let now = now
    let seconds: @Sendable () -> Int64 = { now().ticks / Instant.ticksPerSecond }
    let registry = ClientRegistry(options: options)
    let tokens = TokenRoutes(
      registry: registry,
      authority: authority,
      logins: logins,
      seconds: seconds
    )
    let pages = AuthorizeRoutes(
      registry: registry,
      authority: authority,
      logins: logins,
      now: now,
      issuer: issuer
    )
    let host = router.group("host")
    DiscoveryRoutes(options: options, authority: authority, issuer: issuer, seconds: seconds)
      .add(to: host)
    pages.add(to: host)
    SignOutRoutes(pages: pages).add(to: host)
    tokens.add(to: host)
    tokens.addRevocation(to: host)
    let organization = router.group("organization")
    tokens.add(to: organization)
    pages.addOrganization(to: organization)
    return router.buildResponder()
  }
}
