import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLTypes
import Synchronization

/// Reads the records of one scan, page by page, or those of several scans of one relation that
/// differ in their filters alone, one after another.
///
/// A class because its verdict grows while its stream is read; a lock guards it.
final class ScanReader: InputDriver {
  /// The first of the scans, whose columns and relation are those of all.
  let scan: Scan
  private let feed: PageFeed
  private let monitor: ExecutionMonitor
  private let verdict: Mutex<ReadVerdict>

  /// - Parameters:
  ///   - scans: What is read; at least one.
  ///   - service: Where from.
  ///   - monitor: Counts the calls and takes the verdict.
  ///   - pace: How far the reader is expected to go.
  ///   - startsAtOnce: Whether the first page is asked for before the reader wants it.
  init?(
    _ scans: [Scan],
    service: any RecordService,
    monitor: ExecutionMonitor,
    pace: PageWindow.Pace,
    startsAtOnce: Bool
  ) {
    guard let first = scans.first else { return nil }
    scan = first
    self.monitor = monitor
    let windows = scans.map { scan in
      PageWindow(
        pageSize: min(max(scan.pageSize, 1), RecordQuery.largestPage),
        offset: scan.offset,
        limit: scan.limit,
        pace: pace,
        startsAtOnce: startsAtOnce
      )
    }
    verdict = Mutex(ReadVerdict(lanes: scans.count, idColumn: first.keyColumn))
    feed = PageFeed(lanes: windows) { place, skipped, pageSize in
      var scan = scans[place.lane]
      scan.pageSize = pageSize
      let query = scan.pageQuery(skipping: skipped)
      let source = scan
      let answer = try await monitor.call(scan: scan.relation) { () throws(ServiceError) in
        try await service.page(query, of: source.table.address, columns: source.pageColumns)
      }
      let arrived = ArrivedPage(
        lane: place.lane,
        rows: answer.value.rows,
        // What a total counts where there are groups is not documented (data-service-api.md §3.6).
        total: scan.grouping == nil ? answer.value.totalCount : nil,
        wasThrottled: answer.report.throttledSeconds > 0
      )
      if place.page == 0, pace == .ahead {
        // The whole scan will be read: refuse now what would be refused later.
        var learnt = windows[place.lane]
        _ = learnt.nextRequest()
        learnt.arrive(
          page: 0,
          rows: arrived.rows.rowCount,
          total: arrived.total,
          wasThrottled: false
        )
        if let pages = learnt.pageCount { try monitor.checkRequests(toCome: pages - 1) }
      }
      return arrived
    }
  }

  func run() async { await feed.run() }

  func close() { feed.close() }

  /// Waits for the first page where a part of its query may be refused or ignored, so that this is
  /// known before a row of any other read is used.
  func verifyFeature() async throws {
    if scan.pageQuery(skipping: 0).feature == nil { return }
    do {
      try await feed.arrival()
    } catch let error as ServiceError where error.feature != nil {
      throw error
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      // The reader is told when it comes to these rows, if it does.
    }
  }

  /// The records, a batch for each page; ends with the verdict.
  ///
  /// Calls: one for each page.
  var stream: RowBatchStream { RowBatchStream { [self] in try await next()?.rows } }

  /// The next page, in the scan's columns; nil at the end, after the verdict.
  func next() async throws -> ArrivedPage? {
    do {
      guard var page = try await feed.next() else { return finished() }
      let expected = feed.expectedRows(ofLane: page.lane)
      let isFirst = verdict.withLock { $0.add(page, expected: expected) }
      if isFirst, let expected { monitor.add(rowsExpected: expected, scan: scan.relation) }
      monitor.add(rowsRead: page.rows.rowCount, scan: scan.relation)
      page.rows.schema = scan.schema
      return page
    } catch {
      fail(error)
      throw error
    }
  }

  /// Gives the verdict, and the row that aggregates without keys have where none came.
  private func finished() -> ArrivedPage? {
    let (isEmpty, warnings) = verdict.withLock { verdict in
      let isEmpty = verdict.received == 0 && !verdict.isClosed
      return (isEmpty, verdict.close())
    }
    if !warnings.isEmpty { monitor.doubt(warnings) }
    guard isEmpty, let row = scan.rowOfNothing else { return nil }
    return ArrivedPage(rows: row, wasThrottled: false)
  }

  private func fail(_ error: any Error) {
    if error.isCancellation {
      verdict.withLock { $0.giveUp() }
      return
    }
    let expected = feed.expectedRows(ofLane: 0)
    monitor.doubt(
      verdict.withLock { verdict in
        guard error is ServiceError else {
          verdict.giveUp()
          return []
        }
        return verdict.fail(expected: expected)
      }
    )
  }
}

extension Scan {
  /// Where `Id` stands among the columns that travel; nil where rows are not records, so that one
  /// id may come more than once.
  var keyColumn: Int? {
    guard joins.isEmpty, grouping == nil else { return nil }
    return columns.firstIndex { table.columns[$0.index].isPrimaryKey }
  }

  /// The row that aggregates without keys answer where nothing matches: a COUNT is 0, the others are
  /// NULL (`language.md` §3); nil for every other scan.
  fileprivate var rowOfNothing: RowBatch? {
    guard isOneRow, let grouping, grouping.having == nil, offset == 0, limit ?? 1 > 0 else {
      return nil
    }
    let counts = grouping.aggregates.filter { $0.function == .count }.map(\.alias)
    var row = RowBatch.empty(schema)
    row.rowCount = 1
    for (position, column) in columns.enumerated() {
      let isCount = counts.contains(table.columns[column.index].path[0])
      row.columns[position].append(isCount ? .integer(0) : .null, type: column.type)
    }
    return row
  }
}
