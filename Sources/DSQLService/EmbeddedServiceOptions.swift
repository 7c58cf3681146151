package import DSQLTypes

/// How an embedded service is to be: where it keeps its records, and what it pretends to be.
package struct EmbeddedServiceOptions: Sendable {
  /// Where the records are kept.
  package enum Store: Hashable, Sendable {
    /// A SQLite file; it and its folder are created where they are missing.
    case file(String)
    /// Nowhere: they end with the service.
    case memory
  }

  package var store: Store
  /// The organisation in the address; another one is refused.
  package var organization: String
  /// The tenant in the address; another one is refused.
  package var tenant: String
  /// The port on 127.0.0.1; 0 lets the system choose.
  package var port: Int
  package var apiLevel: APILevel
  /// Features that are switched off though the level has them.
  package var without: Set<ServiceFeature>
  /// What no document says, decided otherwise than by the standard.
  package var traits: EmbeddedTraits
  /// Custom roles and users' roles that the store does not have yet, or has otherwise; it keeps them.
  package var roles = RoleBook()
  /// How the identity server is to be.
  package var identity: IdentityOptions
  /// The issuer that tokens and discovery name; nil is `http://127.0.0.1:PORT/identity_`.
  package var issuer: String?
  /// How long each answer is held back.
  package var latency: Duration
  /// At most this much is added to the latency, at random.
  package var jitter: Duration
  /// So many requests a second are let through, the others answered with 429; nil lets all.
  package var throttle: Double?
  /// How often requests meet faults, by chance.
  package var failures = FaultRates()
  /// What chance begins with; nil makes it another one on every run.
  package var seed: UInt64?
  /// Faults that single requests are to meet.
  package var faults: FaultPlan?
  /// Where each request is told; nil tells none.
  package var log: RequestLog?
  /// How much a statement of the SQL endpoint may take.
  var sqlLimits = SQLLimits()
  /// Whether a new store gets the sample tenant.
  package var writesSample: Bool
  /// The time of day for audit fields, ids and tokens; nil is the system's clock.
  package var now: (@Sendable () -> Instant)?

  package init(
    store: Store,
    organization: String = "local",
    tenant: String = "sample",
    port: Int = 0,
    apiLevel: APILevel = .cloud,
    without: Set<ServiceFeature> = [],
    traits: EmbeddedTraits = EmbeddedTraits(),
    identity: IdentityOptions = IdentityOptions(),
    issuer: String? = nil,
    latency: Duration = .zero,
    jitter: Duration = .zero,
    writesSample: Bool = true,
    now: (@Sendable () -> Instant)? = nil
  ) {
    self.store = store
    self.organization = organization
    self.tenant = tenant
    self.port = port
    self.apiLevel = apiLevel
    self.without = without
    self.traits = traits
    self.identity = identity
    self.issuer = issuer
    self.latency = latency
    self.jitter = jitter
    self.writesSample = writesSample
    self.now = now
  }

  /// Whether it is the service that `data-service-api.md` describes, with no switch set: only then
  /// may a client rely on what it knows of the embedded service.
  package var isStandard: Bool {
    apiLevel == .cloud && without.isEmpty && traits == EmbeddedTraits()
  }

  /// Whether answers come late, or not at all, by a switch.
  package var hasWeather: Bool {
    latency > .zero || jitter > .zero || throttle != nil || !failures.isEmpty
  }

  /// The switches that are set, as the command line writes them.
  package var switches: String {
    var parts: [String] = []
    if apiLevel != .cloud { parts.append("--api-level \(apiLevel.rawValue)") }
    if !without.isEmpty {
      let names = ServiceFeature.allCases.filter { without.contains($0) }.map(\.rawValue)
      parts.append("--without \(names.joined(separator: ","))")
    }
    parts += (traits.assignments + identity.assignments).map { "--trait \($0)" }
    for (name, delay) in [("latency", latency), ("jitter", jitter)] where delay > .zero {
      parts.append("--\(name) \(Self.text(delay / .milliseconds(1)))")
    }
    if let throttle { parts.append("--throttle \(Self.text(throttle))/s") }
    parts += failures.assignments.map { "--fail \($0)" }
    return parts.joined(separator: " ")
  }

  private static func text(_ number: Double) -> String {
    Int(exactly: number).map { String($0) } ?? String(number)
  }

  /// How records are read and compared.
  var behaviour: ServiceBehaviour {
    ServiceBehaviour(traits: traits, expandsUsers: has(.expansionOfUsers))
  }

  /// Whether the service has a feature, by its level and its switches.
  func has(_ feature: ServiceFeature) -> Bool {
    apiLevel.features.contains(feature) && !without.contains(feature)
  }

  /// Lets so many requests a second through.
  ///
  /// - Parameter text: The number, written `N/s` or `N`.
  /// - Throws: `EmbeddedServiceError` where it is none above zero.
  package mutating func limit(_ text: String) throws(EmbeddedServiceError) {
    let number = text.hasSuffix("/s") ? String(text.dropLast(2)) : text
    guard let rate = Double(number), rate > 0, rate.isFinite else { throw .badThrottle(text) }
    throttle = rate
  }

  /// Holds each answer back.
  ///
  /// - Parameters:
  ///   - text: The milliseconds.
  ///   - part: `latency` or `jitter`.
  /// - Throws: `EmbeddedServiceError` where it is no whole number, or longer than ten minutes.
  package mutating func delay(
    _ text: String,
    _ part: WritableKeyPath<Self, Duration>
  ) throws(EmbeddedServiceError) {
    guard let number = Int(text), (0...600_000).contains(number) else { throw .badDelay(text) }
    self[keyPath: part] = .milliseconds(number)
  }

  /// Begins chance with a number, so that it is the same on every run.
  ///
  /// - Parameter text: The number.
  /// - Throws: `EmbeddedServiceError` where it is no whole number, or below zero.
  package mutating func sow(_ text: String) throws(EmbeddedServiceError) {
    guard let number = UInt64(text) else { throw .badSeed(text) }
    seed = number
  }

  /// Decides otherwise what no document says, of the Data Service or of its identity server.
  ///
  /// - Parameter assignment: The trait's name and value, as `NAME=VALUE`.
  /// - Throws: `EmbeddedServiceError` where there is no such trait or value.
  package mutating func set(trait assignment: String) throws(EmbeddedServiceError) {
    if try identity.set(assignment) { return }
    try traits.set(assignment)
  }

  /// Switches features off that are named with commas between them.
  ///
  /// - Parameter names: The names.
  /// - Throws: `EmbeddedServiceError` where there is no such feature.
  package mutating func switchOff(_ names: String) throws(EmbeddedServiceError) {
    for name in names.split(separator: ",") {
      guard let feature = ServiceFeature(rawValue: String(name)) else {
        throw .unknownFeature(String(name))
      }
      without.insert(feature)
    }
  }
}
