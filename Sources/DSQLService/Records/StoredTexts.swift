import DSQLAPI
import FoundationEssentials

/// GUIDs as text.
enum GUIDText {
  /// The GUID in lower case with hyphens; nil for anything else.
  static func normalized(_ text: String) -> String? {
    guard text.utf8.count == 36, let id = UUID(uuidString: text) else { return nil }
    return id.uuidString.lowercased()
  }
}

/// Numbers of choices as a compact JSON array.
enum ChoiceListText {
  static func text(_ numbers: [Int64]) -> String {
    "[\(numbers.map { String($0) }.joined(separator: ","))]"
  }

  /// The numbers of a JSON array in the order they stand; nil for anything else.
  static func numbers(_ text: String) -> [Int64]? {
    guard text.utf8.contains(UInt8(ascii: "[")) else { return nil }
    return try? JSONDecoder().decode([Int64].self, from: Data(text.utf8))
  }
}

/// Scaled decimals that 64 bits do not hold, as text that sorts as the numbers do.
///
/// The greatest is 2^53 with ten decimals, below 10^26; every number is moved up by that much.
enum WideDecimalText {
  static let offset: Int128 = 100_000_000_000_000_000_000_000_000
  static let digits = 27

  static func text(_ coefficient: Int128) -> String {
    let digits = String(coefficient + offset)
    return String(repeating: "0", count: max(0, Self.digits - digits.count)) + digits
  }

  static func coefficient(_ text: UnsafeBufferPointer<UInt8>) -> Int128 {
    var value: Int128 = 0
    for byte in text { value = value * 10 + Int128(byte &- 0x30) }
    return value - offset
  }
}

/// The marker of a long text as this service writes it.
///
/// - Source: `data-service-api.md` §3.9.
enum LongTextAnswer {
  private static let tail = " — call Get Entity Record By Id activity to retrieve content"

  static func text(length: Int64) -> String { "\(LongTextMarker.head)\(length)\(tail)" }

  static func isMarker(_ text: String) -> Bool {
    guard LongTextMarker.begins(text) else { return false }
    let rest = text.dropFirst(LongTextMarker.head.count).drop { $0.isASCII && $0.isNumber }
    return rest.isEmpty || rest == tail
  }
}
