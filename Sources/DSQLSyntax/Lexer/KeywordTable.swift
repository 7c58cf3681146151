/// The keywords by their bytes: a hash table that is built once and read without allocation.
struct KeywordTable: Sendable {
  static let all = KeywordTable()

  private let slots: [Keyword?]
  private let spellings: [[UInt8]]
  private let longest: Int
  /// One less than the number of slots, which is a power of two.
  private let mask = 1023

  private init() {
    var slots = [Keyword?](repeating: nil, count: 1024)
    let spellings = Keyword.allCases.map { Array($0.text.utf8) }
    for keyword in Keyword.allCases {
      let spelling = spellings[Int(keyword.rawValue)]
      var slot = Self.hash(spelling, 0, spelling.count) & mask
      while slots[slot] != nil { slot = (slot + 1) & mask }
      slots[slot] = keyword
    }
    self.slots = slots
    self.spellings = spellings
    longest = spellings.map(\.count).max() ?? 0
  }

  /// The keyword that the bytes in a range spell in any letter case.
  func keyword(in bytes: [UInt8], _ lower: Int, _ upper: Int) -> Keyword? {
    guard upper - lower <= longest else { return nil }
    var slot = Self.hash(bytes, lower, upper) & mask
    while let keyword = slots[slot] {
      if matches(bytes, lower, upper, spellings[Int(keyword.rawValue)]) { return keyword }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private func matches(_ bytes: [UInt8], _ lower: Int, _ upper: Int, _ spelling: [UInt8]) -> Bool {
    guard upper - lower == spelling.count else { return false }
    for offset in 0..<spelling.count where Self.fold(bytes[lower + offset]) != spelling[offset] {
      return false
    }
    return true
  }

  private static func hash(_ bytes: [UInt8], _ lower: Int, _ upper: Int) -> Int {
    var hash: UInt32 = 2_166_136_261
    for index in lower..<upper { hash = (hash ^ UInt32(fold(bytes[index]))) &* 16_777_619 }
    return Int((hash ^ (hash >> 15)) & 0xFFFF)
  }

  private static func fold(_ byte: UInt8) -> UInt8 {
    byte >= 0x61 && byte <= 0x7A ? byte & 0xDF : byte
  }
}
