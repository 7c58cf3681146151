import Synchronization

/// The row numbers that the last few queries found, in order.
///
/// Pages are asked for one by one, each with the whole query; without this, each would search and
/// sort from the start. An entry holds as long as nobody writes.
final class ResultLists: Sendable {
  /// What a result depends on.
  struct Key: Hashable, Sendable {
    var revision: Int64
    var sql: String
    var values: [StoredValue]
  }

  private static let most = 4
  /// Longer results are not kept: 8 MiB.
  private static let mostRows = 1_000_000

  private let entries = Mutex<[(key: Key, rows: ContiguousArray<Int64>)]>([])

  func rows(for key: Key) -> ContiguousArray<Int64>? {
    entries.withLock { entries in
      guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
      let entry = entries.remove(at: index)
      entries.append(entry)
      return entry.rows
    }
  }

  func keep(_ rows: ContiguousArray<Int64>, for key: Key) {
    guard rows.count <= Self.mostRows else { return }
    entries.withLock { entries in
      entries.removeAll { $0.key.revision != key.revision }
      if entries.count == Self.most { entries.removeFirst() }
      entries.append((key, rows))
    }
  }
}
