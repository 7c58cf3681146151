import HTTPTypes
import Hummingbird

/// Lets only requests through whose bearer token the service issued, and that name its tenant.
///
/// - Source: `data-service-api.md` §1.4 and §4.2, `identity.md` §6 and §9.9.
struct AuthenticationMiddleware: RouterMiddleware {
  let authority: TokenAuthority
  let seconds: @Sendable () -> Int64

  @concurrent
  func handle(
    _ request: Request,
    context: ServiceContext,
    next: @concurrent (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    guard let header = request.headers[.authorization] else { throw RequestFailure.unauthenticated }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer",
      let caller = await authority.caller(of: String(parts[1]), at: seconds())
    else { throw RequestFailure.unauthenticated }
    context.notes?.user = caller.user.rawValue
    guard context.namesItsTenant else { throw RequestFailure.forbidden }
    var context = context
    context.caller = caller
    return try await next(request, context)
  }
}
