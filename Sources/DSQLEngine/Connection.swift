package import DSQLAPI
package import DSQLCatalog
package import DSQLClient
import DSQLDiagnostics
import DSQLExecution
package import DSQLSession
package import DSQLTypes
import Synchronization

/// A connection to one tenant: it runs the statements and keeps the catalogue.
///
/// Nothing is opened before a statement needs it. A class, because statements, completion and the
/// shell share what it has learnt; a lock guards it.
package final class Connection: Engine {
  /// Finds out whom to call; for the embedded service it starts it.
  package typealias Opener = @Sendable () async throws -> ServiceLogin

  private struct State {
    var info: ConnectionInfo
    var open: Opener
    var service: (any RecordService)?
    /// The login that the service was opened with.
    var session: (any LoginSession)?
    var opening: Task<any RecordService, any Error>?
    var catalog: Catalog?
    /// The folder whose schema is read; nil is the tenant's own level.
    var folder: String?
    var knowledge = ServiceKnowledge()
    var prepared: [String: PreparedStatement] = [:]
    var lastResult: LastResult = .missing
    /// Of the statement that runs.
    var interrupt: WriteInterrupt?
  }

  private let state: Mutex<State>
  private let makeService: @Sendable (ServiceLogin, any CallObserver) -> any RecordService
  let relay = CallRelay()
  /// The time of day, for `now()`.
  let now: @Sendable () -> Instant
  /// Where what probes find out is kept; nil keeps it for this connection only.
  let capabilities: CapabilityStore?
  /// Finds a profile by its name, for USE PROFILE; nil where there are none.
  let findProfile: (@Sendable (String) throws -> ConnectionTarget)?
  /// Signs in and out; nil where that is not for this connection.
  let logins: LoginActions?

  /// A connection that is opened when a statement first needs the service.
  ///
  /// - Parameters:
  ///   - info: What is known before it is opened.
  ///   - now: The time of day.
  ///   - capabilities: Where what probes find out is kept; nil keeps it for this connection only.
  ///   - findProfile: Finds a profile by its name, for USE PROFILE; nil where there are none.
  ///   - logins: Signs in and out; nil refuses it.
  ///   - trace: Takes what is sent and answered, without secrets.
  ///   - makeService: Makes the client of a login; nil makes one that opens connections.
  ///   - open: Finds out whom to call.
  package init(
    info: ConnectionInfo,
    now: @escaping @Sendable () -> Instant,
    capabilities: CapabilityStore? = nil,
    findProfile: (@Sendable (String) throws -> ConnectionTarget)? = nil,
    logins: LoginActions? = nil,
    trace: (@Sendable (String) -> Void)? = nil,
    makeService: (@Sendable (ServiceLogin, any CallObserver) -> any RecordService)? = nil,
    open: @escaping Opener
  ) {
    state = Mutex(State(info: info, open: open))
    self.now = now
    self.capabilities = capabilities
    self.findProfile = findProfile
    self.logins = logins
    self.makeService = makeService ?? { Self.client(for: $0, observer: $1, trace: trace) }
  }

  package var info: ConnectionInfo { state.withLock { $0.info } }

  /// The tokens of the connection, and who they speak for; nil before it is opened.
  package var session: (any LoginSession)? { state.withLock { $0.session } }

  package func catalogIfLoaded() -> Catalog? { state.withLock { $0.catalog } }

  package func refresh() {
    state.withLock { state in
      state.catalog = nil
      let hasToldOfLetterCase = state.knowledge.hasToldOfLetterCase
      state.knowledge = ServiceKnowledge()
      state.knowledge.hasToldOfLetterCase = hasToldOfLetterCase
    }
    forgetKeptTraits()
  }

  package func catalog() async -> Result<Catalog, StatementErrors> {
    do {
      return .success(try await loadedCatalog())
    } catch {
      let told = ErrorMeaning(of: error, connection: info)
      return .failure(StatementErrors(told.diagnostics, failure: told.failure))
    }
  }

  /// The service, opened if it is not yet.
  ///
  /// Calls: none.
  func service() async throws -> any RecordService {
    let opening = state.withLock { state -> Task<any RecordService, any Error>? in
      if state.service != nil { return nil }
      if let opening = state.opening { return opening }
      let task = Task { try await self.opened() }
      state.opening = task
      return task
    }
    if let opening {
      do {
        return try await opening.value
      } catch {
        state.withLock { $0.opening = nil }
        throw error
      }
    }
    guard let service = state.withLock({ $0.service }) else {
      throw Diagnostic(.internalError, "the connection is not open")
    }
    return service
  }

  /// The catalogue, read if it is not there.
  ///
  /// Calls: 2, and 1 for each choice set, where it has to be read.
  func loadedCatalog() async throws -> Catalog {
    if let catalog = catalogIfLoaded() { return catalog }
    let service = try await service()
    try info.refuseWithoutScopes(ScopeNeeds(schemaOf: "reading the schema"))
    let traits = knownTraits()
    let catalog = try await CatalogReader(
      service: service,
      traits: traits,
      folder: folder,
      readsChoices: info.mayReadRecords
    ).read()
    state.withLock { $0.catalog = catalog }
    return catalog
  }

  /// The folder whose schema is read; nil is the tenant's own level.
  var folder: String? { state.withLock { $0.folder } }

  /// Goes to a folder, whose schema is read at once; nil goes back to the tenant's own level.
  ///
  /// Calls: 2, and 1 for each choice set.
  func useFolder(_ key: String?) async throws {
    let old = state.withLock { state in
      let old = (folder: state.folder, catalog: state.catalog)
      state.folder = key
      state.catalog = nil
      return old
    }
    do {
      _ = try await loadedCatalog()
    } catch {
      state.withLock { ($0.folder, $0.catalog) = (old.folder, old.catalog) }
      throw error
    }
    state.withLock { $0.info.folder = key }
  }

  /// What `_` stands for in an interactive session.
  var lastResult: LastResult { state.withLock { $0.lastResult } }

  func setLastResult(_ result: LastResult) { state.withLock { $0.lastResult = result } }

  /// Whom it goes to.
  var target: ConnectionTarget {
    state.withLock { ConnectionTarget(info: $0.info, open: $0.open) }
  }

  /// Goes elsewhere: the schema there is read at once, prepared statements are forgotten; where that
  /// fails it stays.
  ///
  /// Calls: 2, and 1 for each choice set.
  func move(to target: ConnectionTarget) async throws {
    let old = state.withLock { state in
      let old = state
      var new = State(info: target.info, open: target.open)
      new.lastResult = old.lastResult
      new.interrupt = old.interrupt
      state = new
      return old
    }
    do {
      _ = try await loadedCatalog()
    } catch {
      state.withLock { $0 = old }
      throw error
    }
  }

  /// Opens the same connection anew, with whatever login there is now; its schema is read again.
  ///
  /// Calls: 2, and 1 for each choice set.
  func renew() async throws {
    let folder = folder
    let session = state.withLock { $0.session }
    await session?.reconnect()
    try await move(to: findProfile.flatMap { try? $0(info.profile) } ?? target)
    if let folder { try await useFolder(folder) }
  }

  /// Forgets the open service, so that the next statement finds that its login has ended.
  func forgetLogin() {
    state.withLock { state in
      state.service = nil
      state.opening = nil
      state.session = nil
      state.info.user = nil
      state.info.scopes = []
      state.info.tokenExpiry = nil
    }
  }

  func prepared(_ name: String) -> PreparedStatement? {
    state.withLock { $0.prepared[TextComparison.folded(name)] }
  }

  func setPrepared(_ statement: PreparedStatement?, named name: String) {
    state.withLock { $0.prepared[TextComparison.folded(name)] = statement }
  }

  package func abortWrites() { state.withLock { $0.interrupt }?.abort() }

  /// Lets `abortWrites` reach the statement that runs.
  func setInterrupt(_ interrupt: WriteInterrupt) { state.withLock { $0.interrupt = interrupt } }

  /// What is known of the service, to be read or changed together with the catalogue.
  func withKnowledge<Result>(
    _ body: (inout ServiceKnowledge, inout Catalog?) -> Result
  ) -> Result {
    state.withLock { body(&$0.knowledge, &$0.catalog) }
  }

  /// Keeps how many records there are after a write.
  func note(_ outcome: WriteOutcome) {
    withKnowledge { _, catalog in
      catalog = catalog?.after(growth: outcome.growth, of: outcome.entity)
    }
  }

  func forgetPrepared() { state.withLock { $0.prepared = [:] } }

  private func opened() async throws -> any RecordService {
    let login = try await target.open()
    let standing = try await login.session.standing()
    let service = makeService(login, relay)
    state.withLock { state in
      state.service = service
      state.session = login.session
      state.info = ConnectionInfo(login, standing, isNamedByUser: state.info.isNamedByUser)
      state.opening = nil
    }
    return service
  }

  private static func client(
    for login: ServiceLogin,
    observer: any CallObserver,
    trace: (@Sendable (String) -> Void)?
  ) -> any RecordService {
    ServiceClient(
      endpoint: login.endpoint,
      transport: PinnedTransport(
        HTTPTransport(trusting: login.profile.caFile).traced(by: trace),
        to: login.endpoint.address
      ),
      tokens: login.session,
      observer: observer
    )
  }
}

extension ConnectionInfo {
  /// What a login tells before it is used.
  package init(_ login: ServiceLogin, isNamedByUser: Bool) {
    self.init(login, login.session.outset, isNamedByUser: isNamedByUser)
  }

  /// What a login tells.
  package init(_ login: ServiceLogin, _ standing: LoginStanding, isNamedByUser: Bool) {
    let kind: Kind =
      switch login.kind {
      case .embedded: .embedded
      case .environment: .environment
      case .profile: .profile
      }
    self.init(
      kind: kind,
      profile: login.profile.name,
      origin: login.endpoint.origin,
      organization: login.endpoint.organization,
      tenant: login.endpoint.tenant,
      folder: login.profile.folder,
      user: standing.person.shown,
      scopes: standing.scopes?.names ?? [],
      tokenExpiry: standing.expires,
      tokenSource: standing.store,
      isReadOnly: login.profile.isReadOnly,
      isProtected: login.profile.isProtected,
      isNamedByUser: isNamedByUser,
      isStandard: login.isStandard,
      collation: login.profile.collation.flatMap(Collation.init) ?? .language
    )
    isApplication = standing.kind == .application
    clientID = login.profile.clientID
  }
}
