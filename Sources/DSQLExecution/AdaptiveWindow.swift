/// How many calls may be under way at once: doubles while there is need, halves when the service
/// says it is too much.
struct AdaptiveWindow: Hashable, Sendable {
  let minimum: Int
  let maximum: Int
  private(set) var size: Int

  init(_ bounds: ClosedRange<Int>) {
    minimum = bounds.lowerBound
    maximum = bounds.upperBound
    size = bounds.lowerBound
  }

  mutating func grow() { size = min(maximum, size * 2) }

  mutating func halve() { size = max(minimum, size / 2) }
}
