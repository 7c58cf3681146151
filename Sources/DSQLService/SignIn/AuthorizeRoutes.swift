import DSQLTypes
import FoundationEssentials
import HTTPTypes
import Hummingbird

/// The pages of a sign-in.
///
/// - Source: `identity.md` §5.1 and §9.9.
struct AuthorizeRoutes: Sendable {
  let registry: ClientRegistry
  let authority: TokenAuthority
  let logins: LoginStore
  let now: @Sendable () -> Instant
  let issuer: @Sendable () -> String

  /// What is served below the host itself.
  func add(to group: RouterGroup<ServiceContext>) {
    group.get("connect/authorize", use: ask)
    group.post("connect/authorize", use: answer)
    group.get("web") { request, _ in
      Self.refusalPage(request).response()
    }
    group.get("web/login") { request, _ in
      Self.refusalPage(request).response()
    }
  }

  /// What is served below an organisation: only the page that says that it is the wrong address.
  ///
  /// - Source: `identity.md` §2.
  func addOrganization(to group: RouterGroup<ServiceContext>) {
    group.get("connect/authorize") { request, context in
      let query = try FormValues.text([
        ("errorCode", "219"), ("returnUrl", "/connect/authorize?\(request.uri.query ?? "")"),
        ("traceId", context.traceID),
      ])
      return Self.redirect(to: "\(issuer())/web/login?\(query)")
    }
  }

  private var seconds: Int64 { now().ticks / Instant.ticksPerSecond }

  @Sendable
  private func ask(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let values = try? FormValues(request.uri.query ?? "")
    return try await ask(values, request, context)
  }

  private func ask(
    _ values: FormValues?,
    _ request: Request,
    _ context: ServiceContext
  ) async throws -> Response {
    guard isOfThisMachine(request) else { return Self.wrongHost }
    do {
      guard let values else {
        throw AuthorizeRefusal.page(
          "invalid_request",
          "Duplicate or malformed parameter",
          clientID: nil
        )
      }
      let asked = try AuthorizeRequest(values, registry: registry)
      return try await form(for: asked).response()
    } catch let refusal as AuthorizeRefusal {
      switch refusal {
      case .client(let error, let asked):
        return Self.redirect(to: try asked.redirect([("error", error)], issuer: issuer()))
      case .page(let error, let description, let clientID):
        return Self.redirect(
          to: try RefusalPage.address(
            error,
            description,
            clientID: clientID,
            trace: context.traceID,
            now: now(),
            issuer: issuer()
          )
        )
      }
    }
  }

  private func form(for asked: AuthorizeRequest, alert: String? = nil) async throws -> IdentityPage
  {
    guard let client = registry.client(asked.clientID) else {
      return RefusalPage(code: "unauthorized_client", report: nil).page
    }
    return ConsentForm(
      request: asked,
      client: client,
      key: try await logins.ask(asked, at: seconds),
      options: registry.options,
      roles: logins.store.roles,
      alert: alert
    ).page
  }

  /// What a person decided.
  ///
  /// A form without a decision is a client's request, sent as a form.
  @Sendable
  private func answer(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let values = try await FormValues.body(of: request)
    guard let values, let key = values[ConsentForm.keyField] else {
      return try await ask(values, request, context)
    }
    guard isOfThisMachine(request), Self.isOfThisSite(request) else { return Self.wrongHost }
    guard let asked = try await logins.takeRequest(key, at: seconds),
      registry.client(asked.clientID) != nil
    else { return RefusalPage(code: "used_form", report: nil).page.response(.badRequest) }
    switch values[ConsentForm.decisionField] {
    case ConsentForm.deny:
      return Self.redirect(to: try asked.redirect([("error", "access_denied")], issuer: issuer()))
    case ConsentForm.allow: break
    default: return try await form(for: asked, alert: "Allow or deny.").response(.badRequest)
    }
    guard let name = values[ConsentForm.userField], let user = LocalUser(rawValue: name),
      !user.isApplication
    else {
      return try await form(for: asked, alert: "Choose who you are.").response(.badRequest)
    }
    guard try await logins.isActive(user) else {
      let told = "\(user.displayName) may no longer sign in."
      return try await form(for: asked, alert: told).response(.forbidden)
    }
    return try await grant(asked, to: user, request)
  }

  private func grant(
    _ asked: AuthorizeRequest,
    to user: LocalUser,
    _ request: Request
  ) async throws -> Response {
    let browser = try await BrowserSession.known(request, logins) ?? OpaqueToken.make()
    let login = Login(
      id: OpaqueToken.make(),
      user: user,
      clientID: asked.clientID,
      scopes: asked.scopes,
      nonce: asked.nonce,
      signedIn: seconds
    )
    let code = try await logins.begin(
      login,
      for: asked,
      browser: browser,
      options: registry.options
    )
    var response = Self.redirect(
      to: try asked.redirect(
        [("code", code), ("scope", asked.scopes.joined(separator: " "))],
        issuer: issuer()
      )
    )
    response.setCookie(BrowserSession.cookie(browser))
    return response
  }

  static func redirect(to address: String) -> Response {
    .uncached(
      Response(status: .found, headers: [.location: address, .contentLength: "0"])
    )
  }

  private static func refusalPage(_ request: Request) -> IdentityPage {
    let values = try? FormValues(request.uri.query ?? "")
    return RefusalPage(
      code: values?["errorCode"] ?? "unknown_error",
      report: values?["errorId"]
    ).page
  }

  static var wrongHost: Response {
    RefusalPage(code: "wrong_host", report: nil).page.response(.misdirectedRequest)
  }

  /// Whether the browser took this server for what it is: a page from elsewhere, whose name was
  /// made to lead here, could otherwise read the form and answer it.
  func isOfThisMachine(_ request: Request) -> Bool {
    Self.isOfThisMachine(request.head.authority, issuer: issuer())
  }

  static func isOfThisMachine(_ authority: String?, issuer: String) -> Bool {
    guard let authority = authority?.lowercased(), !authority.isEmpty else { return true }
    let own = ConsentForm.origin(of: issuer)?.split(separator: "/").last.map(String.init)
    let host = authority.replacing(/:[0-9]+$/, with: "")
    return ["127.0.0.1", "localhost", "[::1]"].contains(host) || authority == own
  }

  /// Whether a form was sent from a page of this server, as far as the browser says.
  static func isOfThisSite(_ request: Request) -> Bool {
    guard let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ request.headers[$0] }) else {
      return true
    }
    return ["same-origin", "none"].contains(site)
  }
}
