import DSQLAPI
import DSQLDiagnostics
import DSQLLocalQuery
import DSQLSession

/// What the user is told of an error, and the exit status that it asks for.
struct ErrorMeaning {
  var diagnostics: [Diagnostic]
  var failure: StatementOutcome.Failure

  /// Turns any error that a statement can end with into what the user is told.
  init(of error: any Error, connection: ConnectionInfo) {
    switch error {
    case let error as StatementErrors:
      diagnostics = error.diagnostics
      failure = error.failure
    case let diagnostic as Diagnostic:
      diagnostics = [diagnostic]
      failure = Self.failure(for: diagnostic)
    case let error as LocalQueryError:
      diagnostics = [error.diagnostic]
      failure = Self.failure(for: error.diagnostic)
    case let error as ServiceError:
      (diagnostics, failure) = Self.told(error, connection: connection)
    case let error as SessionError:
      (diagnostics, failure) = Self.told(error, connection: connection)
    case is CancellationError:
      diagnostics = [.cancelled]
      failure = .statement
    default:
      diagnostics = [Diagnostic(.internalError, "\(error)")]
      failure = .statement
    }
  }

  static func failure(for diagnostic: Diagnostic) -> StatementOutcome.Failure {
    switch diagnostic.code {
    case .refusedByGuard, .limitExceeded, .requestLimitExceeded: .guarded
    case .connectionFailure, .notSignedIn: .connection
    case .partialWrite, .outcomeUnknown: .partialWrite
    default: .statement
    }
  }

  /// - Source: `identity.md` §9.7 for the wording and the codes.
  private static func told(
    _ error: ServiceError,
    connection: ConnectionInfo
  ) -> (
    [Diagnostic], StatementOutcome.Failure
  ) {
    let request = DiagnosticRequest(
      method: error.method,
      path: error.path,
      status: error.status,
      identifier: error.traceID,
      responseBody: error.body
    )
    func diagnostic(
      _ code: DiagnosticCode,
      _ message: String,
      detail: String? = nil,
      hint: String? = nil
    ) -> [Diagnostic] {
      [Diagnostic(code, message, detail: detail, hint: hint, request: request)]
    }
    if let login = error.login { return told(login, request: request, connection: connection) }
    let words = error.message
    let who = connection.user ?? "this login"
    switch error.code {
    case .connection, .timeout:
      return (diagnostic(.connectionFailure, words.loweringFirst), .connection)
    case .outcomeUnknown:
      return (
        diagnostic(
          .outcomeUnknown,
          "the answer to a write was lost, it may or may not have run",
          detail: words
        ), .partialWrite
      )
    case .unauthorized:
      return (
        diagnostic(.notSignedIn, "the access token was refused", detail: words),
        .connection
      )
    case .forbidden where words.contains("insufficient_scope"):
      return (
        diagnostic(
          .permissionDenied,
          "\(who) may not do this",
          detail: words,
          hint: missingScope(connection)
        ), .statement
      )
    case .forbidden:
      let fault = RefusedAct(error).fault(who: who, connection: connection)
      let told = diagnostic(
        fault.isPermission ? .permissionDenied : .notSignedIn,
        fault.message,
        detail: "\(fault.code): \(words)",
        hint: fault.hint
      )
      return (told, fault.isPermission ? .statement : .connection)
    case .notFound:
      return (
        diagnostic(
          .undefinedObject,
          "the service does not find what was asked for",
          detail: words,
          hint: "The schema may have changed; \\refresh reads it again."
        ), .statement
      )
    case .conflict where words.contains("is used by"):
      // The status is that of a name which exists; only the words tell the two apart.
      return (
        diagnostic(.serviceRefusal, "other objects depend on this one", detail: words),
        .statement
      )
    case .conflict:
      return (diagnostic(.duplicateObject, "the name exists already", detail: words), .statement)
    case .tooLarge:
      return (
        diagnostic(.programLimitExceeded, "the request is too large", detail: words), .statement
      )
    case .throttled:
      return (
        diagnostic(.connectionFailure, "the service limits the calls", detail: words), .connection
      )
    case .refused:
      let code: DiagnosticCode =
        words.contains("uniqueness violation") ? .uniqueViolation : .serviceRefusal
      return (diagnostic(code, "the service refused the request", detail: words), .statement)
    case .serverFault:
      return (
        diagnostic(.connectionFailure, "the service failed", detail: words), .connection
      )
    case .invalidAnswer, .featureIgnored:
      return (diagnostic(.serviceAnswerInvalid, words.loweringFirst), .connection)
    case .cancelled:
      return ([.cancelled], .statement)
    }
  }

  /// A scope is of the token and a role of the person: a new role does not help a narrow token.
  private static func missingScope(_ connection: ConnectionInfo) -> String {
    let held = connection.scopes.joined(separator: " ")
    return held.isEmpty
      ? "Ask for a token that has the scope."
      : "The token has \(held); ask for one that has the scope."
  }

  /// The words of a login that gave no token.
  private static func told(
    _ refusal: LoginRefusal,
    request: DiagnosticRequest? = nil,
    connection: ConnectionInfo
  ) -> ([Diagnostic], StatementOutcome.Failure) {
    let code: DiagnosticCode =
      switch refusal.sqlState {
      case "42501": .permissionDenied
      case "08006": .connectionFailure
      default: .notSignedIn
      }
    let told = Diagnostic(
      code,
      refusal.message,
      detail: refusal.detail,
      hint: refusal.hint.map { naming(connection, in: $0) },
      request: request
    )
    return ([told], refusal.isPermission ? .statement : .connection)
  }

  /// A hint whose commands are for the connection's profile, which need not be the default one.
  private static func naming(_ connection: ConnectionInfo, in hint: String) -> String {
    // What the environment gives without a profile has a name of ours, which is none of a profile.
    if connection.profile == "env" { return hint.replacing(" --profile env", with: "") }
    guard connection.kind == .profile, !hint.contains("--profile") else { return hint }
    return ["dsql login", "dsql logout"].reduce(hint) {
      $0.replacing($1, with: "\($1) --profile \(connection.profile)")
    }
  }

  private static func told(
    _ error: SessionError,
    connection: ConnectionInfo
  ) -> ([Diagnostic], StatementOutcome.Failure) {
    if error.fault != nil { return told(error.refusal, connection: connection) }
    let code: DiagnosticCode =
      switch error.code {
      case .unknownProfile: .undefinedObject
      case .badConfiguration, .incomplete, .refusedAddress: .invalidParameter
      case .notSignedIn, .login: .notSignedIn
      }
    return ([Diagnostic(code, error.message, hint: error.hint)], .connection)
  }
}

extension Diagnostic {
  static let cancelled = Diagnostic(.cancelled, "canceling statement due to user request")
}

extension String {
  /// The text with its first letter in lower case, unless an abbreviation begins it.
  fileprivate var loweringFirst: String {
    guard let first, first.isUppercase, dropFirst().first?.isUppercase != true else { return self }
    return first.lowercased() + dropFirst()
  }
}
