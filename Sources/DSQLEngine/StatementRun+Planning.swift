import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLExecution
import DSQLLocalQuery
import DSQLPlan
import DSQLPlanner
import DSQLSyntax
import DSQLTypes

extension StatementRun {
  /// The most times that a statement is planned because more is known of the service.
  private static let mostRounds = 6

  /// Plans a statement, and asks the service what would make the plan cheaper.
  ///
  /// Calls: those of the catalogue where it is needed and not there; probes.
  mutating func plan(
    _ statement: Statement,
    parameters: [PlannerParameter]?
  ) async throws -> Plan {
    var plan = try await firstPlan(statement, parameters: parameters)
    guard settings.pushdown != .off, connection.info.mayReadRecords else { return plan }
    for _ in 1..<Self.mostRounds where plan.root.callsService {
      let asked = try await connection.ask(
        plan.questions,
        preferring: Set(plan.root.scans.flatMap(\.entities))
      )
      if let asked {
        result.probes += asked
      } else if !(try await count(plan.wantedCounts)) {
        break
      }
      plan = try await firstPlan(statement, parameters: parameters)
    }
    // The embedded service has no profile that could say it.
    if plan.mindsLetterCase, connection.info.kind != .embedded { await tellOfLetterCase() }
    return plan
  }

  /// Lets the service count the records of reads that a plan hangs on.
  ///
  /// Calls: 1 for each read.
  ///
  /// - Parameter reads: The reads.
  /// - Returns: Whether more is known now.
  /// - Throws: What the service answers.
  private mutating func count(_ reads: [Scan]) async throws -> Bool {
    var isNew = false
    for scan in reads where counted[scan] == nil {
      guard let found = try await total(of: scan) else { continue }
      counted[scan] = found
      isNew = true
    }
    return isNew
  }

  /// Says, once for a connection, which setting lets the service decide conditions on texts.
  ///
  /// - Source: `language.md` §3, "Text comparison".
  private func tellOfLetterCase() async {
    let isFirst = connection.withKnowledge { knowledge, _ in
      defer { knowledge.hasToldOfLetterCase = true }
      return !knowledge.hasToldOfLetterCase
    }
    guard isFirst else { return }
    await delegate.report(
      Diagnostic(
        .featureNotSupported,
        "the service minds letter case, so conditions on texts are decided here",
        severity: .notice,
        hint: "Say collation = \"binary\" in the profile to compare texts as the service does."
      )
    )
  }

  /// Plans a statement by what is known, with the catalogue unless it names nothing of it.
  func firstPlan(
    _ statement: Statement,
    parameters: [PlannerParameter]?
  ) async throws -> Plan {
    let catalog =
      NamesEntities.isPossible(in: statement, text: source.text)
      ? try await connection.loadedCatalog()
      : Catalog(tables: [], choiceSets: [], traits: .unknown)
    let local = localEngine
    let environment = PlannerEnvironment(
      catalog: catalog,
      settings: PlannerSettings(
        pushDown: settings.pushdown.planner,
        zone: settings.zone,
        collation: connection.info.collation,
        now: now,
        pageSize: settings.pageSize,
        readsBeforeWriting: readsBeforeWriting,
        folderKey: connection.folder
      ),
      parameters: parameters,
      counts: counted,
      lastResult: lastResult.state,
      fold: { local.fold($0) }
    )
    switch Planner.plan(statement, in: environment) {
    case .plan(let plan): return plan
    case .failed(let diagnostics):
      throw StatementErrors(
        diagnostics,
        failure: diagnostics.first.map { ErrorMeaning.failure(for: $0) } ?? .statement
      )
    }
  }

  /// Plans a statement and does something with the plan; where the service then shows that it has
  /// not what the plan needs, plans it again without and does it again.
  ///
  /// Only for what has no effect before its reads are done: once rows are shown, the error says that
  /// they are not whole.
  ///
  /// - Parameters:
  ///   - statement: The statement to plan.
  ///   - parameters: The values of its parameters.
  ///   - body: What is done with the plan.
  /// - Throws: What planning and `body` throw.
  mutating func planned(
    _ statement: Statement,
    parameters: [PlannerParameter]?,
    _ body: (inout StatementRun, Plan) async throws -> Void
  ) async throws {
    var tolerated = Set(QueryFeature.allCases)
    var doubted: ServiceTraits?
    while true {
      let plan = try await plan(statement, parameters: parameters)
      do {
        return try await body(&self, plan)
      } catch let error as ServiceError {
        guard let feature = error.missingFeature else {
          // What is refused without it too was not refused because of it.
          if let doubted, error.code == .refused { connection.setTraits(doubted) }
          throw error
        }
        if error.code == .refused { doubted = doubted ?? connection.knownTraits() }
        connection.demote(feature)
        if result.showedRows { throw Self.brokenOff(by: feature) }
        guard tolerated.remove(feature) != nil else { throw error }
        beginAgain()
        await delegate.report(
          Diagnostic(
            .featureNotSupported,
            "the service \(error.code == .featureIgnored ? "ignored" : "refused") "
              + "\"\(feature.rawValue)\": planned again without it",
            severity: .notice
          )
        )
      }
    }
  }

  /// Counts what was spent, and begins with an empty report.
  private mutating func beginAgain() {
    let spent = monitor.report
    result.requests += spent.requests
    result.rowsRead += spent.rowsRead
    monitor = ExecutionMonitor(
      requestLimit: settings.maxRequests.map { $0 - result.requests }
    )
  }

  private static func brokenOff(by feature: QueryFeature) -> Diagnostic {
    Diagnostic(
      .incompleteResult,
      "result is incomplete: the service stopped to heed \"\(feature.rawValue)\"",
      hint: "Run the statement again: it is then planned without it."
    )
  }
}

extension ServiceError {
  /// The part of the interface that the service turns out not to have.
  fileprivate var missingFeature: QueryFeature? {
    switch code {
    case .featureIgnored, .refused: feature
    case .connection, .timeout, .outcomeUnknown, .unauthorized, .forbidden, .notFound, .conflict,
      .tooLarge, .throttled, .serverFault, .invalidAnswer, .cancelled:
      nil
    }
  }
}

extension Scan {
  /// The ids and names of the entities that it reads.
  fileprivate var entities: [String] { [table.address.id] + joins.map(\.entity) }
}

extension StatementSettings.Pushdown {
  fileprivate var planner: PlannerSettings.PushDown {
    switch self {
    case .on: .on
    case .strict: .strict
    case .off: .off
    }
  }
}
