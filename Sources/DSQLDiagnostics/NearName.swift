/// The names nearest to a misspelt one, for "did you mean".
package enum NearName {
  /// Names within a third of the word's length (at least two edits for words of five letters and
  /// more) or that hold it, nearest first, at most `limit`; letter case is ignored.
  ///
  /// - Complexity: O(*c · n · m*) in the candidates and the lengths of both words.
  package static func suggestions(
    for word: String,
    among candidates: some Sequence<String>,
    limit: Int = 3
  ) -> [String] {
    let target = Array(word.lowercased().unicodeScalars)
    let allowance = max(target.count >= 5 ? 2 : 1, target.count / 3)
    var found: [(name: String, distance: Int)] = []
    var seen: Set<String> = []
    for candidate in candidates where seen.insert(candidate).inserted {
      let scalars = Array(candidate.lowercased().unicodeScalars)
      let isExtension =
        target.count >= 3 && scalars.starts(with: target)
        || target.count >= 4 && contains(scalars, target)
      guard isExtension || abs(scalars.count - target.count) <= allowance else { continue }
      let distance = editDistance(target, scalars)
      if distance <= allowance || isExtension {
        found.append((candidate, isExtension ? min(distance, 1) : distance))
      }
    }
    return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(limit).map(\.name)
  }

  private static func contains(_ name: [Unicode.Scalar], _ part: [Unicode.Scalar]) -> Bool {
    guard name.count > part.count else { return false }
    return (1...(name.count - part.count)).contains { name[$0...].starts(with: part) }
  }

  /// The number of insertions, deletions, changes and swaps of neighbours between two words.
  private static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    if left.isEmpty { return right.count }
    if right.isEmpty { return left.count }
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    var current = previous
    for row in 1...left.count {
      current[0] = row
      for column in 1...right.count {
        let cost = left[row - 1] == right[column - 1] ? 0 : 1
        var best = min(
          previous[column] + 1,
          current[column - 1] + 1,
          previous[column - 1] + cost
        )
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          best = min(best, beforePrevious[column - 2] + 1)
        }
        current[column] = best
      }
      (beforePrevious, previous, current) = (previous, current, beforePrevious)
    }
    return previous[right.count]
  }
}
