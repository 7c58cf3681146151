/// What kind of fault a diagnostic tells; scripts match these, never the wording.
///
/// The raw value is the printed number: 1000 user, 2000 service, 3000 limit, 4000 internal.
///
/// - Source: `shell-conventions.md` §10 for the SQLSTATE values.
package enum DiagnosticCode: Int, CaseIterable, Sendable {
  // The statement or its use is at fault.
  case syntaxError = 1001
  case undefinedEntity = 1002
  case undefinedField = 1003
  case ambiguousName = 1004
  case undefinedFunction = 1005
  case typeMismatch = 1006
  case invalidLiteral = 1007
  case textTooLong = 1008
  case divisionByZero = 1009
  case requiredFieldMissing = 1010
  case uniqueViolation = 1011
  case featureNotSupported = 1012
  case permissionDenied = 1013
  case notSignedIn = 1014
  case groupingError = 1015
  case numericOutOfRange = 1016
  case invalidDatetime = 1017
  case tooManyRows = 1018
  case undefinedObject = 1019
  case duplicateObject = 1020
  case cannotCast = 1021
  case nestingTooDeep = 1022
  case invalidParameter = 1023
  case duplicateAlias = 1024
  case refusedByGuard = 1025
  case cancelled = 1026
  case rowsChanged = 1027
  case invalidName = 1028
  case invalidCommand = 1029
  case fileError = 1030
  case invalidRegularExpression = 1031
  case foreignKeyViolation = 1032
  case assertionFailed = 1033
  case duplicateColumn = 1034
  case undefinedParameter = 1035
  case badCopyFormat = 1036
  case windowingError = 1037
  case readOnlyField = 1038
  case undefinedPrepared = 1039
  case noUniqueField = 1040

  // The service or the way to it is at fault.
  case connectionFailure = 2001
  case serviceRefusal = 2002
  case serviceAnswerInvalid = 2003
  case partialWrite = 2004
  case incompleteResult = 2005
  case outcomeUnknown = 2006

  // A limit that dsql or the user set was reached.
  case limitExceeded = 3001
  case requestLimitExceeded = 3002
  /// A limit of dsql or of the service that nothing lifts.
  case programLimitExceeded = 3003

  // dsql itself is at fault.
  case internalError = 4001

  /// Whose fault it is.
  package enum Fault: Sendable { case user, service, limit, `internal` }

  package var fault: Fault {
    switch rawValue / 1000 {
    case 1: .user
    case 2: .service
    case 3: .limit
    default: .internal
    }
  }

  /// The five-character SQLSTATE.
  package var sqlState: String {
    switch self {
    case .syntaxError, .invalidCommand: "42601"
    case .undefinedEntity: "42P01"
    case .undefinedField: "42703"
    case .ambiguousName: "42702"
    case .undefinedFunction: "42883"
    case .typeMismatch: "42804"
    case .invalidLiteral: "22P02"
    case .textTooLong: "22001"
    case .divisionByZero: "22012"
    case .requiredFieldMissing: "23502"
    case .uniqueViolation: "23505"
    case .featureNotSupported: "0A000"
    case .permissionDenied, .readOnlyField: "42501"
    case .notSignedIn: "28000"
    case .connectionFailure, .outcomeUnknown: "08006"
    case .groupingError: "42803"
    case .numericOutOfRange: "22003"
    case .invalidDatetime: "22007"
    case .tooManyRows: "21000"
    case .undefinedObject: "42704"
    case .duplicateObject: "42710"
    case .cannotCast: "42846"
    case .nestingTooDeep: "54001"
    case .invalidParameter: "22023"
    case .duplicateAlias: "42712"
    case .refusedByGuard: "55000"
    case .cancelled: "57014"
    case .rowsChanged: "40001"
    case .invalidName: "42602"
    case .fileError: "58030"
    case .invalidRegularExpression: "2201B"
    case .foreignKeyViolation: "23503"
    case .assertionFailed: "P0004"
    case .duplicateColumn: "42701"
    case .undefinedParameter: "42P02"
    case .badCopyFormat: "22P04"
    case .windowingError: "42P20"
    case .undefinedPrepared: "26000"
    case .noUniqueField: "42P10"
    case .serviceRefusal, .partialWrite: "58000"
    case .serviceAnswerInvalid: "58030"
    case .incompleteResult: "01000"
    case .limitExceeded, .requestLimitExceeded: "53400"
    case .programLimitExceeded: "54000"
    case .internalError: "XX000"
    }
  }
}
