import Synchronization

/// What the last few queries found, in order: the row numbers of records, or the text of groups.
///
/// Pages are asked for one by one, each with the whole query; without this, each would search, sort
/// and group from the start. An entry holds as long as nobody writes.
final class ResultLists: Sendable {
  /// What a result depends on.
  struct Key: Hashable, Sendable {
    var revision: Int64
    var sql: String
    var values: [StoredValue]
    /// What else shapes the answer.
    var shape = ""
  }

  private static let most = 4
  /// What all results of a kind take together.
  private static let mostBytes = 32 << 20

  private let records = Mutex<[(key: Key, rows: ContiguousArray<Int64>)]>([])
  private let groups = Mutex<[(key: Key, list: GroupList)]>([])

  func rows(for key: Key) -> ContiguousArray<Int64>? {
    records.withLock { entries in
      guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
      let entry = entries.remove(at: index)
      entries.append(entry)
      return entry.rows
    }
  }

  func keep(_ rows: ContiguousArray<Int64>, for key: Key) {
    let room = Self.mostBytes / MemoryLayout<Int64>.size - rows.count
    guard room >= 0 else { return }
    records.withLock { entries in
      entries.removeAll { $0.key.revision != key.revision }
      if entries.count == Self.most { entries.removeFirst() }
      while entries.reduce(0, { $0 + $1.rows.count }) > room { entries.removeFirst() }
      entries.append((key, rows))
    }
  }

  func groups(for key: Key) -> GroupList? {
    groups.withLock { entries in
      guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
      let entry = entries.remove(at: index)
      entries.append(entry)
      return entry.list
    }
  }

  func keep(_ list: GroupList, for key: Key) {
    let room = Self.mostBytes - list.size
    guard room >= 0 else { return }
    groups.withLock { entries in
      entries.removeAll { $0.key.revision != key.revision }
      if entries.count == Self.most { entries.removeFirst() }
      while entries.reduce(0, { $0 + $1.list.size }) > room { entries.removeFirst() }
      entries.append((key, list))
    }
  }
}
