/// A bearer token; no way of printing it shows its text.
package struct AccessToken: Hashable, Sendable {
  /// The token itself, for the `Authorization` header alone.
  package let secret: String

  package init(_ secret: String) { self.secret = secret }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<redacted>" }
  package var debugDescription: String { "<redacted>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
