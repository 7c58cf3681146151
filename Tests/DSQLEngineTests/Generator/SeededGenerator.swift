/// Random numbers that are the same in every run (SplitMix64), handed from one to the next.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number of a range.
  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// True in so many of a hundred cases.
  mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

  /// One of several; the first where there is no choice.
  mutating func pick<Item>(_ items: [Item]) -> Item {
    items[number(0...(items.count - 1))]
  }

  /// One of several by weight.
  mutating func pick<Item>(weighted items: [(weight: Int, item: Item)]) -> Item {
    var left = number(1...items.reduce(0) { $0 + $1.weight })
    for entry in items.dropLast() {
      left -= entry.weight
      if left <= 0 { return entry.item }
    }
    return items[items.count - 1].item
  }

  /// Some of several, in their order; each with the same chance.
  mutating func some<Item>(of items: [Item], _ percent: Int) -> [Item] {
    items.filter { _ in chance(percent) }
  }
}
