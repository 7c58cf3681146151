import DSQLExecution
import Testing

/// The order in which pages are asked for, told as a script of events.
struct PageWindowTests {
  enum Event: Sendable {
    case wait
    case arrive(Int, rows: Int, total: Int?)
    case throttled(Int, rows: Int, total: Int?)
    case take
    case fail(Int)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var limit: Int?
    var offset = 0
    var pace = PageWindow.Pace.ahead
    /// Each event, with the pages that are asked for after it.
    var script: [(Event, [Int])]
    var expectedRows: Int?

    var testDescription: String { name }
  }

  @Test(arguments: [
    Case(name: "nothing before the reader wants it", script: [(.take, [])]),
    Case(
      name: "the first travels alone, then two, four, eight",
      script: [
        (.wait, [0]),
        (.arrive(0, rows: 1000, total: 30_000), [1]),
        (.take, [2]),
        (.wait, [3, 4]),
        (.arrive(1, rows: 1000, total: 30_000), []),
        (.take, [5]),
        (.wait, [6, 7, 8, 9]),
        (.arrive(2, rows: 1000, total: nil), []),
        (.take, [10]),
        (.wait, []),
      ],
      expectedRows: 30_000
    ),
    Case(
      name: "throttling halves the window",
      script: [
        (.wait, [0]),
        (.arrive(0, rows: 1000, total: 30_000), [1]),
        (.take, [2]),
        (.wait, [3, 4]),
        (.throttled(1, rows: 1000, total: nil), []),
        (.take, []),
        (.arrive(2, rows: 1000, total: nil), []),
        (.take, []),
        (.arrive(3, rows: 1000, total: nil), []),
        (.take, [5]),
      ],
      expectedRows: 30_000
    ),
    Case(
      name: "the total bounds the pages",
      script: [(.wait, [0]), (.arrive(0, rows: 1000, total: 1001), [1]), (.take, []), (.wait, [])],
      expectedRows: 1001
    ),
    Case(
      name: "the limit bounds the pages",
      limit: 1500,
      script: [(.wait, [0]), (.arrive(0, rows: 1000, total: 9000), [1]), (.take, []), (.wait, [])],
      expectedRows: 1500
    ),
    Case(
      name: "the offset is taken off the total",
      offset: 8500,
      script: [(.wait, [0]), (.arrive(0, rows: 500, total: 9000), []), (.take, [])],
      expectedRows: 500
    ),
    Case(
      name: "no limit of nothing asks nothing",
      limit: 0,
      script: [(.wait, [])],
      expectedRows: 0
    ),
    Case(
      name: "without a total one after another until a short page",
      script: [
        (.wait, [0]),
        (.arrive(0, rows: 1000, total: nil), [1]),
        (.take, []),
        (.wait, []),
        (.arrive(1, rows: 1000, total: nil), [2]),
        (.take, []),
        (.arrive(2, rows: 10, total: nil), []),
        (.take, []),
      ]
    ),
    Case(
      name: "a service with smaller pages sets their size",
      script: [(.wait, [0]), (.arrive(0, rows: 400, total: 1000), [1]), (.take, [2]), (.wait, [])],
      expectedRows: 1000
    ),
    Case(
      name: "on demand one, two, four, four",
      pace: .onDemand,
      script: [
        (.wait, [0]),
        (.arrive(0, rows: 1000, total: 90_000), []),
        (.take, []),
        (.wait, [1, 2]),
        (.arrive(1, rows: 1000, total: nil), []),
        (.arrive(2, rows: 1000, total: nil), []),
        (.take, []),
        (.take, []),
        (.wait, [3, 4, 5, 6]),
        (.take, []),
        (.take, []),
        (.take, []),
        (.take, []),
        (.wait, [7, 8, 9, 10]),
      ],
      expectedRows: 90_000
    ),
    Case(
      name: "after a failure no further page",
      script: [
        (.wait, [0]),
        (.arrive(0, rows: 1000, total: 30_000), [1]),
        (.take, [2]),
        (.fail(1), []),
        (.wait, []),
      ],
      expectedRows: 30_000
    ),
  ])
  func check(_ example: Case) {
    var window = PageWindow(
      pageSize: 1000,
      offset: example.offset,
      limit: example.limit,
      pace: example.pace,
      startsAtOnce: false
    )
    #expect(Self.asked(&window).isEmpty)
    for (step, (event, pages)) in example.script.enumerated() {
      switch event {
      case .wait: window.readerWaits()
      case .arrive(let page, let rows, let total):
        window.arrive(page: page, rows: rows, total: total, wasThrottled: false)
      case .throttled(let page, let rows, let total):
        window.arrive(page: page, rows: rows, total: total, wasThrottled: true)
      case .take: if step > 0 { window.handOut() }
      case .fail(let page): window.fail(page: page, wasThrottled: false)
      }
      #expect(Self.asked(&window) == pages, "after step \(step)")
    }
    #expect(window.expectedRows == example.expectedRows)
  }

  private static func asked(_ window: inout PageWindow) -> [Int] {
    var pages: [Int] = []
    while case .request(let page) = window.nextRequest() { pages.append(page) }
    return pages
  }
}
