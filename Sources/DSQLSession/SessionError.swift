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
  }

  package var code: Code
  /// One line in lower case without a full stop.
  package var message: String
  /// A sentence on what to do.
  package var hint: String?

  package init(_ code: Code, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }
}
