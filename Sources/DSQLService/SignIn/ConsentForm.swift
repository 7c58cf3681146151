/// The page that asks a person who it is and whether a client may act for it.
///
/// It is a form that is posted to the address it came from, `…/connect/authorize`. A program that
/// stands in for a browser sends these fields:
///
/// - `consent`: the value of the hidden field, good for one answer;
/// - `user`: whom it signs in, one of `administrator`, `writer`, `reader`, `norole`, `disabled`;
/// - `decision`: `allow` or `deny`; with `deny` no `user` is needed.
struct ConsentForm: Sendable {
  static let keyField = "consent"
  static let userField = "user"
  static let decisionField = "decision"
  static let allow = "allow"
  static let deny = "deny"

  let request: AuthorizeRequest
  let client: RegisteredClient
  let key: String
  let options: IdentityOptions
  /// The tenant's roles, which the page tells of each person.
  let roles: RoleBook
  /// What was wrong with the last answer.
  var alert: String?

  var page: IdentityPage {
    var page = IdentityPage(title: "Sign in to \(client.name)", content: content)
    page.formTarget = Self.origin(of: request.redirectURI)
    return page
  }

  private var content: String {
    let told = alert.map { "<p class=\"alert\" role=\"alert\">\(IdentityPage.escaped($0))</p>" }
    let people = LocalUser.people.map(choice).joined(separator: "\n")
    let scopes = request.scopes.map { scope in
      "<li>\(IdentityPage.escaped(words(for: scope)))</li>"
    }.joined(separator: "\n")
    let key = IdentityPage.escaped(key)
    return """
      \(told ?? "")
      <form method="post" action="/identity_/connect/authorize" autocomplete="off">
      <input type="hidden" name="\(Self.keyField)" value="\(key)">
      <fieldset>
      <legend>Who are you?</legend>
      \(people)
      </fieldset>
      <h2 id="scopes">\(IdentityPage.escaped(client.name)) wants to</h2>
      <ul aria-labelledby="scopes">
      \(scopes)
      </ul>
      <p class="small">It never gets more rights than you have. The answer goes to
      \(IdentityPage.escaped(request.redirectURI))</p>
      <div class="actions">
      <button class="main" type="submit" name="\(Self.decisionField)" value="\(Self.allow)">\
      Allow</button>
      <button type="submit" name="\(Self.decisionField)" value="\(Self.deny)" formnovalidate>\
      Deny</button>
      </div>
      </form>
      """
  }

  private func choice(_ user: LocalUser) -> String {
    let hint = request.hint?.lowercased()
    let isExpected = hint.map { [user.rawValue, user.email ?? ""].contains($0) } ?? false
    return """
      <label><input type="radio" name="\(Self.userField)" value="\(user.rawValue)" \
      required\(isExpected ? " checked" : "")>\
      <span><span>\(IdentityPage.escaped(user.displayName))</span>\
      <span class="small">\(IdentityPage.escaped(summary(of: user)))</span></span></label>
      """
  }

  /// What the page says below the name.
  private func summary(of user: LocalUser) -> String {
    let address = user.email.map { [$0] } ?? []
    if user == .disabled { return (address + ["may no longer sign in"]).joined(separator: ", ") }
    let names = roles.users[user.rawValue] ?? StandardRole.defaults(of: user).map(\.rawValue)
    return (address + (names.isEmpty ? ["no role"] : names)).joined(separator: ", ")
  }

  /// A scope as a person reads it.
  private func words(for scope: String) -> String {
    switch scope {
    case "offline_access":
      "Stay signed in for \(Self.duration(options.refreshTokenSeconds)), also while you are away"
    case "openid": "See who you are"
    case "profile": "See your name"
    case "email": "See your mail address"
    case "DataServiceApiUserAccess": "Read and change the values of choice sets"
    case let name where name.hasSuffix(".Schema.Read"):
      "Read the schema: entities, fields and choice sets"
    case let name where name.hasSuffix(".Data.Read"): "Read records and their files"
    case let name where name.hasSuffix(".Data.Write"):
      "Create, change and delete records and their files"
    case let name where name.hasSuffix(".Schema.Write"):
      "Create, change and delete entities and choice sets"
    default: scope
    }
  }

  private static func duration(_ seconds: Int64) -> String {
    for (unit, length): (String, Int64) in [("day", 86400), ("hour", 3600), ("minute", 60)]
    where seconds >= length {
      let number = seconds / length
      return "\(number) \(unit)\(number == 1 ? "" : "s")"
    }
    return "\(seconds) seconds"
  }

  /// Scheme, host and port of an address.
  static func origin(of address: String) -> String? {
    guard let scheme = address.firstRange(of: "://") else { return nil }
    let end = address[scheme.upperBound...].firstIndex(of: "/") ?? address.endIndex
    return String(address[..<end])
  }
}
