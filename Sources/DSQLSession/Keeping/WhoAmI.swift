import DSQLAPI
package import FoundationEssentials

/// Who is signed in, where and until when, as `whoami` shows it; never holds a secret.
///
/// - Source: `identity.md` §9.5.
package struct WhoAmI: Hashable, Sendable {
  package var standing: LoginStanding
  package var profile: Profile

  /// What is known of a connection's login.
  package init(_ standing: LoginStanding, profile: Profile) {
    self.standing = standing
    self.profile = profile
  }

  /// What each line says, in its order: a name and a value.
  ///
  /// - Parameter timeZone: The user's, for the times.
  /// - Returns: The lines; what nobody said has none.
  package func lines(in timeZone: TimeZone) -> [(name: String, value: String)] {
    let person = standing.person
    let named = [person.name, person.email.map { "<\($0)>" }].compactMap { $0 }
    let who =
      named.isEmpty
      ? person.subject : named.joined(separator: " ") + (person.subject.map { " (\($0))" } ?? "")
    let lines: [(String, String?)] = [
      ("Person", who),
      ("Kind", kindText),
      ("Profile", profile.name),
      ("Organization", profile.organization),
      ("Tenant", profile.tenant),
      ("Issuer", profile.issuer),
      ("Client id", profile.clientID),
      ("Scopes", standing.scopes?.names.joined(separator: " ")),
      ("Access token ends", standing.expires.map { Self.local($0, timeZone) }),
      ("Login ends", standing.ends.map { Self.local($0, timeZone) }),
      ("Stored in", standing.store),
    ]
    return lines.compactMap { name, value in value.map { (name: name, value: $0) } }
  }

  /// One object of JSON, its keys in alphabetical order; what nobody said is null.
  package func json() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let content = Content(
      person: .init(
        name: standing.person.name,
        email: standing.person.email,
        sub: standing.person.subject
      ),
      kind: standing.kind.map(Self.word),
      organization: profile.organization,
      tenant: profile.tenant,
      issuer: profile.issuer,
      clientID: profile.clientID,
      scopes: standing.scopes?.names,
      expires: standing.expires.map(Self.universal),
      loginEnds: standing.ends.map(Self.universal),
      store: standing.store
    )
    // Texts and numbers can always be encoded.
    guard let data = try? encoder.encode(content) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }

  private var kindText: String {
    switch standing.kind {
    case .user?: "user"
    case .application?: "application (no person is involved)"
    case .personalToken?: "personal access token"
    case nil: "not known"
    }
  }

  private static func word(_ kind: Credential.Kind) -> String {
    switch kind {
    case .user: "user"
    case .application: "application"
    case .personalToken: "PAT"
    }
  }

  private static func universal(_ seconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
  }

  private static func local(_ seconds: Int64, _ timeZone: TimeZone) -> String {
    let date = Date(timeIntervalSince1970: Double(seconds))
    let style = Date.ISO8601FormatStyle(timeZone: timeZone).year().month().day()
    return "\(date.formatted(style)) \(ClockTime.text(of: seconds, in: timeZone))"
  }

  /// Every key is written, so that a script can rely on it.
  private struct Content: Encodable {
    struct Person: Encodable {
      var name: String?
      var email: String?
      var sub: String?

      enum CodingKeys: String, CodingKey {
        case name, email, sub
      }

      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(email, forKey: .email)
        try container.encode(sub, forKey: .sub)
      }
    }

    var person: Person
    var kind: String?
    var organization: String
    var tenant: String
    var issuer: String
    var clientID: String?
    var scopes: [String]?
    var expires: String?
    var loginEnds: String?
    var store: String

    enum CodingKeys: String, CodingKey {
      case person, kind, organization, tenant, issuer, scopes, expires, store
      case clientID = "client_id"
      case loginEnds = "login_ends"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(person, forKey: .person)
      try container.encode(kind, forKey: .kind)
      try container.encode(organization, forKey: .organization)
      try container.encode(tenant, forKey: .tenant)
      try container.encode(issuer, forKey: .issuer)
      try container.encode(clientID, forKey: .clientID)
      try container.encode(scopes, forKey: .scopes)
      try container.encode(expires, forKey: .expires)
      try container.encode(loginEnds, forKey: .loginEnds)
      try container.encode(store, forKey: .store)
    }
  }
}
