import Crypto
import Foundation

/// The proof that who exchanges a code is who asked for it.
///
/// - Source: RFC 7636; always with `S256`, `identity.md` §9.2.
package struct ProofKey: Hashable, Sendable {
  /// Kept until the code is exchanged; 43 characters.
  package let verifier: String

  /// A fresh one.
  package init() { verifier = Self.randomText() }

  /// One by its octets, 32 of them.
  package init(octets: [UInt8]) { verifier = Self.base64URL(octets) }

  /// What goes through the browser.
  package var challenge: String {
    Self.base64URL(Array(SHA256.hash(data: Data(verifier.utf8))))
  }

  /// 32 bytes of the system's generator as 43 characters; also what `state` is made of.
  static func randomText() -> String {
    var generator = SystemRandomNumberGenerator()
    return base64URL((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }

  private static func base64URL(_ octets: [UInt8]) -> String {
    Data(octets).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}

extension ProofKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<redacted>" }
  package var debugDescription: String { "<redacted>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
