import HTTPTypes
import Hummingbird

/// A request that is not answered with its value: the status and the words of the error body.
///
/// - Source: `data-service-api.md` §4.2 for the texts.
struct RequestFailure: Error, Hashable {
  var status: HTTPResponse.Status
  var message: String
  /// What programs tell the failure by, where the endpoint has codes.
  var code: String?
  /// The value of `WWW-Authenticate`.
  var challenge: String?

  init(_ status: HTTPResponse.Status, _ message: String, challenge: String? = nil) {
    self.status = status
    self.message = message
    self.challenge = challenge
  }

  /// The answer that tells of the failure.
  ///
  /// - Source: `data-service-api.md` §4.1.
  func response(trace: String) -> Response {
    var json = JSONWriter()
    json.raw("{")
    json.key("error")
    json.string(message)
    if let code {
      json.key("code")
      json.string(code)
    }
    json.key("traceId")
    json.string(trace)
    json.raw("}")
    var response = Response.json(json.bytes, status: status)
    if let challenge { response.headers[.wwwAuthenticate] = challenge }
    return response
  }

  static func invalid(_ message: String) -> RequestFailure { .init(.badRequest, message) }

  static func conflict(_ message: String) -> RequestFailure { .init(.conflict, message) }

  static func notFound(_ message: String) -> RequestFailure { .init(.notFound, message) }

  static let internalError = RequestFailure(.internalServerError, "Internal Server Error")

  static let choiceSetNotFound = RequestFailure(.notFound, "Choice set not found")
  static let recordNotFound = RequestFailure(.notFound, "Record not found")
  static let entityNotFound = RequestFailure(.notFound, "Entity not found")
  static let fileNotFound = RequestFailure(.notFound, "File not found")
  static let tooLarge = RequestFailure(.contentTooLarge, "The file is larger than 10 MB.")
  static let routeNotFound = RequestFailure(.notFound, "Not found")

  static let unauthenticated = RequestFailure(
    .unauthorized,
    "You are not authenticated to access Data Service. Make sure your Assistant or Robot is "
      + "connected to a modern folder in your account.",
    challenge: "Bearer error=\"invalid_token\""
  )

  static let forbidden = RequestFailure(
    .forbidden,
    "You don't have permission to access the entity, field or record or you are using an "
      + "unsupported robot type. Please contact your administrator for necessary permissions."
  )

  static func missingScope(_ scope: String) -> RequestFailure {
    RequestFailure(
      .forbidden,
      "insufficient_scope: the token lacks the scope \(scope)",
      challenge: "Bearer error=\"insufficient_scope\", scope=\"\(scope)\""
    )
  }

  /// Whether it is the token's scopes that do not allow a call.
  var isMissingScope: Bool { challenge?.hasPrefix("Bearer error=\"insufficient_scope\"") ?? false }

  static func unknownField(_ name: String, _ entity: String) -> RequestFailure {
    .invalid("Field '\(name)' does not exist on entity '\(entity)'.")
  }

  static func invalidValue(_ value: String, _ field: StoredField) -> RequestFailure {
    .invalid(
      "Value '\(value)' is not valid for field '\(field.name)' of type \(field.typeName)."
    )
  }

  static func unsupported(_ operatorName: String, _ field: StoredField) -> RequestFailure {
    .invalid(
      "Operator '\(operatorName)' is not supported for field '\(field.name)' of type "
        + "\(field.typeName)."
    )
  }
}
