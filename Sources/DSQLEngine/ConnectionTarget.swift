/// Whom a connection goes to.
package struct ConnectionTarget: Sendable {
  /// What is known before it is opened.
  package var info: ConnectionInfo
  /// Finds out whom to call.
  package var open: Connection.Opener

  package init(info: ConnectionInfo, open: @escaping Connection.Opener) {
    self.info = info
    self.open = open
  }
}
