import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Turns every error into the Data Service's error body.
///
/// - Source: `data-service-api.md` §4.1.
struct FailureMiddleware: RouterMiddleware {
  @concurrent
  func handle(
    _ request: Request,
    context: ServiceContext,
    next: @concurrent (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let failure as RequestFailure {
      return failure.response(trace: context.traceID)
    } catch let error as DecodingError {
      let told = "The request body is not valid: \(Self.text(of: error))"
      return RequestFailure.invalid(told).response(trace: context.traceID)
    } catch let error as any HTTPResponseError {
      let text =
        switch error.status.code {
        case 404: "Not found"
        case 413: "The request is too large."
        default: error.status.reasonPhrase
        }
      return RequestFailure(error.status, text).response(trace: context.traceID)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      context.logger.debug(
        "request failed",
        metadata: ["error": "\(error)", "trace": "\(context.traceID)"]
      )
      return RequestFailure.internalError.response(trace: context.traceID)
    }
  }

  private static func text(of error: DecodingError) -> String {
    let context: DecodingError.Context
    switch error {
    case .typeMismatch(_, let found), .valueNotFound(_, let found), .keyNotFound(_, let found),
      .dataCorrupted(let found):
      context = found
    @unknown default: return "it cannot be read"
    }
    let path = context.codingPath.map { key in
      key.intValue.map { "[\($0)]" } ?? key.stringValue
    }.joined(separator: ".")
    return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
  }
}

extension Response {
  /// An answer that is JSON already.
  static func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status,
      headers: [.contentType: "application/json; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    )
  }
}
