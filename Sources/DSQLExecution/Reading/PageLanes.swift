import DSQLPlan
import DSQLTypes

/// What is known of the pages of a read: which are asked for, which are there, which come next.
///
/// Each lane has its own window. Where there are several, a window over all of them bounds the pages
/// ahead of the reader, so that the first pages of the next lanes travel beside those of the lane
/// that is read.
struct PageLanes: Sendable {
  /// What the driver is to do.
  enum Step: Sendable {
    case request(PageFeed.Place, pageSize: Int)
    case wait
    case finished
  }

  private(set) var windows: [PageWindow]
  var arrived: [PageFeed.Place: Result<ArrivedPage, any Error>] = [:]
  /// The first failure; nothing is asked for after it.
  private(set) var failure: (any Error)?
  var isClosed = false
  /// Pages of each lane that were asked for.
  private var asked: [Int]
  /// Over all lanes; nil for a single one, whose own window suffices.
  private var overall: AdaptiveWindow?
  private var next = PageFeed.Place(lane: 0, page: 0)
  /// Pages asked for and not handed out.
  private var ahead = 0
  private var hasArrivals = false

  init(_ windows: [PageWindow]) {
    self.windows = windows
    asked = [Int](repeating: 0, count: windows.count)
    overall = windows.count > 1 ? AdaptiveWindow(2...8) : nil
  }

  /// The page that the reader is to have next; nil when it had them all.
  var nextPlace: PageFeed.Place? {
    mutating get {
      while next.lane < windows.count, windows[next.lane].isAtEnd {
        next = PageFeed.Place(lane: next.lane + 1, page: 0)
      }
      return next.lane < windows.count ? next : nil
    }
  }

  /// Whether a page was asked for.
  func isAsked(_ place: PageFeed.Place) -> Bool { place.page < asked[place.lane] }

  /// Takes note that the reader takes the page that is next.
  mutating func handOut(_ place: PageFeed.Place) {
    arrived[place] = nil
    windows[place.lane].handOut()
    next.page += 1
    ahead -= 1
  }

  /// Takes note that the reader wants a page that is not there yet.
  mutating func readerWaits() {
    windows[next.lane].readerWaits()
    if hasArrivals { overall?.grow() }
  }

  /// Decides what is to be done now; answers each page once.
  mutating func nextRequest() -> Step {
    guard failure == nil, let place = nextPlace else { return .finished }
    var isWaiting = false
    for lane in place.lane..<windows.count {
      // What the reader needs first is never held back by what it needs later.
      let isUrgent = lane == place.lane && !isAsked(place)
      if let overall, ahead >= overall.size, !isUrgent { return .wait }
      switch windows[lane].nextRequest() {
      case .request(let page):
        asked[lane] += 1
        ahead += 1
        let found = PageFeed.Place(lane: lane, page: page)
        return .request(found, pageSize: windows[lane].pageSize)
      case .wait: isWaiting = true
      case .finished: continue
      }
    }
    return isWaiting ? .wait : .finished
  }

  /// Takes note of what became of a page.
  mutating func arrive(_ result: Result<ArrivedPage, any Error>, at place: PageFeed.Place) {
    hasArrivals = true
    let wasThrottled: Bool
    switch result {
    case .success(let page):
      wasThrottled = page.wasThrottled
      windows[place.lane].arrive(
        page: place.page,
        rows: page.rows.rowCount,
        total: page.total,
        wasThrottled: wasThrottled
      )
    case .failure(let error):
      wasThrottled = error.isThrottling
      windows[place.lane].fail(page: place.page, wasThrottled: wasThrottled)
      failure = failure ?? error
    }
    if wasThrottled { overall?.halve() }
    if !isClosed { arrived[place] = result }
  }
}
