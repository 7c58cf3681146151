import Hummingbird

/// Holds each answer back, as a service does that is far away.
struct LatencyMiddleware: RouterMiddleware {
  let latency: Duration
  let jitter: Duration

  @concurrent
  func handle(
    _ request: Request,
    context: ServiceContext,
    next: @concurrent (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    try await Task.sleep(for: latency + jitter * Double.random(in: 0...1))
    return try await next(request, context)
  }
}
