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

  /// The error of an answer that shows that a part of the query had no effect.
  init(ignoring feature: QueryFeature, _ message: String, _ reply: CallReply) {
    self.init(invalid: message, reply)
    code = .featureIgnored
    self.feature = feature
  }

  /// The error of a query, with the part of the interface that a 400 may have been for.
  ///
  /// A 400 to such a query is a refusal even where its text says `not found`: a service without joins
  /// may look for a field named `Supplier.Name`. The refusal may have another cause; then the query
  /// without that part is refused too. Of HAVING and aggregates a text that names neither is taken
  /// for the newer one, since a plan without it still shows whether the service has the other.
  ///
  /// - Parameter query: What was asked.
  /// - Returns: The error.
  /// - Source: `data-service-api.md` §3.6 and §7.
  func refusing(_ query: RecordQuery) -> ServiceError {
    guard status == 400, code == .refused || code == .notFound, let feature = query.feature else {
      return self
    }
    var result = self
    result.code = .refused
    result.feature = feature
    if feature == .having {
      let text = message.lowercased()
      let namesGroups = ["aggregat", "groupby", "group by"].contains { text.contains($0) }
      if namesGroups, !text.contains("having") { result.feature = .aggregates }
    }
    return result
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
