/// Why a call has no token, in the words of the login that should have given one.
package struct LoginRefusal: Error, Hashable, Sendable {
  /// One line in lower case without a full stop.
  package var message: String
  /// What to do, in sentences.
  package var hint: String?
  /// Begins with the code of the fault.
  package var detail: String?
  package var sqlState: String
  /// Whether a right is missing, not a login.
  package var isPermission: Bool

  package init(
    message: String,
    hint: String? = nil,
    detail: String? = nil,
    sqlState: String,
    isPermission: Bool = false
  ) {
    self.message = message
    self.hint = hint
    self.detail = detail
    self.sqlState = sqlState
    self.isPermission = isPermission
  }
}
