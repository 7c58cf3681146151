import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
package import DSQLPlan
import DSQLTypes

extension Executor {
  /// Runs an INSERT.
  ///
  /// Calls: those of the source, then one for a single record, else one for each thousand.
  package func insert(_ node: Insert) async throws -> WriteOutcome {
    if let conflict = node.conflict { return try await insert(node, conflict) }
    return try await write(WriteJob(node))
  }

  /// Runs an UPDATE.
  ///
  /// Calls: those of the source, then one for a single record, else one for each thousand.
  package func update(_ node: Update) async throws -> WriteOutcome {
    try await write(WriteJob(node))
  }

  /// Runs a DELETE.
  ///
  /// Calls: those of the source, then one for a single record, else one for each thousand.
  package func delete(_ node: Delete) async throws -> WriteOutcome {
    try await write(WriteJob(node))
  }

  /// Reads and checks the rows of a write and sends nothing; nil for a node that is no write.
  ///
  /// Calls: those of the source.
  package func preview(of node: PlanNode) async throws -> WritePreview? {
    if case .insert(let insert) = node, let conflict = insert.conflict {
      return try await preview(of: insert, conflict)
    }
    guard let job = WriteJob(node) else { return nil }
    return try await prepared(job).preview
  }

  /// Reads the rows that a write is about, checks them, asks, and sends them.
  ///
  /// Throws where nothing was sent, or the first call failed and wrote nothing; all else is in the
  /// outcome.
  private func write(_ job: WriteJob) async throws -> WriteOutcome {
    var job = job
    let (preview, chunks, isSingle) = try await prepared(job)
    if options.storesEmptyAsNull == nil { job.watch = EmptyTextWatch(job, chunks) }
    try monitor.checkRequests(toCome: chunks.count)
    if !chunks.isEmpty { try await ask(preview) }
    let computation = try computation(of: job.returning)
    let (ledger, stop) = await send(chunks, of: job, usesSingleCalls: isSingle)
    var outcome = ledger.outcome
    outcome.stop = stop
    if let returning = job.returning, let computation {
      outcome.returnedSchema = RowSchema(
        returning.items.map { SchemaColumn($0.name, $0.expression.type) }
      )
      let records =
        job.verb == .delete ? ledger.deletedRows(of: preview.rows) : ledger.answeredRows
      do {
        outcome.returned = try await withTexts(records, job, returning).map(computation.process)
      } catch {
        // The records are written: what RETURNING cannot compute must not hide that.
        outcome.returningFailure = error
      }
    }
    outcome.report = monitor.report
    if outcome.done + outcome.failed + outcome.unknown == 0, let stop = outcome.stop {
      throw stop.error
    }
    return outcome
  }

  /// What makes the rows of RETURNING.
  func computation(of returning: Returning?) throws -> (any RowComputation)? {
    try returning.map { returning in
      try local.rowComputation(
        relation: returning.relation,
        columns: returning.columns,
        predicate: nil,
        items: returning.items
      )
    }
  }

  /// Sends the calls of a write, and finds out what became of those whose answer was lost.
  func send(
    _ chunks: [WriteChunk],
    of job: WriteJob,
    usesSingleCalls: Bool
  ) async -> (WriteLedger, WriteOutcome.Stop?) {
    var ledger = WriteLedger(job, spans: job.spans)
    var run = WriteRun(writer(for: job, usesSingleCalls: usesSingleCalls))
    var rest = chunks[...]
    await run.send({ rest.popFirst() }) { chunk, settlement in
      ledger.settle(chunk, settlement)
      return nil
    }
    ledger.leave(run.left.count + rest.reduce(0) { $0 + $1.rows.count })
    if !interrupt.isAborted { await resolve(&ledger, job) }
    return (ledger, run.stop)
  }

  /// The records of RETURNING with their long texts, where it reads one.
  ///
  /// Calls: one for each record that has such a text.
  func withTexts(
    _ records: [RowBatch],
    _ job: WriteJob,
    _ returning: Returning
  )
    async throws -> [RowBatch]
  {
    let scan = Scan(relation: returning.relation, table: job.table, columns: returning.columns)
    guard job.verb != .delete,
      let reader = LongTextReader(scan, service: service, monitor: monitor)
    else { return records }
    let source = BatchList(records)
    var filled: [RowBatch] = []
    for try await batch in reader.filled(RowBatchStream { source.next() }) { filled.append(batch) }
    return filled
  }

  /// The calls that a write will make, of rows that are checked.
  private func prepared(
    _ job: WriteJob
  ) async throws -> (preview: WritePreview, chunks: [WriteChunk], isSingle: Bool) {
    let check = try await gathered(job)
    if let diagnostic = check.diagnostic { throw diagnostic }
    let (chunks, isSingle) = calls(for: check.rows)
    let preview = WritePreview(
      verb: job.verb,
      entity: job.table.name,
      rowCount: check.rows.count,
      requests: chunks.count,
      rows: check.sources
    )
    return (preview, chunks, isSingle)
  }

  /// The calls that write rows, and whether each has one of its own.
  func calls(for rows: [WriteRow]) -> (chunks: [WriteChunk], isSingle: Bool) {
    let isSingle =
      options.batchMode == .never || (options.batchMode == .auto && rows.count == 1)
    return (
      WriteChunk.chunks(of: rows, mostRows: isSingle ? 1 : WriteChunk.mostRows), isSingle
    )
  }

  private func gathered(_ job: WriteJob) async throws -> WriteCheck {
    let encoder =
      job.verb == .delete
      ? nil
      : RecordEncoder(
        job.table,
        targets: job.targets,
        verb: job.verb,
        emptyIsNull: options.storesEmptyAsNull ?? false
      )
    let most = job.countsRows ? options.maxWriteRows : nil
    return try await withRows(of: job.source) { result in
      var check = WriteCheck(job.verb, encoder: encoder, spans: job.spans)
      for try await batch in result.batches {
        check.add(batch)
        if let most, check.rows.count > most { throw Self.tooMany(job.verb, most) }
      }
      return check
    }
  }

  static func tooMany(_ verb: WriteVerb, _ most: Int) -> Diagnostic {
    Diagnostic(
      .limitExceeded,
      "\(verb.rawValue) would write more than \(most.counted("row")), the limit of MAX_WRITE_ROWS",
      detail: "Nothing was sent.",
      hint: "Raise MAX_WRITE_ROWS, or answer yes beforehand with -y."
    )
  }

  /// Asks whether the write may go on; throws where it may not.
  func ask(_ preview: WritePreview) async throws {
    if let confirm = options.confirm, await !confirm(preview) {
      throw Diagnostic(
        .refusedByGuard,
        "\(preview.verb.rawValue) was declined",
        detail: "Nothing was sent."
      )
    }
    try Task.checkCancellation()
  }

  func writer(for job: WriteJob, usesSingleCalls: Bool) -> RecordWriter {
    RecordWriter(
      service: service,
      monitor: monitor,
      interrupt: interrupt,
      verb: job.verb,
      entity: job.table.address,
      columns: job.answerColumns,
      usesSingleCalls: usesSingleCalls
    )
  }

  /// Looks up the records whose fate is unknown, whatever became of the task.
  func resolve(_ ledger: inout WriteLedger, _ job: WriteJob) async {
    let unknown = ledger.unknown
    if unknown.isEmpty { return }
    let resolver = OutcomeResolver(
      service: service,
      monitor: monitor,
      verb: job.verb,
      table: job.table,
      targets: job.targets,
      answerColumns: job.returning == nil ? [] : job.answerColumns
    )
    ledger.take(await interrupt.shielded { await resolver.resolve(unknown) })
  }
}

extension WriteOutcome.Stop {
  /// The reason as an error.
  var error: any Error {
    switch self {
    case .service(let error): error
    case .cancelled: CancellationError()
    case .refused(let diagnostic): diagnostic
    case .source(let error): error
    }
  }
}
