import FoundationEssentials
import HTTPTypes
import Hummingbird

/// The page that signs a browser out: its logins cannot be renewed any more.
///
/// - Source: `identity.md` §5.4 and §9.9.
struct SignOutRoutes: Sendable {
  let pages: AuthorizeRoutes

  private var logins: LoginStore { pages.logins }
  private static let confirmField = "session"

  func add(to group: RouterGroup<ServiceContext>) {
    group.get("connect/endsession", use: ask)
    group.post("connect/endsession", use: confirm)
  }

  /// With an `id_token` it is done at once, else the person is asked.
  @Sendable
  private func ask(_ request: Request, _ context: ServiceContext) async throws -> Response {
    guard pages.isOfThisMachine(request) else { return AuthorizeRoutes.wrongHost }
    let values = try? FormValues(request.uri.query ?? "")
    if let token = values?["id_token_hint"] {
      guard let login = await pages.authority.login(ofIdentityToken: token) else {
        return RefusalPage(code: "invalid_request", report: nil).page.response(.badRequest)
      }
      try await logins.endLogins(besides: login.id)
      return try signedOut(values, clientID: login.clientID)
    }
    guard let browser = try await BrowserSession.known(request, logins) else {
      return IdentityPage(
        title: "Nobody is signed in",
        content: "<p>No program was let in by this browser.</p>"
      ).response()
    }
    return IdentityPage(
      title: "Sign out?",
      content: """
        <p>Programs that you let in by this browser will have to ask you again. What they hold now
        stays good until it ends by itself.</p>
        <form method="post" action="/identity_/connect/endsession">
        <input type="hidden" name="\(Self.confirmField)" \
        value="\(OpaqueToken.hash(of: browser))">
        <div class="actions"><button class="main" type="submit">Sign out</button></div>
        </form>
        """
    ).response()
  }

  @Sendable
  private func confirm(_ request: Request, _ context: ServiceContext) async throws -> Response {
    guard pages.isOfThisMachine(request), AuthorizeRoutes.isOfThisSite(request) else {
      return AuthorizeRoutes.wrongHost
    }
    guard let form = try await FormValues.body(of: request),
      let browser = try await BrowserSession.known(request, logins),
      let told = form[Self.confirmField],
      OpaqueToken.areEqual(told, OpaqueToken.hash(of: browser))
    else { return RefusalPage(code: "used_form", report: nil).page.response(.badRequest) }
    try await logins.endLogins(ofBrowser: browser)
    return Self.signedOutPage.response()
  }

  /// The page, or the address that the client wants to be led to, where it registered it.
  private func signedOut(_ values: FormValues?, clientID: String) throws -> Response {
    guard let address = values?["post_logout_redirect_uri"],
      let client = pages.registry.client(clientID),
      pages.registry.hasRegistered(address, client)
    else { return Self.signedOutPage.response() }
    let query = try FormValues.text([("state", values?["state"])])
    return AuthorizeRoutes.redirect(
      to: query.isEmpty ? address : "\(address)\(address.contains("?") ? "&" : "?")\(query)"
    )
  }

  private static var signedOutPage: IdentityPage {
    IdentityPage(
      title: "You are signed out",
      content: "<p>Programs that you let in by this browser will ask you again.</p>"
    )
  }
}
