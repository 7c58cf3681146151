/// The proof that the sender of a request may make a call, without which the store is not opened.
///
/// Only `ServiceContext.require` makes one, so no endpoint can forget to ask.
struct Access: Sendable {
  private let caller: TokenAuthority.Caller
  private let permission: Permission
  private let otherRole: Permission?

  fileprivate init(
    _ caller: TokenAuthority.Caller,
    _ permission: Permission,
    _ otherRole: Permission?
  ) {
    self.caller = caller
    self.permission = permission
    self.otherRole = otherRole
  }

  /// What the sender may do by the roles that there are now.
  ///
  /// - Parameter book: The tenant's roles.
  /// - Returns: The rights.
  /// - Throws: A 403 where they do not allow the call.
  func rights(_ book: RoleBook) throws(RequestFailure) -> Rights {
    guard caller.hasScope(for: permission) else { throw .missingScope(permission.scope) }
    let rights = Rights(caller, book)
    let isAllowed =
      rights.hasRole(for: permission) || otherRole.map { rights.hasRole(for: $0) } ?? false
    guard isAllowed else { throw .forbidden }
    return rights
  }
}

extension ServiceContext {
  /// Asks for what a call needs: a scope of the token and a right of the user.
  ///
  /// - Parameters:
  ///   - permission: What is needed.
  ///   - further: What is needed besides; what the token lacks is told before what the user does.
  ///   - otherRole: What the user's roles may allow instead; the scope stays the first one's.
  /// - Returns: What opens the store.
  /// - Throws: A 401 without a token, a 403 where the token or the user may not.
  ///
  /// - Source: `data-service-api.md` §6.3.
  func require(
    _ permission: Permission,
    and further: Permission? = nil,
    orRole otherRole: Permission? = nil
  ) throws(RequestFailure) -> Access {
    guard let caller else { throw .unauthenticated }
    let access = Access(caller, permission, otherRole)
    if let further {
      for needed in [permission, further] where !caller.hasScope(for: needed) {
        throw .missingScope(needed.scope)
      }
      _ = try Access(caller, further, nil).rights(roles)
    }
    _ = try access.rights(roles)
    return access
  }
}
