/// What gives away that somebody puts a secret where none belongs.
enum SecretSigns {
  /// Whether a key is the name of a secret: `client_secret`, `access_token`, `pat`.
  static func name(_ key: String) -> Bool {
    let letters = key.lowercased().filter(\.isLetter)
    return letters == "pat" || letters == "pwd" || words.contains { letters.contains($0) }
  }

  /// Whether a text has the form of a token: a JWT, or an opaque one of UiPath's.
  static func value(_ text: String) -> Bool {
    if text.hasPrefix("rt_") { return true }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 3 && text.hasPrefix("eyJ")
  }

  private static let words = [
    "secret", "token", "password", "passwd", "passphrase", "apikey", "accesskey", "privatekey",
    "credential", "bearer", "assertion", "cookie",
  ]
}
