/// The groups of a query as the objects that its answer shows, in order.
struct GroupList: Sendable {
  private var text: JSONWriter
  /// Where each group ends in the text.
  private var ends: [Int] = []

  init(style: AnswerStyle) { text = JSONWriter(style: style) }

  /// How many groups there are.
  var count: Int { ends.count }

  /// How many bytes it takes.
  var size: Int { text.count + ends.count * MemoryLayout<Int>.size }

  /// Adds a group that a body writes.
  mutating func add(_ body: (inout JSONWriter) -> Void) {
    body(&text)
    ends.append(text.count)
  }

  /// The answer that shows so many groups from a place on.
  func page(start: Int, limit: Int) -> [UInt8] {
    let first = min(start, count)
    let last = min(first + limit, count)
    var json = JSONWriter(capacity: 64 + limit * 64, style: text.style)
    json.beginPage(total: Int64(count))
    for index in first..<last {
      json.comma()
      json.raw(text.bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
    }
    json.raw("]}")
    return json.bytes
  }
}
