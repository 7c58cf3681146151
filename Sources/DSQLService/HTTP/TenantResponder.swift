import Hummingbird

/// Takes the organisation, the tenant and the service's segment off a path, so that each endpoint is
/// registered once.
///
/// - Source: `data-service-api.md` §1.1 and §1.3.
struct TenantResponder<Inner: HTTPResponder>: HTTPResponder where Inner.Context == ServiceContext {
  let organization: String
  let tenant: String
  let inner: Inner

  private static var services: [Substring] { ["datafabric_", "dataservice_"] }

  @concurrent
  func respond(to request: Request, context: ServiceContext) async throws -> Response {
    let path = request.uri.string
    let parts = path.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: true)
    guard parts.count == 4, parts[3].hasPrefix("api/"), Self.services.contains(parts[2]) else {
      return try await inner.respond(to: request, context: context)
    }
    var head = request.head
    head.path = "/" + parts[3]
    var context = context
    context.namesItsTenant = parts[0] == organization && parts[1] == tenant
    return try await inner.respond(to: Request(head: head, body: request.body), context: context)
  }
}
