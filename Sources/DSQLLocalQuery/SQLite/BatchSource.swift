import DSQLDiagnostics

/// Where a virtual table takes its rows from.
///
/// A class, since SQLite's table and the one who fills it share it; both do so inside
/// `LocalDatabase.perform`.
final class BatchSource {
  /// How the rows arrive.
  enum Arrival {
    /// One batch at a time is put in `image`, and a query over it ends before the next.
    case single
    /// A function answers the next batch, or nil at the end; the query reads it once.
    case stream(() throws -> BatchImage?)
  }

  let layout: BatchLayout
  private let arrival: Arrival
  /// The batch that is read.
  private(set) var image: BatchImage?
  private var hasBegun = false

  init(layout: BatchLayout, arrival: Arrival) {
    self.layout = layout
    self.arrival = arrival
  }

  /// Whether the memory of a cell may go before the query has ended.
  var outlivesBatches: Bool {
    switch arrival {
    case .single: false
    case .stream: true
    }
  }

  /// Puts the one batch that the next query reads.
  func replace(_ image: BatchImage?) { self.image = image }

  /// The first batch with rows; nil where there is none.
  func begin() throws -> BatchImage? {
    switch arrival {
    case .single: return image.flatMap { $0.rowCount > 0 ? $0 : nil }
    case .stream:
      if hasBegun {
        throw LocalQueryError(
          Diagnostic(.internalError, "an input that is read once was read again")
        )
      }
      hasBegun = true
      return try advance()
    }
  }

  /// The next batch with rows; nil where there is none.
  func advance() throws -> BatchImage? {
    guard case .stream(let next) = arrival else { return nil }
    repeat {
      // The one before goes first: two need not be in memory.
      image = nil
      image = try next()
    } while image?.rowCount == 0
    return image
  }
}
