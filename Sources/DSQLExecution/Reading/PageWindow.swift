/// Decides which page of a scan is asked for next, and when; knows nothing of calls and tasks.
///
/// The first page travels alone. Its total bounds the rest, which are asked for in order, ahead of
/// the reader by at most the window (`language.md` §4, points 5 and 6). Where a service tells no
/// total, one page after another is read until one comes short.
package struct PageWindow: Sendable {
  /// How far the reader is expected to go.
  package enum Pace: Hashable, Sendable {
    /// To the end: pages are asked for ahead of it.
    case ahead
    /// Perhaps not far, as under a LIMIT that was not pushed: 1, 2, then 4 pages each time that it
    /// has used up what there is.
    case onDemand
  }

  /// What the driver is to do.
  package enum Step: Hashable, Sendable {
    case request(page: Int)
    case wait
    case finished
  }

  /// Rows of a full page.
  package private(set) var pageSize: Int
  /// How many pages there are; nil until it is known.
  package private(set) var pageCount: Int?
  /// How many rows the service said there are, offset and limit heeded; nil until it is known.
  package private(set) var expectedRows: Int?
  private let offset: Int
  private let limit: Int?
  private let pace: Pace
  private var window: AdaptiveWindow
  private var isStarted: Bool
  private var hasFailed = false
  private var requested = 0
  private var arrived = 0
  private var handedOut = 0
  /// Under `onDemand`, how many pages the reader has wanted so far.
  private var wanted = 0

  /// A window before the first page.
  ///
  /// - Parameters:
  ///   - pageSize: Rows of a full page, 1 to 1000.
  ///   - offset: Rows that the scan passes over.
  ///   - limit: Rows that the scan reads at most.
  ///   - pace: How far the reader is expected to go.
  ///   - startsAtOnce: Whether the first page is asked for before the reader wants it.
  package init(pageSize: Int, offset: Int, limit: Int?, pace: Pace, startsAtOnce: Bool) {
    self.pageSize = pageSize
    self.offset = offset
    self.limit = limit
    self.pace = pace
    self.isStarted = startsAtOnce
    self.wanted = startsAtOnce ? 1 : 0
    self.window = AdaptiveWindow(pace == .ahead ? 2...8 : 1...4)
    if let limit, limit <= 0 {
      pageCount = 0
      expectedRows = 0
    }
  }

  /// Whether every page there is has been handed out.
  package var isAtEnd: Bool { pageCount.map { handedOut >= $0 } ?? false }

  /// Decides what is to be done now; answers each page once.
  package mutating func nextRequest() -> Step {
    if hasFailed { return .finished }
    if let pageCount, requested >= pageCount { return .finished }
    guard isStarted, requested < allowance else { return .wait }
    requested += 1
    return .request(page: requested - 1)
  }

  /// Takes note that the reader wants a page that is not there yet.
  package mutating func readerWaits() {
    isStarted = true
    switch pace {
    case .ahead:
      if arrived > 0 { window.grow() }
    case .onDemand:
      guard handedOut == requested else { return }
      wanted = requested + window.size
      window.grow()
    }
  }

  /// Takes note that the reader took the next page.
  package mutating func handOut() { handedOut += 1 }

  /// Takes note of a page.
  ///
  /// - Parameters:
  ///   - page: Its index.
  ///   - rows: How many rows it has.
  ///   - total: How many records match, before paging, if the service said so.
  ///   - wasThrottled: Whether the service asked to wait on the way.
  package mutating func arrive(page: Int, rows: Int, total: Int?, wasThrottled: Bool) {
    arrived += 1
    if wasThrottled { window.halve() }
    if page == 0, let total { learn(total: total, firstPage: rows) }
    if expectedRows == nil {
      let isShort = rows < asked(page)
      let isLast = limit.map { self.rows(before: page) + rows >= $0 } ?? false
      if isShort || isLast { pageCount = page + 1 }
    }
  }

  /// Takes note that a page could not be had; no further one is asked for.
  package mutating func fail(page: Int, wasThrottled: Bool) {
    arrived += 1
    hasFailed = true
    if wasThrottled { window.halve() }
  }

  private mutating func learn(total: Int, firstPage rows: Int) {
    let matching = max(total - offset, rows)
    let expected = limit.map { min($0, matching) } ?? matching
    // A service that gives fewer rows than it was asked for, though it has more, sets the size.
    if rows > 0, rows < asked(0), rows < expected { pageSize = rows }
    expectedRows = expected
    pageCount = rows == 0 ? 1 : (expected + pageSize - 1) / pageSize
  }

  private func rows(before page: Int) -> Int { page * pageSize }

  private func asked(_ page: Int) -> Int {
    limit.map { min(pageSize, $0 - rows(before: page)) } ?? pageSize
  }

  /// How many pages may have been asked for by now.
  private var allowance: Int {
    if arrived == 0 { return 1 }
    let ahead =
      switch pace {
      case .ahead: handedOut + window.size
      case .onDemand: wanted
      }
    // Without a total, only a full page tells that there is another.
    return pageCount == nil ? min(ahead, arrived + 1) : ahead
  }
}
