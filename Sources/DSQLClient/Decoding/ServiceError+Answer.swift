import DSQLAPI
import HTTPTypes

extension ServiceError {
  /// The error that an answer of another status than 2xx stands for.
  ///
  /// - Source: `data-service-api.md` §4.1 and §4.2.
  init(_ answer: TransportAnswer, to call: ServiceCall, retries: Int) {
    let body = ErrorBody(answer)
    var message = body.message
    if (300..<400).contains(answer.status), let target = answer.headers[.location] {
      message = "the service sends on to another address, which is not followed: \(target)"
    }
    self.init(
      Self.code(status: answer.status, message: body.message),
      message,
      method: call.method.rawValue,
      path: call.path,
      status: answer.status,
      traceID: body.traceID,
      body: body.excerpt,
      retries: retries
    )
  }

  /// The error of an answer whose status is right and whose content is not.
  init(invalid message: String, _ reply: CallReply) {
    let isPage = ErrorBody.isWebPage(reply.answer.body)
    let body = ErrorBody(reply.answer)
    self.init(
      .invalidAnswer,
      isPage ? body.message : message,
      method: reply.report.method,
      path: reply.report.path,
      status: reply.answer.status,
      traceID: body.traceID,
      body: body.excerpt,
      retries: reply.report.retries
    )
  }

  private static func code(status: Int, message: String) -> Code {
    switch status {
    case 401: .unauthorized
    case 403: .forbidden
    case 404: .notFound
    case 400 where message.lowercased().contains("not found"): .notFound
    case 409: .conflict
    case 413: .tooLarge
    case 429: .throttled
    case 408, 500...: .serverFault
    default: .refused
    }
  }
}
