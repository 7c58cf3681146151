/// How collected values are made distinct, ordered and written; travels in SQL as a text.
struct CollectionSpecification: Hashable {
  /// How a value stands in a JSON array.
  enum Form: String {
    case text = "s"
    case number = "n"
    case boolean = "b"
  }

  struct Key: Hashable {
    var order: ValueOrder
    var isDescending: Bool
    var nullsFirst: Bool
  }

  var isDistinct = false
  var valueOrder = ValueOrder.plain
  var form = Form.text
  var keys: [Key] = []

  init() {}

  /// Reads `text`.
  init(parsing text: String) {
    let fields = text.split(separator: ":")
    guard let head = fields.first, head.count == 3 else { return }
    let letters = head.map(String.init)
    isDistinct = letters[0] == "d"
    valueOrder = ValueOrder(code: letters[1])
    form = Form(rawValue: letters[2]) ?? .text
    keys = fields.dropFirst().map { field in
      Key(
        order: ValueOrder(code: field.prefix(1)),
        isDescending: field.dropFirst().hasPrefix("d"),
        nullsFirst: field.hasSuffix("f")
      )
    }
  }

  /// `dts:taf:pdl`: distinct or all, the value's order and form; for each key its order, direction
  /// and place of NULL.
  var text: String {
    let head = "\(isDistinct ? "d" : "a")\(valueOrder.rawValue)\(form.rawValue)"
    let rest = keys.map { key in
      "\(key.order.rawValue)\(key.isDescending ? "d" : "a")\(key.nullsFirst ? "f" : "l")"
    }
    return ([head] + rest).joined(separator: ":")
  }

  func compare(_ left: [SQLResult], _ right: [SQLResult]) -> Int {
    for (index, key) in keys.enumerated() where index < left.count && index < right.count {
      switch (left[index] == .null, right[index] == .null) {
      case (true, true): continue
      case (true, false): return key.nullsFirst ? -1 : 1
      case (false, true): return key.nullsFirst ? 1 : -1
      case (false, false):
        let comparison = key.order.compare(left[index], right[index])
        if comparison != 0 { return key.isDescending ? -comparison : comparison }
      }
    }
    return 0
  }
}
