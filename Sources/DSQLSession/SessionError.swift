package import DSQLAPI

/// A connection that could not be made out of what the user gave.
package struct SessionError: Error, Hashable, Sendable {
  /// What kind of fault it is.
  package enum Code: Hashable, Sendable {
    /// A profile that the configuration does not have.
    case unknownProfile
    /// The configuration cannot be read.
    case badConfiguration
    /// A profile or an environment that lacks something.
    case incomplete
    /// There is no token.
    case notSignedIn
    /// The address is not one that a token may be sent to.
    case refusedAddress
    /// Something with a login; `fault` says what.
    case login
  }

  package var code: Code
  /// One line in lower case without a full stop.
  package var message: String
  /// A sentence on what to do.
  package var hint: String?
  /// Which fault of a login it is.
  package var fault: LoginFault?
  /// What the server said, after the fault's code: control characters and secrets removed, 300
  /// characters at most.
  package var detail: String?

  package init(_ code: Code, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// A fault of a login, in its own words.
  ///
  /// - Parameters:
  ///   - fault: What went wrong.
  ///   - detail: What the server said; nil where it said nothing.
  package init(_ fault: LoginFault, detail: String? = nil) {
    self.init(.login, fault.message, hint: fault.hint)
    self.fault = fault
    self.detail = detail.map { "\(fault.code): \($0)" } ?? fault.code
  }
}

extension SessionError {
  /// The error as a call without a token carries it.
  package var refusal: LoginRefusal {
    LoginRefusal(
      message: message,
      hint: hint,
      detail: detail,
      sqlState: fault?.sqlState ?? "28000",
      isPermission: fault?.isPermission ?? false
    )
  }
}
