import DSQLDiagnostics
import DSQLTypes

/// Judges the rows of a read lane by lane: it is complete when each of them is.
struct ReadVerdict: Sendable {
  private let lanes: Int
  private let idColumn: Int?
  /// The lanes before the one that is read.
  private var finished: PageVerdict
  private var finishedExpected = 0
  private var current: PageVerdict
  private var currentExpected: Int?
  private var lane = 0
  /// Whether everything was told.
  private(set) var isClosed = false

  init(lanes: Int, idColumn: Int?) {
    self.lanes = lanes
    self.idColumn = idColumn
    finished = PageVerdict(idColumn: nil)
    current = PageVerdict(idColumn: idColumn)
  }

  /// Rows so far.
  var received: Int { finished.received + current.received }

  /// Judges a page, in order.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - expected: How many rows the service said its lane has.
  /// - Returns: Whether it is the first page of its lane.
  mutating func add(_ page: ArrivedPage, expected: Int?) -> Bool {
    if page.lane != lane {
      lane = page.lane
      finishedExpected = expectedByNow
      finished.add(current)
      current = PageVerdict(idColumn: idColumn)
    }
    currentExpected = expected
    current.add(page.rows, total: page.total)
    return current.pages == 1
  }

  /// What the user is told after the last page; empty when all is well or it was told before.
  mutating func close() -> [Diagnostic] {
    if isClosed { return [] }
    isClosed = true
    return whole.warnings(expected: lanes == 1 ? currentExpected : expectedByNow)
  }

  /// What the user is told when a call failed; empty when no row was handed out before, or it was
  /// told before.
  ///
  /// - Parameter expected: How many rows the service said there are, where one lane is all.
  /// - Returns: The warnings.
  mutating func fail(expected: Int?) -> [Diagnostic] {
    if isClosed { return [] }
    isClosed = true
    let judged = whole
    let warning = judged.warning(
      failedRequest: judged.pages + 1,
      expected: lanes == 1 ? expected : nil
    )
    return warning.map { [$0] } ?? []
  }

  /// Forgets what was to be told, since the read was given up.
  mutating func giveUp() { isClosed = true }

  private var whole: PageVerdict {
    var whole = finished
    whole.add(current)
    return whole
  }

  /// What the lanes so far hold by the service's word, or by what came where it was more.
  private var expectedByNow: Int {
    finishedExpected + max(currentExpected ?? 0, current.received)
  }
}
