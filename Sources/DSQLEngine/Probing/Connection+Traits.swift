import DSQLAPI
import DSQLCatalog
import DSQLTypes

extension Connection {
  /// What is known of the service: of the embedded one all, of another what was kept.
  func knownTraits() -> ServiceTraits {
    if let known = withKnowledge({ knowledge, _ in knowledge.traits }) { return known }
    var found = (traits: ServiceTraits.unknown, since: Instant?.none)
    if info.hasStandardTraits {
      found.traits = .embedded
    } else if let store = keptCapabilities, let kept = store.traits(of: info.service, at: now()) {
      found = (kept.traits, kept.since)
    }
    return withKnowledge { knowledge, _ in
      if let known = knowledge.traits { return known }
      knowledge.traits = found.traits
      knowledge.since = found.since
      return found.traits
    }
  }

  /// Puts questions that are not answered yet to the service.
  ///
  /// Calls: as `ServiceProbe.ask` says.
  ///
  /// - Parameters:
  ///   - questions: What a planner would like to know.
  ///   - preferred: Ids and names of the entities that are asked first.
  /// - Returns: The calls made, nil where there was nothing left to ask.
  /// - Throws: What opening the service throws, or cancellation.
  func ask(
    _ questions: Set<ServiceQuestion>,
    preferring preferred: Set<String>
  ) async throws -> Int? {
    let catalog = try await loadedCatalog()
    let undecided = withKnowledge { knowledge, _ in knowledge.undecided }
    let open = questions.filter { !undecided.contains($0) && !catalog.traits.hasAnswer(to: $0) }
    if open.isEmpty { return nil }
    var probe = ServiceProbe(try await service(), catalog: catalog, preferring: preferred)
    await probe.ask(open)
    try Task.checkCancellation()
    withKnowledge { knowledge, _ in knowledge.undecided.formUnion(probe.undecided) }
    setTraits(probe.traits)
    return probe.calls
  }

  /// Keeps that the service has not what it seemed to have.
  func demote(_ feature: QueryFeature) {
    var traits = knownTraits()
    traits.features[feature] = false
    setTraits(traits)
  }

  /// Keeps how the service stores an empty text, which an answer to a write has shown.
  func learn(storesEmptyAsNull: Bool) {
    var traits = knownTraits()
    traits.storesEmptyAsNull = storesEmptyAsNull
    setTraits(traits)
  }

  /// Puts what is known of the service into the catalogue and on disk.
  func setTraits(_ traits: ServiceTraits) {
    let now = now()
    let since: Instant? = withKnowledge { knowledge, catalog in
      if knowledge.traits == traits { return nil }
      knowledge.traits = traits
      let since = knowledge.since ?? now
      knowledge.since = since
      if let old = catalog {
        catalog = Catalog(tables: old.tables, choiceSets: old.choiceSets, traits: traits)
      }
      return since
    }
    if let since { keptCapabilities?.keep(traits, of: info.service, since: since) }
  }

  /// Forgets on disk what was found out about the service.
  func forgetKeptTraits() { keptCapabilities?.forget(info.service) }

  /// A service of this process is asked anew in each run: its switches are those of the run.
  private var keptCapabilities: CapabilityStore? { info.kind == .embedded ? nil : capabilities }
}

extension ConnectionInfo {
  /// Whether all is known of the service beforehand.
  fileprivate var hasStandardTraits: Bool { kind == .embedded && isStandard }

  /// The service's address up to the tenant.
  fileprivate var service: String { "\(origin)/\(organization)/\(tenant)" }
}

extension ServiceTraits {
  fileprivate func hasAnswer(to question: ServiceQuestion) -> Bool {
    switch question {
    case .feature(let feature): features[feature] != nil
    case .textMatching: textMatching != .unknown
    case .nullOrder: nullOrder != .unknown
    case .decimalSums: sumsDecimalsExactly != nil
    }
  }
}
