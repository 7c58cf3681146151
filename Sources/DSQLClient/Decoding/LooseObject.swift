import DSQLAPI
import Foundation

/// A JSON object that is read by keys whose spelling varies, where any key may be missing or null.
///
/// - Source: `data-service-api.md` §2.2, §2.3 and §7.
struct LooseObject: Decodable {
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private let container: KeyedDecodingContainer<Key>

  init(from decoder: any Decoder) throws {
    container = try decoder.container(keyedBy: Key.self)
  }

  var isEmpty: Bool { container.allKeys.isEmpty }

  /// The text under the first of some keys that has one; numbers and Booleans by their JSON.
  func text(_ names: String...) -> String? {
    for key in keys(names) {
      if let text = try? container.decodeIfPresent(String.self, forKey: key) { return text }
      if let flag = try? container.decodeIfPresent(Bool.self, forKey: key) { return "\(flag)" }
      if let number = try? container.decodeIfPresent(Decimal.self, forKey: key) {
        return number.description
      }
    }
    return nil
  }

  func flag(_ names: String...) -> Bool {
    for key in keys(names) {
      if let flag = try? container.decodeIfPresent(Bool.self, forKey: key) { return flag }
      if let text = try? container.decodeIfPresent(String.self, forKey: key) {
        return text.lowercased() == "true"
      }
    }
    return false
  }

  func integer(_ names: String...) -> Int64? {
    for key in keys(names) {
      if let number = try? container.decodeIfPresent(Int64.self, forKey: key) { return number }
      if let text = try? container.decodeIfPresent(String.self, forKey: key),
        let number = Int64(text)
      {
        return number
      }
    }
    return nil
  }

  func object(_ names: String...) -> LooseObject? {
    for key in keys(names) {
      if let object = try? container.decodeIfPresent(LooseObject.self, forKey: key) {
        return object
      }
    }
    return nil
  }

  /// The objects of an array; nil where there is no array.
  func objects(_ names: String...) -> [LooseObject]? {
    for key in keys(names) {
      if let objects = try? container.decodeIfPresent([LooseObject].self, forKey: key) {
        return objects
      }
    }
    return nil
  }

  /// Every member that is a list of texts, or one text, in the order of the keys.
  var textLists: [(key: String, value: [String])] {
    container.allKeys.sorted { $0.stringValue < $1.stringValue }.compactMap { key in
      if let texts = try? container.decode([String].self, forKey: key) {
        return (key.stringValue, texts)
      }
      return (try? container.decode(String.self, forKey: key)).map { (key.stringValue, [$0]) }
    }
  }

  /// The members as a write could send them back; what has no such value is left out.
  var fieldValues: [String: FieldValue] {
    var result: [String: FieldValue] = [:]
    for key in container.allKeys { result[key.stringValue] = fieldValue(key) }
    return result
  }

  private func fieldValue(_ key: Key) -> FieldValue? {
    if (try? container.decodeNil(forKey: key)) == true { return .null }
    if let text = try? container.decode(String.self, forKey: key) { return .text(text) }
    if let flag = try? container.decode(Bool.self, forKey: key) { return .boolean(flag) }
    if let number = try? container.decode(Decimal.self, forKey: key) {
      return .number(number.description)
    }
    if let numbers = try? container.decode([Int64].self, forKey: key) { return .numbers(numbers) }
    guard let object = try? container.decode(LooseObject.self, forKey: key) else { return nil }
    return object.text("id").map(FieldValue.text)
  }

  /// Each key as it is, and begun with a capital.
  private func keys(_ names: [String]) -> [Key] {
    var keys: [Key] = []
    for name in names {
      let plain = Key(stringValue: name)
      if container.contains(plain) { keys.append(plain) }
      let capital = Key(stringValue: Self.capitalized(name))
      if container.contains(capital) { keys.append(capital) }
    }
    return keys
  }
  /// A name of ASCII letters with a capital first; byte by byte, since every field asks for many.
  private static func capitalized(_ name: String) -> String {
    var name = name
    return name.withUTF8 { bytes in
      String(unsafeUninitializedCapacity: bytes.count) { output in
        _ = output.initialize(from: bytes)
        if let first = bytes.first, (0x61...0x7A).contains(first) { output[0] = first & 0xDF }
        return bytes.count
      }
    }
  }
}
