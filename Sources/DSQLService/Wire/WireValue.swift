import DSQLTypes
import FoundationEssentials

/// A JSON value of a record that a request sends.
enum WireValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  /// A number by its digits; nil for one that no field could hold.
  case number(ExactDecimal?)
  case text(String)
  case list([WireValue])
  case object([String: WireValue])

  /// The kind of value that a field expects, which is tried first: a wrong try costs a thrown error.
  enum Shape: Sendable {
    case text
    /// A number that is written without decimals.
    case integer
    case number
    case boolean
    case list
    case any
  }

  /// A short text of the value, for messages.
  var summary: String {
    switch self {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .number(let number): number?.text(minimumScale: 0) ?? "a number out of range"
    case .text(let text): text
    case .list(let values): "[\(values.map(\.summary).joined(separator: ","))]"
    case .object: "an object"
    }
  }

  func write(to json: inout JSONWriter) {
    switch self {
    case .null: json.null()
    case .boolean(let value): json.boolean(value)
    case .number(let number):
      if let number {
        json.decimal(number.coefficient, scale: number.scale)
      } else {
        json.null()
      }
    case .text(let text): json.string(text)
    case .list(let values):
      json.raw("[")
      for value in values {
        json.comma()
        value.write(to: &json)
      }
      json.raw("]")
    case .object(let members):
      json.raw("{")
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        json.key(name)
        value.write(to: &json)
      }
      json.raw("}")
    }
  }
}

extension WireValue: Decodable {
  init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer(), expecting: .any)
  }

  /// Reads a member of an object; nil where it is not there.
  init?(
    _ container: KeyedDecodingContainer<WireKey>,
    _ name: String,
    expecting shape: Shape
  ) throws {
    let key = WireKey(name)
    do {
      switch shape {
      case .text:
        if let text = try container.decodeIfPresent(String.self, forKey: key) {
          self = .text(text)
          return
        }
      case .integer:
        if let number = try? container.decodeIfPresent(Int64.self, forKey: key) {
          self = .number(ExactDecimal(number))
          return
        }
        fallthrough
      case .number:
        if let number = try container.decodeIfPresent(Decimal.self, forKey: key) {
          self = .number(ExactDecimal(parsing: number.description))
          return
        }
      case .boolean:
        if let value = try container.decodeIfPresent(Bool.self, forKey: key) {
          self = .boolean(value)
          return
        }
      case .list:
        if let numbers = try container.decodeIfPresent([Int64].self, forKey: key) {
          self = .list(numbers.map { .number(ExactDecimal($0)) })
          return
        }
      case .any: break
      }
    } catch is DecodingError {
      self = try container.decode(WireValue.self, forKey: key)
      return
    }
    guard container.contains(key) else { return nil }
    self = try container.decode(WireValue.self, forKey: key)
  }

  private init(_ container: any SingleValueDecodingContainer, expecting: Shape) throws {
    if container.decodeNil() {
      self = .null
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let number = try? container.decode(Decimal.self) {
      self = .number(ExactDecimal(parsing: number.description))
    } else if let values = try? container.decode([WireValue].self) {
      self = .list(values)
    } else if let members = try? container.decode([String: WireValue].self) {
      self = .object(members)
    } else {
      // A number beyond every range, such as 1e400.
      self = .number(nil)
    }
  }
}

/// A key of a JSON object by its text.
struct WireKey: CodingKey {
  let stringValue: String

  init(_ name: String) { stringValue = name }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }

  var intValue: Int? { nil }
}
