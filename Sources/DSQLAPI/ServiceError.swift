/// A call that did not give its value.
package struct ServiceError: Error, Hashable, Sendable {
  /// What kind of failure it was.
  package enum Code: Hashable, Sendable {
    /// The service could not be reached, or the connection broke before a read was answered.
    case connection
    /// No answer in time to a read.
    case timeout
    /// A write was sent and its answer lost: it may or may not have run.
    case outcomeUnknown
    /// 401.
    case unauthorized
    /// 403.
    case forbidden
    /// 404, or a 400 whose text says `not found`.
    case notFound
    /// 409.
    case conflict
    /// 413.
    case tooLarge
    /// 429, retries used up.
    case throttled
    /// Any other 4xx.
    case refused
    /// 5xx, retries used up.
    case serverFault
    /// The answer was not what the contract says.
    case invalidAnswer
    /// A success, but the part of the query that `feature` names had no effect.
    case featureIgnored
    /// The task was cancelled.
    case cancelled
  }

  package var code: Code
  /// The service's own words where it gave any, else ours.
  package var message: String
  package var method: String
  package var path: String
  package var status: Int?
  package var traceID: String?
  /// The beginning of the answer's body, for `\errverbose`.
  package var body: String?
  /// How often the call was repeated.
  package var retries: Int
  /// The part of the interface that the query needed and that was refused or ignored; only with
  /// `refused` and `featureIgnored`.
  package var feature: QueryFeature?
  /// Why there was no token, or no other one in place of a refused one; only with `unauthorized`.
  package var login: LoginRefusal?

  package init(
    _ code: Code,
    _ message: String,
    method: String,
    path: String,
    status: Int? = nil,
    traceID: String? = nil,
    body: String? = nil,
    retries: Int = 0,
    feature: QueryFeature? = nil
  ) {
    self.code = code
    self.message = message
    self.method = method
    self.path = path
    self.status = status
    self.traceID = traceID
    self.body = body
    self.retries = retries
    self.feature = feature
  }
}
