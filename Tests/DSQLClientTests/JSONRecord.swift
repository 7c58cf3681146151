/// A JSON object whose members have an order, so that it can be written in other ways.
struct JSONRecord: Sendable {
  /// What a key has.
  indirect enum Member: Sendable {
    /// JSON that is no object.
    case scalar(String)
    case record(JSONRecord)
  }

  var members: [(key: String, value: Member)]

  init(_ members: [(String, Member)]) {
    self.members = members.map { (key: $0.0, value: $0.1) }
  }

  var json: String {
    let parts = members.map { key, value in
      switch value {
      case .scalar(let json): "\"\(key)\": \(json)"
      case .record(let record): "\"\(key)\":\(record.json)"
      }
    }
    return "{\(parts.joined(separator: ","))}"
  }

  /// The same record as another service may write it.
  ///
  /// Keys move; one whose value is null may be missing; one may be spelt in other letters, or have
  /// a namesake in other letters beside it, which counts for nothing; unknown ones come among them.
  func mutated(by numbers: inout SeededNumbers) -> JSONRecord {
    var result: [(String, Member)] = []
    for (key, value) in members {
      if case .scalar("null") = value, numbers.chance(2) { continue }
      var value = value
      if case .record(let record) = value { value = .record(record.mutated(by: &numbers)) }
      let other = Self.respelt(key, by: &numbers)
      switch numbers.below(4) {
      case 0 where other != key:
        result.append((key, value))
        result.append((other, numbers.chance(2) ? .scalar("[{\"x\":1}]") : .scalar("\"decoy\"")))
      case 1: result.append((other, value))
      default: result.append((key, value))
      }
      if numbers.chance(4) {
        let inner = JSONRecord([(key, .scalar("7")), ("Deep", .scalar("[[],{}]"))])
        result.append(("Extra\(numbers.below(9))", .record(inner)))
      }
    }
    result.shuffle(using: &numbers)
    return JSONRecord(result)
  }

  private static func respelt(_ key: String, by numbers: inout SeededNumbers) -> String {
    String(
      key.map { letter in
        numbers.chance(2) ? Character(letter.lowercased()) : Character(letter.uppercased())
      }
    )
  }
}

/// The same numbers for the same seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  /// True once in so many times.
  mutating func chance(_ one: Int) -> Bool { below(one) == 0 }
}
