import DSQLEngine
import DSQLSession
import Foundation
import Glibc

extension LoginActions {
  /// Signing in and out of a shell, on the logins of the user.
  ///
  /// - Parameters:
  ///   - accounts: The logins.
  ///   - request: What the command line and the environment say of a connection.
  init(_ accounts: Accounts, _ request: ConnectionRequest) {
    @Sendable func login(_ profile: String) throws(SessionError) -> ServiceLogin? {
      var named = request
      // The names of what the environment gives without a profile are no profiles.
      if profile != "env", profile != "uipath-env" { named.profile = profile }
      named.embedded = nil
      switch try Wiring.choice(for: named, accounts) {
      case .embedded: return nil
      case .service(let login): return login
      }
    }
    @Sendable func kept(_ profile: String) throws(SessionError) -> ServiceLogin {
      guard let login = try login(profile) else { throw AccountOptions.embeddedHint }
      return login
    }
    self.init(
      logIn: { profile, dialog in
        let login = try kept(profile)
        guard login.kind == .profile else { throw AccountOptions.nothingToLogInTo }
        return try await accounts.logIn(
          to: login.profile,
          options: LoginFlow.Options(),
          terminal: DialogTerminal(dialog: dialog, isInteractive: isatty(0) == 1)
        )
      },
      logOut: { profile in
        let login = try kept(profile)
        let standing = try? await login.session.standing()
        let logout = try await accounts.logOut(of: login.profile)
        if !logout.wasLoggedIn, let store = standing?.store, request.environment[store] != nil {
          return [Logout.text(nothingStoredBeside: store)]
        }
        return [logout.text(in: .current)]
      },
      identity: { profile in
        guard let login = try login(profile) else { return Self.embedded }
        let lines = try await accounts.whoAmI(login).lines(in: .current)
        return (lines + login.profile.sources).map { IdentityFact($0.name, $0.value) }
      },
      profiles: {
        let configuration = try Wiring.configurationFile(request.environment)
        let isDefault = configuration.defaultProfile
        return [
          ProfileSummary(
            name: "local",
            origin: "embedded Data Service",
            organization: "local",
            tenant: "sample",
            isDefault: isDefault == nil || isDefault == "local"
          )
        ]
          + configuration.profiles.map { profile in
            ProfileSummary(
              name: profile.name,
              origin: profile.origin,
              organization: profile.entries[.organization]?.value.text ?? "",
              tenant: profile.entries[.tenant]?.value.text ?? "",
              isDefault: profile.name == isDefault
            )
          }
      }
    )
  }

  private static let embedded = [
    IdentityFact("Person", "administrator of the embedded Data Service"),
    IdentityFact("Kind", "user"),
    IdentityFact("Profile", "local"),
    IdentityFact("Stored in", "nowhere: dsql signs in by itself"),
  ]
}
