import Crypto
import FoundationEssentials

/// Texts that nobody can guess, and the form in which the store knows them again.
enum OpaqueToken {
  /// A code, the key of a form, the name of a session.
  static func make() -> String { digits() }

  /// A refresh token: a GUID, a dot and digits.
  ///
  /// - Source: `identity.md` §5.2.
  static func makeRefreshToken() -> String { "\(UUID().uuidString.lowercased()).\(digits())" }

  /// A personal access token.
  ///
  /// - Source: `identity.md` §6.1.
  static func makePersonalToken() -> String { "\(personalPrefix)\(digits())" }

  static let personalPrefix = "rt_"

  /// What the store keeps instead of the text itself.
  static func hash(of text: String) -> String { hex(SHA256.hash(data: Data(text.utf8))) }

  /// Whether two secrets are the same, in a time that does not tell how much of them is.
  static func areEqual(_ one: String, _ other: String) -> Bool {
    SHA256.hash(data: Data(one.utf8)) == SHA256.hash(data: Data(other.utf8))
  }

  /// What PKCE makes of a verifier.
  ///
  /// - Source: RFC 7636 §4.2.
  static func challenge(of verifier: String) -> String {
    base64URL(SHA256.hash(data: Data(verifier.utf8)))
  }

  static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// 256 bits of the system's generator.
  private static func digits() -> String {
    hex(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }).uppercased()
  }

  static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0\(digits)" : digits
    }.joined()
  }
}
