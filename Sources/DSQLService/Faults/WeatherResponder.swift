import Hummingbird

/// Sends each request through the weather, before and after it is worked on.
///
/// It stands outside all endpoints, those of the identity server included.
struct WeatherResponder<Inner: HTTPResponder>: HTTPResponder where Inner.Context == ServiceContext {
  /// The connection was cut; there is nobody to answer.
  private struct ConnectionCut: Error {}

  /// Nil where the weather is fine.
  let weather: Weather?
  let inner: Inner

  @concurrent
  func respond(to request: Request, context: ServiceContext) async throws -> Response {
    guard let weather else { return try await inner.respond(to: request, context: context) }
    let path = request.uri.string.prefix { $0 != "?" }
    let delay = weather.delay()
    if delay > .zero { try await Task.sleep(for: delay) }
    await weather.plan?.pass(path, .beforeWork)
    guard let fault = weather.fault(on: path) else {
      let response = try await inner.respond(to: request, context: context)
      await weather.plan?.pass(path, .beforeAnswer)
      return response
    }
    if let response = fault.response(trace: context.traceID) { return response }
    if fault.kind == .lost {
      _ = try await inner.respond(to: request, context: context)
      await weather.plan?.pass(path, .beforeAnswer)
    }
    try? await context.channel.close()
    throw ConnectionCut()
  }
}
