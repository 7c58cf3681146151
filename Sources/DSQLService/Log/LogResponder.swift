import DSQLTypes
import Hummingbird

/// Writes every request into the log, once it is answered.
struct LogResponder<Inner: HTTPResponder>: HTTPResponder where Inner.Context == ServiceContext {
  /// Nil where nobody wants one.
  let log: RequestLog?
  let now: @Sendable () -> Instant
  let inner: Inner

  @concurrent
  func respond(to request: Request, context: ServiceContext) async throws -> Response {
    guard let log else { return try await inner.respond(to: request, context: context) }
    let notes = RequestNotes()
    var context = context
    context.notes = notes
    let time = now()
    let begin = ContinuousClock.now
    let result: Result<Response, any Error>
    do {
      result = .success(try await inner.respond(to: request, context: context))
    } catch {
      result = .failure(error)
    }
    let response = try? result.get()
    log.add(
      RequestLog.Entry(
        time: time,
        method: request.method.rawValue,
        path: LoggedPath.text(request.uri.string),
        status: response?.status.code,
        duration: ContinuousClock.now - begin,
        user: notes.user,
        bytes: response?.body.contentLength,
        traceID: context.traceID,
        warnings: notes.warnings
      )
    )
    return try result.get()
  }
}
