import Hummingbird

/// Tells each request the roles that the tenant has, so that a call is refused before its body is
/// read; the store asks again by those of its transaction.
struct RoleMiddleware: RouterMiddleware {
  let store: Store

  @concurrent
  func handle(
    _ request: Request,
    context: ServiceContext,
    next: @concurrent (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.roles = store.roles
    return try await next(request, context)
  }
}
