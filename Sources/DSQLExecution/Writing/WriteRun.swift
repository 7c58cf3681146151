import DSQLAPI
import DSQLDiagnostics
import DSQLTypes

/// Sends the chunks of a write side by side, one at first, up to four while all goes well.
///
/// Once the task is cancelled, or a call fails in a way that the next would share, no further chunk
/// leaves; those under way are awaited.
struct WriteRun {
  let writer: RecordWriter
  /// Rows that were not written, though their chunk was pulled.
  private(set) var left: [WriteRow] = []
  private(set) var stop: WriteOutcome.Stop?
  private var queue: [WriteChunk] = []
  private var isExhausted = false
  private var window = AdaptiveWindow(1...4)

  init(_ writer: RecordWriter) { self.writer = writer }

  /// What became of a chunk.
  enum Settlement: Sendable {
    case answered(BatchAnswer)
    /// None of it was written.
    case refused(ServiceError)
    /// Nobody knows.
    case lost(ServiceError)
  }

  /// Sends what `next` gives until it gives nil; `settle` is told of each chunk, in the order in
  /// which answers come, and ends the run by a stop.
  ///
  /// Calls: one for each chunk, two more for each that was too large.
  mutating func send(
    _ next: () async throws -> WriteChunk?,
    settle: (WriteChunk, Settlement) async throws -> WriteOutcome.Stop?
  ) async {
    await withTaskGroup(
      of: (WriteChunk, Result<Answer<BatchAnswer>, any Error>).self
    ) { group in
      var underWay = 0
      while true {
        while stop == nil, underWay < window.size, let chunk = await pull(next) {
          group.addTask { [writer] in (chunk, await writer.send(chunk)) }
          underWay += 1
        }
        guard let (chunk, result) = await group.next() else { break }
        underWay -= 1
        guard let settlement = judge(chunk, result) else { continue }
        do {
          let wish = try await settle(chunk, settlement)
          stop = stop ?? wish
        } catch {
          stop = stop ?? .source(error)
        }
      }
    }
    left += queue.flatMap(\.rows)
  }

  private mutating func pull(_ next: () async throws -> WriteChunk?) async -> WriteChunk? {
    do {
      var chunk = queue.popLast()
      if chunk == nil, !isExhausted {
        chunk = try await next()
        isExhausted = chunk == nil
      }
      if Task.isCancelled, let unsent = chunk {
        stop = .cancelled
        left += unsent.rows
        return nil
      }
      return chunk
    } catch let error where error.isCancellation {
      stop = .cancelled
    } catch let error as Diagnostic {
      stop = .refused(error)
    } catch {
      stop = .source(error)
    }
    isExhausted = true
    return nil
  }

  /// Keeps count of a call's end; nil where there is nothing to settle.
  private mutating func judge(
    _ chunk: WriteChunk,
    _ result: Result<Answer<BatchAnswer>, any Error>
  ) -> Settlement? {
    switch result {
    case .success(let answer):
      if answer.report.throttledSeconds > 0 { window.halve() } else { window.grow() }
      return .answered(answer.value)
    case .failure(let error as ServiceError):
      switch error.writeFailure {
      case .stops:
        stop = stop ?? .service(error)
        left += chunk.rows
        return nil
      case .refused: return .refused(error)
      case .unknown: return .lost(error)
      case .tooLarge:
        if chunk.rows.count == 1 { return .refused(error) }
        queue += chunk.halves.reversed()
        return nil
      }
    case .failure(let error):
      // Refused by MAX_REQUESTS before it left.
      stop = stop ?? (error as? Diagnostic).map(WriteOutcome.Stop.refused) ?? .source(error)
      left += chunk.rows
      return nil
    }
  }
}
