import HTTPTypes
import Hummingbird
import NIOCore

/// What happens to one request instead of its answer.
struct Fault: Hashable, Sendable {
  var kind: FaultPlan.Kind
  /// The seconds in `Retry-After`; nil sends none.
  var retryAfter: Int?

  private static let page = """
    <!DOCTYPE html>
    <html><head><title>One moment</title></head>
    <body><h1>One moment</h1><p>The service is being prepared.</p></body></html>

    """

  /// The answer that the request gets; nil where it gets none.
  ///
  /// - Parameter trace: The request's trace id.
  /// - Returns: The answer.
  func response(trace: String) -> Response? {
    let failure: RequestFailure
    switch kind {
    case .unauthenticated: failure = .unauthenticated
    case .forbidden: failure = .forbidden
    case .internalError: failure = .internalError
    case .unavailable: failure = .init(.serviceUnavailable, "Service Unavailable")
    case .throttled: failure = .init(.tooManyRequests, "Too Many Requests")
    case .cut, .lost: return nil
    case .html:
      return Response(
        status: .ok,
        headers: [.contentType: "text/html; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: Self.page))
      )
    }
    var response = failure.response(trace: trace)
    if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
    return response
  }
}
