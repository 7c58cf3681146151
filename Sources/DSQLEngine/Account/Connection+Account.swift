import DSQLAPI
import DSQLDiagnostics

extension Connection {
  package func connect(to profile: String?) async -> StatementErrors? {
    await told {
      guard let profile, profile != info.profile else { return try await renew() }
      try await useProfile(profile)
    }
  }

  package func reconnect() async -> StatementErrors? {
    await told { try await renew() }
  }

  package func logIn(
    to profile: String?,
    dialog: any LoginDialog
  ) async -> Result<[String], StatementErrors> {
    await answered { info in
      let name = profile ?? info.profile
      let lines = try await actions("\\login").logIn(name, dialog)
      if name == info.profile { try await renew() } else { try await useProfile(name) }
      return lines
    }
  }

  package func logOut() async -> Result<[String], StatementErrors> {
    await answered { info in
      let lines = try await actions("\\logout").logOut(info.profile)
      forgetLogin()
      return lines
    }
  }

  package func identity() async -> Result<[IdentityFact], StatementErrors> {
    await answered { info in try await actions("\\whoami").identity(info.profile) }
  }

  package func profiles() -> Result<[ProfileSummary], StatementErrors> {
    do {
      guard let logins else { return .success([ProfileSummary(of: info)]) }
      return .success(try logins.profiles())
    } catch {
      let told = ErrorMeaning(of: error, connection: info)
      return .failure(StatementErrors(told.diagnostics, failure: told.failure))
    }
  }

  /// Asks the service for its entities, and answers nothing of them.
  ///
  /// Calls: 1.
  package func check() async throws(StatementErrors) {
    do {
      _ = try await service().entities()
    } catch {
      let told = ErrorMeaning(of: error, connection: info)
      throw StatementErrors(told.diagnostics, failure: told.failure)
    }
  }

  private func actions(_ command: String) throws(Diagnostic) -> LoginActions {
    if let logins { return logins }
    throw Diagnostic(.featureNotSupported, "\(command) is not supported here")
  }

  private func told(_ body: () async throws -> Void) async -> StatementErrors? {
    do {
      try await body()
      return nil
    } catch {
      let told = ErrorMeaning(of: error, connection: info)
      return StatementErrors(told.diagnostics, failure: told.failure)
    }
  }

  private func answered<Answer>(
    _ body: (ConnectionInfo) async throws -> Answer
  ) async -> Result<Answer, StatementErrors> {
    do {
      return .success(try await body(info))
    } catch {
      let told = ErrorMeaning(of: error, connection: info)
      return .failure(StatementErrors(told.diagnostics, failure: told.failure))
    }
  }
}

extension ProfileSummary {
  /// The profile of a connection.
  fileprivate init(of info: ConnectionInfo) {
    self.init(
      name: info.profile,
      origin: info.origin,
      organization: info.organization,
      tenant: info.tenant
    )
  }
}
