import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

// INSERT … ON CONFLICT.
extension Executor {
  /// Inserts the rows whose key no record has, then changes the records of the others.
  ///
  /// A record that comes between the read and the write is refused by the service and told as such.
  ///
  /// Calls: those of the source, then for the inserted and for the changed records one for a single
  /// one, else one for each thousand.
  func insert(_ node: Insert, _ conflict: InsertConflict) async throws -> WriteOutcome {
    let check = try await checked(node, conflict)
    let preview = preview(check, node, conflict)
    try monitor.checkRequests(toCome: preview.requests)
    if preview.requests > 0 { try await ask(preview) }
    let computation = try computation(of: node.returning)
    var outcome = WriteOutcome(.insert, of: node.table.name)
    var answers: [(number: Int, rows: RowBatch)] = []
    for (job, rows) in [
      (WriteJob(node), check.inserts.rows),
      (WriteJob(updating: conflict, of: node), check.updates.rows),
    ] where !rows.isEmpty {
      if outcome.stop != nil {
        outcome.left += rows.count
        continue
      }
      let (chunks, isSingle) = calls(for: rows)
      let (ledger, stop) = await send(chunks, of: job, usesSingleCalls: isSingle)
      outcome.add(ledger.outcome, stop: stop)
      if job.verb == .update { outcome.changed += ledger.outcome.done }
      answers += ledger.numberedRows
    }
    if let returning = node.returning, let computation {
      outcome.returnedSchema = RowSchema(
        returning.items.map { SchemaColumn($0.name, $0.expression.type) }
      )
      let records = answers.sorted { $0.number < $1.number }.map(\.rows)
      do {
        outcome.returned = try await withTexts(records, WriteJob(node), returning)
          .map(computation.process)
      } catch {
        outcome.returningFailure = error
      }
    }
    outcome.report = monitor.report
    if outcome.done + outcome.failed + outcome.unknown == 0, let stop = outcome.stop {
      throw stop.error
    }
    return outcome
  }

  /// Reads and checks the rows, and sends nothing.
  ///
  /// Calls: those of the source.
  func preview(of node: Insert, _ conflict: InsertConflict) async throws -> WritePreview {
    preview(try await checked(node, conflict), node, conflict)
  }

  private func checked(_ node: Insert, _ conflict: InsertConflict) async throws -> ConflictCheck {
    let most = node.isFromQuery ? options.maxWriteRows : nil
    let check = try await withRows(of: node.source) { result in
      var check = ConflictCheck(
        node,
        conflict,
        emptyIsNull: options.storesEmptyAsNull ?? false
      )
      for try await batch in result.batches {
        check.add(batch)
        if let most, check.count > most { throw Self.tooMany(.insert, most) }
      }
      return check
    }
    if let diagnostic = check.diagnostic { throw diagnostic }
    return check
  }

  private func preview(
    _ check: ConflictCheck,
    _ node: Insert,
    _ conflict: InsertConflict
  ) -> WritePreview {
    WritePreview(
      verb: .insert,
      entity: node.table.name,
      rowCount: check.count,
      changedCount: check.updates.rows.count,
      requests: calls(for: check.inserts.rows).chunks.count
        + calls(for: check.updates.rows).chunks.count,
      rows: [check.preview(of: node, conflict)]
    )
  }
}

extension WriteOutcome {
  /// Adds what became of a part of the write.
  fileprivate mutating func add(_ part: WriteOutcome, stop: Stop?) {
    done += part.done
    failed += part.failed
    unknown += part.unknown
    left += part.left
    failures = (failures + part.failures).sorted {
      ($0.rowNumber ?? .max) < ($1.rowNumber ?? .max)
    }
    failedCall = failedCall ?? part.failedCall
    self.stop = self.stop ?? stop
  }
}
