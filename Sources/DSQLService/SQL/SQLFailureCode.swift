/// What the SQL endpoint tells its failures by.
///
/// - Source: `data-service-api.md` §3.7.
enum SQLFailureCode: String {
  case empty = "SQL_EMPTY"
  case multipleStatements = "SQL_MULTIPLE_STATEMENTS"
  case notSelect = "SQL_STATEMENT_NOT_SELECT"
  case keyword = "SQL_KEYWORD_NOT_ALLOWED"
  case construct = "SQL_CONSTRUCT_NOT_ALLOWED"
  case subquery = "SQL_SUBQUERY_NOT_ALLOWED"
  case missingFrom = "SQL_MISSING_FROM"
  case countStar = "SQL_COUNT_STAR_NOT_SUPPORTED"
  case limitRequired = "SQL_LIMIT_REQUIRED"
  case selectStar = "SQL_SELECT_STAR_NOT_ALLOWED"
  case tooManyColumns = "SQL_TOO_MANY_COLUMNS"
  case parsing = "SQL_PARSING"
  case validation = "SQL_VALIDATION"
  case unknownEntity = "UNKNOWN_ENTITY"
  case timeout = "EXECUTION_TIMEOUT"
  case execution = "EXECUTION_ERROR"
  case tooLarge = "RESULT_TOO_LARGE"
}

extension RequestFailure {
  /// A statement that is not run, or not to its end.
  ///
  /// - Parameters:
  ///   - code: What programs tell it by.
  ///   - message: What people read.
  /// - Returns: The failure.
  static func sql(_ code: SQLFailureCode, _ message: String) -> RequestFailure {
    var failure = RequestFailure.invalid(message)
    failure.code = code.rawValue
    return failure
  }

  /// A statement that says what the endpoint does not do.
  static func unsupportedSQL(_ what: String) -> RequestFailure {
    .sql(.validation, "\(what) is not supported.")
  }
}
