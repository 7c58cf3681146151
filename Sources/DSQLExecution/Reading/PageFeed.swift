import DSQLPlan
import DSQLTypes
import Synchronization

/// A page of a read as it arrived.
struct ArrivedPage: Sendable {
  /// Which of the scans it belongs to.
  var lane = 0
  var rows: RowBatch
  /// How many records match in all, where the service said so.
  var total: Int?
  var wasThrottled: Bool
}

/// Hands the pages of a read to one reader in order while later ones travel.
///
/// A read is one scan, or several that are read one after another: its lanes. A class because the
/// reader, the driver and the calls under way share it; a lock guards the state, and nothing is
/// awaited under it.
final class PageFeed: Sendable {
  /// Where a page stands.
  struct Place: Hashable, Sendable {
    var lane: Int
    var page: Int
  }

  /// Reads one page: its place, the rows of its lane before it, the rows of a full page.
  typealias Fetch =
    @Sendable (_ place: Place, _ skipped: Int, _ pageSize: Int) async throws ->
    ArrivedPage

  private enum Taken {
    case page(ArrivedPage)
    case failure(any Error)
    case end
    case notYet
  }

  private let state: Mutex<PageLanes>
  private let fetch: Fetch
  private let readerSignal = Signal()
  private let driverSignal = Signal()

  init(lanes: [PageWindow], fetch: @escaping Fetch) {
    self.state = Mutex(PageLanes(lanes))
    self.fetch = fetch
  }

  /// How many rows the service said a lane has; nil until it is known.
  func expectedRows(ofLane lane: Int) -> Int? {
    state.withLock { $0.windows.indices.contains(lane) ? $0.windows[lane].expectedRows : nil }
  }

  /// The next page, or nil after the last; throws what its call threw, once all pages before it
  /// were handed out.
  func next() async throws -> ArrivedPage? {
    while true {
      try Task.checkCancellation()
      let taken: Taken = state.withLock { state in
        if state.isClosed { return .failure(CancellationError()) }
        guard let place = state.nextPlace else { return .end }
        switch state.arrived[place] {
        case .success(let page):
          state.handOut(place)
          return .page(page)
        // Kept: who asks again is told the same.
        case .failure(let error): return .failure(error)
        case nil:
          if let failure = state.failure, !state.isAsked(place) { return .failure(failure) }
          state.readerWaits()
          return .notYet
        }
      }
      driverSignal.raise()
      switch taken {
      case .page(let page): return page
      case .failure(let error): throw error.isCancellation ? CancellationError() : error
      case .end: return nil
      case .notYet: await readerSignal.wait()
      }
    }
  }

  /// Waits until the first page has arrived and leaves it there; throws what its call threw.
  func arrival() async throws {
    let first = Place(lane: 0, page: 0)
    while true {
      try Task.checkCancellation()
      let isHere = try state.withLock { state in
        if state.isClosed { throw CancellationError() }
        if state.nextPlace != first { return true }
        if case .failure(let error) = state.arrived[first] { throw error }
        if state.arrived[first] != nil { return true }
        state.readerWaits()
        return false
      }
      if isHere { return }
      driverSignal.raise()
      await readerSignal.wait()
    }
  }

  /// Ends the feed: whoever still reads is told that it was cancelled.
  func close() {
    state.withLock { state in
      state.isClosed = true
      state.arrived = [:]
    }
    readerSignal.raise()
  }

  /// Makes the calls that the window allows until the last page is asked for, a call fails, or the
  /// task is cancelled.
  func run() async {
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled {
        switch state.withLock({ $0.nextRequest() }) {
        case .finished: return
        case .wait: await driverSignal.wait()
        case .request(let place, let pageSize):
          group.addTask { await self.load(place, pageSize: pageSize) }
        }
      }
    }
  }

  private func load(_ place: Place, pageSize: Int) async {
    let result: Result<ArrivedPage, any Error>
    do {
      result = .success(try await fetch(place, place.page * pageSize, pageSize))
    } catch {
      result = .failure(error)
    }
    state.withLock { $0.arrive(result, at: place) }
    readerSignal.raise()
    driverSignal.raise()
  }
}
