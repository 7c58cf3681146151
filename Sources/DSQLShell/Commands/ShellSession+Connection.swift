import DSQLCatalog
import DSQLDiagnostics
import DSQLEngine

extension ShellSession {
  /// `\c [PROFILE]`: on failure the old connection stays in an interactive session and ends in a
  /// batch, where the next statement must not run against another tenant.
  func connect(to profile: String?) async -> CommandResult {
    let wasDisconnected = isDisconnected
    isDisconnected = false
    guard let engine = await engineOrFailure() else { return .failed }
    if let errors = await interruptible({ await engine.connect(to: profile) }) {
      isDisconnected = wasDisconnected || !configuration.isInteractive
      fail(errors.diagnostics, in: nil, as: errors.failure)
      let kept = isDisconnected ? "You are now not connected." : "Previous connection kept."
      console.tell(kept + "\n")
      return .failed
    }
    noteConnection(engine.info)
    notice("You are now connected to \(Self.place(of: engine.info)).")
    return .done
  }

  /// `\reconnect`.
  func reconnect() async -> CommandResult {
    isDisconnected = false
    guard let engine = await engineOrFailure() else { return .failed }
    if let errors = await interruptible({ await engine.reconnect() }) {
      fail(errors.diagnostics, in: nil, as: errors.failure)
      return .failed
    }
    noteConnection(engine.info)
    notice("You are connected to \(Self.place(of: engine.info)).")
    return .done
  }

  /// `\login [PROFILE]`.
  func logIn(to profile: String?) async -> CommandResult {
    guard configuration.terminal.inputIsTerminal else {
      let diagnostic = Diagnostic(
        .notSignedIn,
        "this run has no terminal to log in with",
        hint: "Log in once by hand, or set DSQL_ACCESS_TOKEN or DSQL_PAT."
      )
      fail([diagnostic], in: nil, as: .connection)
      return .failed
    }
    guard let engine = await engineOrFailure() else { return .failed }
    let dialog = TerminalDialog(question)
    switch await interruptible({ await engine.logIn(to: profile, dialog: dialog) }) {
    case .success(let lines):
      isDisconnected = false
      for line in lines { notice(line) }
      noteConnection(engine.info)
      return .done
    case .failure(let errors):
      fail(errors.diagnostics, in: nil, as: errors.failure)
      return .failed
    }
  }

  /// `\logout`.
  func logOut() async -> CommandResult {
    guard let engine = await engineOrFailure() else { return .failed }
    switch await interruptible({ await engine.logOut() }) {
    case .success(let lines):
      for line in lines { notice(line) }
      noteConnection(engine.info)
      return .done
    case .failure(let errors):
      fail(errors.diagnostics, in: nil, as: errors.failure)
      return .failed
    }
  }

  /// `\whoami`.
  func showIdentity() async -> CommandResult {
    guard let engine = await engineOrFailure() else { return .failed }
    switch await interruptible({ await engine.identity() }) {
    case .success(let facts):
      for line in Self.lines(facts.map { ($0.name, $0.value) }) { console.print(line + "\n") }
      return .done
    case .failure(let errors):
      fail(errors.diagnostics, in: nil, as: errors.failure)
      return .failed
    }
  }

  /// `\conninfo`.
  func showConnection() async -> CommandResult {
    guard let engine = await engineOrFailure() else { return .failed }
    for line in Self.lines(Self.facts(about: engine.info)) { console.print(line + "\n") }
    return .done
  }

  /// `\l [PATTERN]`.
  func listProfiles(_ word: String?, _ suffix: CommandSuffix) async -> CommandResult {
    guard let engine = await engineOrFailure() else { return .failed }
    let pattern = word.map { NamePattern($0) }
    switch engine.profiles() {
    case .failure(let errors):
      fail(errors.diagnostics, in: nil, as: errors.failure)
      return .failed
    case .success(let all):
      let found = all.filter { pattern?.matches($0.name) ?? true }
      guard !found.isEmpty else {
        notice("Did not find any profiles.")
        return .done
      }
      let present = engine.info.profile
      var columns = ["Profile", "Service", "Organization", "Tenant"]
      if suffix.isDetailed { columns += ["Default", "Connected"] }
      let rows = found.map { profile in
        var row = [profile.name, profile.origin, profile.organization, profile.tenant]
        if suffix.isDetailed {
          row += [profile.isDefault ? "yes" : "", profile.name == present ? "yes" : ""]
        }
        return row
      }
      show(TextTable(title: "List of profiles", columns: columns, rows: rows))
      return .done
    }
  }

  /// `\dp`: what the token's scopes allow with each entity, and where roles decide besides.
  func listRights(_ tables: [Table]) {
    guard let engine, !tables.isEmpty else { return notice("Did not find any entities.") }
    let rights = engine.info.rights
    let rows = tables.map { table in
      [
        table.name, rights.reading.rawValue,
        table.isWritable ? rights.writing.rawValue : "no (read-only)",
        table.isAccessControlled ? "own rights" : "tenant roles",
      ]
    }
    show(
      TextTable(
        title: "Access of \(engine.info.user ?? "this login")",
        columns: ["Name", "Read", "Write", "Roles"],
        rows: rows,
        footers: ["Scopes and roles must both allow; roles are managed under Manage Access."]
      )
    )
  }

  // MARK: Parts

  private func engineOrFailure() async -> (any Engine)? {
    switch await connection() {
    case .success(let engine): return engine
    case .failure(let errors):
      fail(errors.diagnostics, in: nil, as: errors.failure)
      return nil
    }
  }

  /// Runs something that Ctrl-C may end.
  private func interruptible<Answer: Sendable>(
    _ body: @escaping @Sendable () async -> Answer
  ) async -> Answer {
    let task = Task { await body() }
    interrupts.begin { task.cancel() }
    defer { interrupts.end() }
    return await task.value
  }

  private static func place(of info: ConnectionInfo) -> String {
    let who = info.user.map { " as \($0)" } ?? ""
    return "\(info.organization)/\(info.tenant), profile \"\(info.profile)\"\(who)"
  }

  /// What is told of a connection; never a secret.
  private static func facts(about info: ConnectionInfo) -> [(String, String)] {
    var facts: [(String, String)] = []
    switch info.kind {
    case .embedded: facts.append(("Service", "embedded Data Service"))
    case .environment: facts.append(("Service", "\(info.origin), from the environment"))
    case .profile: facts.append(("Service", info.origin))
    }
    facts += [
      ("Profile", info.profile), ("Organization", info.organization), ("Tenant", info.tenant),
    ]
    if let folder = info.folder { facts.append(("Folder", folder)) }
    if let user = info.user { facts.append(("User", user)) }
    if !info.scopes.isEmpty { facts.append(("Scopes", info.scopes.joined(separator: " "))) }
    facts.append(("Token", info.tokenSource))
    if let expiry = info.tokenExpiry {
      facts.append(("Token expires", UTCTime.text(secondsSince1970: expiry)))
    }
    if info.isReadOnly { facts.append(("Writes", "refused (read-only)")) }
    if info.isProtected { facts.append(("Protected", "yes")) }
    return facts
  }

  /// Names and values below each other.
  private static func lines(_ facts: [(String, String)]) -> [String] {
    let width = facts.map(\.0.count).max() ?? 0
    return facts.map { name, value in
      "\(name):\(String(repeating: " ", count: width - name.count + 1))\(value)"
    }
  }
}
