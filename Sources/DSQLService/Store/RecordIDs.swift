/// Makes ids in lower case: GUIDs of version 7, which rise, or of version 4, which are scattered.
///
/// - Source: `data-service-api.md` §2.8.
struct RecordIDs: Sendable {
  /// Milliseconds since 1970 of the last id.
  private(set) var time: Int64
  /// How many ids went before in the same millisecond, 0 to 4095.
  private(set) var counter: Int64
  private let isScattered: Bool
  private var random: any RandomNumberGenerator & Sendable

  init(
    time: Int64,
    counter: Int64,
    isScattered: Bool = false,
    random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
  ) {
    self.time = time
    self.counter = counter
    self.isScattered = isScattered
    self.random = random
  }

  /// The next id, above all earlier ones even where the clock stands or went back.
  mutating func next(at milliseconds: Int64) -> String {
    if isScattered {
      let high = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
      return Self.text(high, random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }
    if milliseconds > time {
      time = milliseconds
      counter = 0
    } else if counter < 0xFFF {
      counter += 1
    } else {
      time += 1
      counter = 0
    }
    let high = UInt64(bitPattern: time) << 16 | 0x7000 | UInt64(bitPattern: counter)
    let low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return Self.text(high, low)
  }

  private static func text(_ high: UInt64, _ low: UInt64) -> String {
    String(unsafeUninitializedCapacity: 36) { output in
      var place = 0
      for (half, word) in [high, low].enumerated() {
        for nibble in 0..<16 {
          let index = half * 16 + nibble
          if index == 8 || index == 12 || index == 16 || index == 20 {
            output[place] = UInt8(ascii: "-")
            place += 1
          }
          let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - nibble * 4) & 15)
          output[place] = digit < 10 ? 0x30 + digit : 0x57 + digit
          place += 1
        }
      }
      return place
    }
  }
}
