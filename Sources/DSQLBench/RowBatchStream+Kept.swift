import DSQLTypes

extension RowBatchStream {
  /// A stream over batches that there are already.
  init(kept batches: [RowBatch]) {
    let remaining = RemainingBatches(batches)
    self.init { await remaining.next() }
  }
}

private actor RemainingBatches {
  private let batches: [RowBatch]
  private var position = 0

  init(_ batches: [RowBatch]) { self.batches = batches }

  func next() -> RowBatch? {
    guard position < batches.count else { return nil }
    defer { position += 1 }
    return batches[position]
  }
}
