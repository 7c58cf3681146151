import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLTypes
import Synchronization

/// Reads a scan by the keys that another input has, once that was read to its end.
///
/// A class because the reader and the task that waits for the keys share it; a lock guards the state.
final class ReducedReader: InputDriver {
  private enum Phase {
    case waiting
    /// A reader, and the keys that each of its scans asks for; nil where the scan is read whole.
    case reading(ScanReader, [Set<[UInt8]>]?)
    case nothing
    case failed(any Error)
  }

  private let reduction: Reduction
  private let source: KeySource
  private let list: Int
  private let service: any RecordService
  private let monitor: ExecutionMonitor
  private let phase = Mutex(Phase.waiting)
  private let ready = Signal()

  /// - Parameters:
  ///   - reduction: What is read, by which field.
  ///   - source: Has the keys.
  ///   - list: Which of the source's lists they are.
  ///   - service: Where the records come from.
  ///   - monitor: Counts the calls and takes the verdict.
  init(
    _ reduction: Reduction,
    source: KeySource,
    list: Int,
    service: any RecordService,
    monitor: ExecutionMonitor
  ) {
    self.reduction = reduction
    self.source = source
    self.list = list
    self.service = service
    self.monitor = monitor
  }

  /// The records whose field has one of the keys, or all of the scan's where the keys are too many.
  ///
  /// Calls: one for each page of each hundred keys.
  var stream: RowBatchStream { RowBatchStream { [self] in try await next() } }

  func run() async {
    let found: Phase
    do {
      found = try phase(of: try await source.keys(list))
    } catch {
      found = .failed(error)
    }
    let isOpen = phase.withLock { phase in
      guard case .waiting = phase else { return false }
      phase = found
      return true
    }
    ready.raise()
    if isOpen, case .reading(let reader, _) = found { await reader.run() }
  }

  func close() {
    let earlier = phase.withLock { phase in
      defer { phase = .failed(CancellationError()) }
      return phase
    }
    if case .reading(let reader, _) = earlier { reader.close() }
    ready.raise()
  }

  private func next() async throws -> RowBatch? {
    source.want(list)
    while true {
      try Task.checkCancellation()
      switch phase.withLock({ $0 }) {
      case .waiting: await ready.wait()
      case .nothing: return nil
      case .failed(let error): throw error.isCancellation ? CancellationError() : error
      case .reading(let reader, let keys):
        guard let page = try await reader.next() else { return nil }
        return keys.map { reduction.kept(page.rows, among: $0[page.lane]) } ?? page.rows
      }
    }
  }

  private func phase(of keys: [KeyList.Key]?) throws -> Phase {
    let chunks = keys.map(reduction.chunks)
    if let chunks { try monitor.checkRequests(toCome: chunks.count) }
    let reader = ScanReader(
      chunks?.map(\.scan) ?? [reduction.scan],
      service: service,
      monitor: monitor,
      pace: .ahead,
      startsAtOnce: true
    )
    guard let reader else { return .nothing }
    let isChecked = reduction.position != nil
    return .reading(reader, isChecked ? chunks?.map { Set($0.keys.map(\.folded)) } : nil)
  }
}
