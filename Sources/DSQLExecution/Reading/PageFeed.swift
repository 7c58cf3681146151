import DSQLTypes
import Synchronization

/// A page of a scan as it arrived.
struct ArrivedPage: Sendable {
  var rows: RowBatch
  /// How many records match in all, where the service said so.
  var total: Int?
  var wasThrottled: Bool
}

/// Hands the pages of one scan to one reader in order while later ones travel.
///
/// A class because the reader, the driver and the calls under way share it; a lock guards the
/// state, and nothing is awaited under it.
final class PageFeed: Sendable {
  /// Reads one page: its index, the rows before it, the rows of a full page.
  typealias Fetch =
    @Sendable (_ page: Int, _ skipped: Int, _ pageSize: Int) async throws ->
    ArrivedPage

  private struct State {
    var window: PageWindow
    var arrived: [Int: Result<ArrivedPage, any Error>] = [:]
    var next = 0
    var isClosed = false
  }

  private enum Taken {
    case page(ArrivedPage)
    case failure(any Error)
    case end
    case notYet
  }

  private let state: Mutex<State>
  private let fetch: Fetch
  private let readerSignal = Signal()
  private let driverSignal = Signal()

  init(window: PageWindow, fetch: @escaping Fetch) {
    self.state = Mutex(State(window: window))
    self.fetch = fetch
  }

  /// The page window as it stands.
  var window: PageWindow { state.withLock { $0.window } }

  /// The next page, or nil after the last; throws what its call threw, once all pages before it
  /// were handed out.
  func next() async throws -> ArrivedPage? {
    while true {
      try Task.checkCancellation()
      let taken: Taken = state.withLock { state in
        if state.isClosed { return .failure(CancellationError()) }
        if state.window.isAtEnd { return .end }
        guard let result = state.arrived.removeValue(forKey: state.next) else {
          state.window.readerWaits()
          return .notYet
        }
        switch result {
        case .success(let page):
          state.next += 1
          state.window.handOut()
          return .page(page)
        case .failure(let error):
          // Kept: who asks again is told the same.
          state.arrived[state.next] = result
          return .failure(error)
        }
      }
      driverSignal.raise()
      switch taken {
      case .page(let page): return page
      case .failure(let error):
        throw error.isCancellation ? CancellationError() : error
      case .end: return nil
      case .notYet: await readerSignal.wait()
      }
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
        let (step, pageSize) = state.withLock { state in
          (state.window.nextRequest(), state.window.pageSize)
        }
        switch step {
        case .finished: return
        case .wait: await driverSignal.wait()
        case .request(let page):
          group.addTask { await self.load(page, pageSize: pageSize) }
        }
      }
    }
  }

  private func load(_ page: Int, pageSize: Int) async {
    let result: Result<ArrivedPage, any Error>
    do {
      result = .success(try await fetch(page, page * pageSize, pageSize))
    } catch {
      result = .failure(error)
    }
    state.withLock { state in
      switch result {
      case .success(let arrived):
        state.window.arrive(
          page: page,
          rows: arrived.rows.rowCount,
          total: arrived.total,
          wasThrottled: arrived.wasThrottled
        )
      case .failure(let error):
        state.window.fail(page: page, wasThrottled: error.isThrottling)
      }
      state.arrived[page] = result
    }
    readerSignal.raise()
    driverSignal.raise()
  }
}
