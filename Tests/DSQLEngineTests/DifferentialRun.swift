import DSQLEngine
import DSQLService
import DSQLTypes
import FoundationEssentials

/// The statements of one seed over the tenant of that seed.
struct DifferentialRun: Sendable {
  typealias Kind = DifferentialService.Kind

  /// The services beside the standard one, of which each seed takes two.
  static let kinds: [Kind] = [
    Kind(), Kind(level: .suite2023), Kind(level: .suite2024), Kind(without: "joins"),
    Kind(without: "aggregates"), Kind(without: "having"), Kind(traits: ["case=sensitive"]),
    Kind(traits: ["accents=ignored"]), Kind(traits: ["blanks=ignored"]),
    Kind(traits: ["nulls=high"]), Kind(traits: ["order=linguistic"]),
    Kind(traits: ["guid=sqlserver"]), Kind(traits: ["empty=null"]), Kind(traits: ["sums=binary"]),
    Kind(traits: ["case=sensitive"], collation: .binary), Kind(collation: .binary),
    Kind(
      level: .suite2024,
      traits: ["accents=ignored", "blanks=ignored", "nulls=high", "order=linguistic"]
    ),
  ]

  /// After so many a seed has told enough.
  private static let mostFailures = 3

  let seed: UInt64
  let statements: Int
  /// The services beside the standard one; nil lets the seed choose.
  var others: [Kind]?

  func tally() async throws -> DifferentialTally {
    var random = SeededGenerator(seed: seed)
    let most = random.pick(weighted: [(4, 10), (5, 30), (3, 70), (1, 300)])
    // Some plans are made only where there is more than a page.
    let large = random.chance(15) ? random.number(1050...1300) : nil
    let tenant = TenantGenerator.tenant(&random, most: most, large: large)
    let count = large == nil ? statements : statements / 2
    let mutated = Kind(mutation: random.pick(AnswerMutation.allCases))
    let second = random.chance(20) ? mutated : random.pick(Self.kinds)
    let chosen = others ?? [random.pick(Self.kinds), second]
    let session = DifferentialSession(&random, most: large ?? most)
    let generator = StatementGenerator(tenant: tenant, random: random)
    let found = Found()
    try await DifferentialService.run([Kind(isKnown: true)] + chosen, holding: tenant) { services in
      var generator = generator
      var tally = DifferentialTally()
      for _ in 0..<count {
        let tree = generator.statement()
        await check(tree, tenant, services, session, &tally)
        if tally.failures.count >= Self.mostFailures { break }
      }
      for _ in 0..<max(statements / 10, 1) {
        let source = generator.source("t")
        let condition = generator.predicate([source], depth: 2)
        let service = generator.random.pick(services)
        let from = "FROM \(generator.name(of: source)) t"
        if let failure = await partitionFault(from, condition, service, session) {
          tally.failures.append(
            "seed \(seed), \(service.kind.description): \(failure)\n\(condition.sql)"
          )
        }
      }
      await found.set(tally)
    }
    return await found.tally
  }

  /// Carries the tally out of the scope of the services.
  private actor Found {
    private(set) var tally = DifferentialTally()

    func set(_ tally: DifferentialTally) { self.tally = tally }
  }

  private func check(
    _ tree: SQLTree,
    _ tenant: GeneratedTenant,
    _ services: [DifferentialService],
    _ session: DifferentialSession,
    _ tally: inout DifferentialTally
  ) async {
    tally.statements += 1
    let reference = await Self.answer(tree, services[0], .off, session)
    if !reference.codes.isEmpty {
      tally.faults += 1
    } else if reference.rows.isEmpty {
      tally.empty += 1
    }
    for service in services {
      // Lists alone rarely differ, so that they are compared less often.
      let listsToo = tally.statements % 8 == 0
      let modes: [StatementSettings.Pushdown] =
        service.kind.isKnown ? [.on, .strict] : listsToo ? [.off, .on, .strict] : [.on]
      for mode in modes {
        tally.comparisons += 1
        tally.kinds["\(service.kind.description) \(mode)", default: 0] += 1
        let answer = await Self.answer(tree, service, mode, session)
        if service.kind.isKnown { tally.note(answer.requests) }
        guard
          let fault = await Self.fault(
            tree,
            services[0],
            service,
            mode,
            session,
            answer: answer,
            reference: reference
          )
        else { continue }
        tally.failures.append(
          await report(fault, tree, tenant, services[0], service, mode, session)
        )
        return
      }
    }
  }

  /// How a statement's answer of a service differs from what it should be.
  private static func fault(
    _ tree: SQLTree,
    _ standard: DifferentialService,
    _ service: DifferentialService,
    _ mode: StatementSettings.Pushdown,
    _ session: DifferentialSession,
    answer given: DifferentialAnswer? = nil,
    reference known: DifferentialAnswer? = nil
  ) async -> String? {
    // Where the records or the order of their ids are others, only the same service can tell.
    let isOwn = service.kind.storesOtherwise || service.kind.traits.contains("guid=sqlserver")
    if isOwn, mode == .off { return nil }
    let reference: DifferentialAnswer
    if let known, !isOwn {
      reference = known
    } else {
      reference = await Self.answer(tree, isOwn ? service : standard, .off, session)
    }
    let answer: DifferentialAnswer
    if let given {
      answer = given
    } else {
      answer = await Self.answer(tree, service, mode, session)
    }
    // No suite serves the whole of a long text, and the answer says that it is not whole.
    if service.kind.level != .cloud, !answer.isComplete { return nil }
    guard
      let difference = answer.difference(
        from: reference,
        marks: tree.marks,
        free: mode == .on ? service.kind.free : []
      )
    else { return nil }
    let calls = answer.requests.filter {
      $0.contains("/EntityService/") && !$0.contains("query_expansion")
    }
    return ([difference] + calls.prefix(6)).joined(separator: "\n  ")
  }

  private static func answer(
    _ tree: SQLTree,
    _ service: DifferentialService,
    _ mode: StatementSettings.Pushdown,
    _ session: DifferentialSession
  ) async -> DifferentialAnswer {
    await service.answer(
      tree.sql,
      mode,
      session,
      roundsDoubles: tree.marks.contains(.addsDoubles)
    )
  }

  private func report(
    _ fault: String,
    _ tree: SQLTree,
    _ tenant: GeneratedTenant,
    _ standard: DifferentialService,
    _ service: DifferentialService,
    _ mode: StatementSettings.Pushdown,
    _ session: DifferentialSession
  ) async -> String {
    let kind = service.kind
    let small = await DifferentialShrinker().smallest(
      tree,
      over: tenant,
      failing: fault,
      statement: { await Self.fault($0, standard, service, mode, session) },
      tenant: { tree, tenant in
        let result = Result()
        // A tenant that cannot be written any more is no smaller failure.
        try? await DifferentialService.run([Kind(isKnown: true), kind], holding: tenant) {
          await result.set(await Self.fault(tree, $0[0], $0[1], mode, session))
        }
        return await result.fault
      }
    )
    return """
      seed \(seed), push-down \(mode), \(kind.description), \(session)
      \(small.message)
      \(small.tree.sql)
      \(small.tenant.summary)
      """
  }

  private actor Result {
    private(set) var fault: String?

    func set(_ fault: String?) { self.fault = fault }
  }

  /// Whether `p`, `NOT p` and `p IS NULL` part the rows of a table, and count(*) counts them.
  private func partitionFault(
    _ from: String,
    _ condition: SQLTree,
    _ service: DifferentialService,
    _ session: DifferentialSession
  ) async -> String? {
    func rows(_ select: String, _ filter: String) async -> DifferentialAnswer {
      await service.answer(
        "SELECT \(select) \(from) \(filter)",
        .on,
        session,
        roundsDoubles: false
      )
    }
    let text = condition.sql
    var parts: [DifferentialAnswer.Row] = []
    for filter in ["WHERE (\(text))", "WHERE NOT (\(text))", "WHERE (\(text)) IS NULL"] {
      let answer = await rows("t.Id", filter)
      let count = await rows("count(*)", filter)
      if answer.codes != count.codes { return "count(*) fails otherwise: \(from) \(filter)" }
      if !answer.codes.isEmpty { return nil }
      if count.rows != [[String(answer.rows.count)]] {
        return "count(*) is \(count.rows), not \(answer.rows.count): \(from) \(filter)"
      }
      parts += answer.rows
    }
    let all = await rows("t.Id", "").rows
    let sorted = { (rows: [DifferentialAnswer.Row]) in rows.map { $0[0] ?? "" }.sorted() }
    return sorted(parts) == sorted(all)
      ? nil : "\(parts.count) rows in three parts of \(all.count): \(from)"
  }
}
