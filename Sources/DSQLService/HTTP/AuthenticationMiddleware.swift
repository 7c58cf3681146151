import HTTPTypes
import Hummingbird
import NIOCore

/// Lets only requests through whose bearer token the service issued, and that name its tenant.
///
/// - Source: `data-service-api.md` §1.4 and §4.2, `identity.md` §6 and §9.9.
struct AuthenticationMiddleware: RouterMiddleware {
  let authority: TokenAuthority
  let statusOfMissingScope: Int
  let seconds: @Sendable () -> Int64

  @concurrent
  func handle(
    _ request: Request,
    context: ServiceContext,
    next: @concurrent (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    guard
      let caller = try await Self.caller(of: request, authority: authority, at: seconds())
    else { throw RequestFailure.unauthenticated }
    context.notes?.user = caller.user.rawValue
    guard context.namesItsTenant else { return Self.pageOfNoTenant }
    var context = context
    context.caller = caller
    do {
      return try await next(request, context)
    } catch var failure as RequestFailure where failure.isMissingScope {
      failure.status = .init(code: statusOfMissingScope)
      throw failure
    }
  }

  /// What comes from in front of the service where the address names no tenant of it.
  private static var pageOfNoTenant: Response {
    Response(
      status: .forbidden,
      headers: [.contentType: "text/html; charset=utf-8"],
      body: ResponseBody(
        byteBuffer: ByteBuffer(
          string: """
            <!DOCTYPE html>
            <html><head><title>Forbidden</title></head>
            <body><h1>403</h1><p>There is no such organization or tenant.</p></body></html>

            """
        )
      )
    )
  }

  /// Who sent a request, by its bearer token.
  static func caller(
    of request: Request,
    authority: TokenAuthority,
    at seconds: Int64
  ) async throws -> TokenAuthority.Caller? {
    guard let header = request.headers[.authorization] else { return nil }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return try await authority.caller(of: String(parts[1]), at: seconds)
  }
}
