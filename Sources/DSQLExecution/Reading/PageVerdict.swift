import DSQLDiagnostics
import DSQLTypes

/// Judges, page by page in order, whether the rows of a scan are whole and came once.
///
/// There is no snapshot: records that come or go while pages are read shift the rest
/// (`data-service-api.md` §3.2). Ids are held against those of the two pages before, so memory does
/// not grow with the result.
struct PageVerdict: Sendable {
  /// Where the ids stand in the pages; nil for an entity without a key, and for rows that are no
  /// records.
  let idColumn: Int?
  private(set) var received = 0
  private(set) var pages = 0
  private var repeated = 0
  private var firstTotal: Int?
  private var lastTotal: Int?
  private var recent: [Set<UInt128>] = []

  init(idColumn: Int?) { self.idColumn = idColumn }

  mutating func add(_ page: RowBatch, total: Int?) {
    pages += 1
    received += page.rowCount
    if let total {
      firstTotal = firstTotal ?? total
      lastTotal = total
    }
    guard let idColumn, case .bytes(let ranges) = page.columns[idColumn].storage else { return }
    var keys = Set<UInt128>(minimumCapacity: ranges.count)
    for row in 0..<ranges.count {
      let key = Self.key(ranges, row)
      if !keys.insert(key).inserted || recent.contains(where: { $0.contains(key) }) {
        repeated += 1
      }
    }
    if recent.count == 2 { recent.removeFirst() }
    recent.append(keys)
  }

  /// Takes over what was judged of other rows of the same read, which may have no record in common.
  mutating func add(_ other: PageVerdict) {
    pages += other.pages
    received += other.received
    repeated += other.repeated
    firstTotal = other.firstTotal.map { $0 + (firstTotal ?? 0) } ?? firstTotal
    lastTotal = other.lastTotal.map { $0 + (lastTotal ?? 0) } ?? lastTotal
  }

  /// What the user is told after the last page; empty where all is well.
  func warnings(expected: Int?) -> [Diagnostic] {
    var warnings: [Diagnostic] = []
    if let expected, received < expected {
      warnings.append(
        Self.warning(
          "result is incomplete: \(received.grouped) of \(expected.counted("row")), "
            + "the entity changed while it was read"
        )
      )
    }
    if repeated > 0 {
      warnings.append(
        Self.warning(
          "unstable: \(repeated.counted("row")) came twice, the entity changed while it was read"
        )
      )
    }
    if warnings.isEmpty, pages > 1, let firstTotal, let lastTotal, firstTotal != lastTotal {
      warnings.append(
        Self.warning(
          "unstable: the entity had \(firstTotal.counted("row")) at first and "
            + "\(lastTotal.grouped) at last, it changed while it was read"
        )
      )
    }
    return warnings
  }

  /// What the user is told when a request failed after rows were handed out; nil before.
  func warning(failedRequest number: Int, expected: Int?) -> Diagnostic? {
    if received == 0 { return nil }
    let rows =
      expected.map { "\(received.grouped) of \($0.counted("row"))" } ?? received.counted("row")
    return Self.warning("result is incomplete: \(rows), request \(number.grouped) failed")
  }

  private static func warning(_ message: String) -> Diagnostic {
    Diagnostic(.incompleteResult, message, severity: .warning)
  }

  /// An id as 128 bits (FNV-1a), which two ids of one tenant do not share.
  private static func key(_ ranges: ByteRanges, _ row: Int) -> UInt128 {
    var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
    for byte in ranges.bytes[ranges.range(row)] {
      hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
    }
    return hash
  }
}
