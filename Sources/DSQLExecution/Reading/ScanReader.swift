import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLTypes
import Synchronization

/// Reads the records of one scan, page by page.
///
/// A class because its verdict grows while its stream is read; a lock guards it.
final class ScanReader: Sendable {
  let scan: Scan
  /// Keeps the pages in motion; its `run` belongs in the scope that reads the stream.
  let feed: PageFeed
  private let monitor: ExecutionMonitor
  private let verdict: Mutex<PageVerdict>

  /// - Parameters:
  ///   - scan: What is read.
  ///   - service: Where from.
  ///   - monitor: Counts the calls and takes the verdict.
  ///   - pace: How far the reader is expected to go.
  ///   - startsAtOnce: Whether the first page is asked for before the reader wants it.
  init(
    _ scan: Scan,
    service: any RecordService,
    monitor: ExecutionMonitor,
    pace: PageWindow.Pace,
    startsAtOnce: Bool
  ) {
    self.scan = scan
    self.monitor = monitor
    let window = PageWindow(
      pageSize: min(max(scan.pageSize, 1), RecordQuery.largestPage),
      offset: scan.offset,
      limit: scan.limit,
      pace: pace,
      startsAtOnce: startsAtOnce
    )
    verdict = Mutex(PageVerdict(idColumn: scan.keyColumn))
    feed = PageFeed(window: window) { page, skipped, pageSize in
      var sized = scan
      sized.pageSize = pageSize
      let query = sized.pageQuery(skipping: skipped)
      let answer = try await monitor.call(scan: scan.relation) { () throws(ServiceError) in
        try await service.page(query, of: scan.table.address, columns: scan.pageColumns)
      }
      let arrived = ArrivedPage(
        rows: answer.value.rows,
        total: answer.value.totalCount,
        wasThrottled: answer.report.throttledSeconds > 0
      )
      if page == 0, pace == .ahead {
        // The whole scan will be read: refuse now what would be refused later.
        var learnt = window
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

  /// The records, a batch for each page; ends with the verdict.
  ///
  /// Calls: one for each page.
  var stream: RowBatchStream {
    let schema = scan.schema
    return RowBatchStream { [self] in
      do {
        guard let page = try await feed.next() else {
          finish()
          return nil
        }
        if verdict.withLock({ $0.isEmpty }), let expected = feed.window.expectedRows {
          monitor.add(rowsExpected: expected, scan: scan.relation)
        }
        verdict.withLock { $0.add(page.rows, total: page.total) }
        monitor.add(rowsRead: page.rows.rowCount, scan: scan.relation)
        var rows = page.rows
        rows.schema = schema
        return rows
      } catch {
        fail(error)
        throw error
      }
    }
  }

  private func finish() {
    let expected = feed.window.expectedRows
    let warnings = verdict.withLock { $0.close { $0.warnings(expected: expected) } }
    if !warnings.isEmpty { monitor.doubt(warnings) }
  }

  private func fail(_ error: any Error) {
    let window = feed.window
    let warnings = verdict.withLock { verdict in
      verdict.close { verdict in
        guard error is ServiceError, !error.isCancellation else { return [] }
        let warning = verdict.warning(
          failedRequest: verdict.pages + 1,
          expected: window.expectedRows
        )
        return warning.map { [$0] } ?? []
      }
    }
    monitor.doubt(warnings)
  }
}

extension Scan {
  /// Where `Id` stands among the columns that travel.
  var keyColumn: Int? { columns.firstIndex { table.columns[$0.index].isPrimaryKey } }
}
