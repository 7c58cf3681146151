/// The text of a statement with what may be left out of it, so that a failure can be made small.
indirect enum SQLTree: Sendable {
  /// What a part means for the comparison of answers.
  enum Mark: Hashable, Sendable {
    /// The rows come in an order that is total.
    case ordered
    /// Only some of the rows come.
    case limited
    /// The order goes by texts, which a service may sort otherwise.
    case sortsByCollation
    /// The order goes by ids, likewise.
    case sortsByID
    /// Which rows there are hangs on an order of ids.
    case limitsByID
    /// Equal texts may come in any of their spellings.
    case freeSpelling
    /// Binary numbers are added up, in any order.
    case addsDoubles
  }

  case text(String)
  case joined([SQLTree])
  /// Parts of which all but `least` may be left out.
  case list([SQLTree], separator: String, least: Int)
  case optional(SQLTree)
  /// A part that each of the others may stand for.
  case either(SQLTree, instead: [SQLTree])
  case marked(Mark, SQLTree)

  /// The statement's text.
  var sql: String {
    switch self {
    case .text(let text): text
    case .joined(let parts): parts.map(\.sql).joined()
    case .list(let parts, let separator, _): parts.map(\.sql).joined(separator: separator)
    case .optional(let part), .either(let part, _), .marked(_, let part): part.sql
    }
  }

  /// The marks of all parts that are still there.
  var marks: Set<Mark> {
    switch self {
    case .text: []
    case .joined(let parts), .list(let parts, _, _):
      parts.reduce(into: []) { $0.formUnion($1.marks) }
    case .optional(let part), .either(let part, _): part.marks
    case .marked(let mark, let part): part.marks.union([mark])
    }
  }

  /// The trees that lack one thing, the largest cuts first.
  var smaller: [SQLTree] {
    switch self {
    case .text: return []
    case .joined(let parts): return Self.changed(parts).map { .joined($0) }
    case .list(let parts, let separator, let least):
      var found: [SQLTree] = []
      if parts.count > least {
        for index in parts.indices {
          var fewer = parts
          fewer.remove(at: index)
          found.append(.list(fewer, separator: separator, least: least))
        }
      }
      return found
        + Self.changed(parts).map { .list($0, separator: separator, least: least) }
    case .optional(let part): return [.joined([])] + part.smaller.map { .optional($0) }
    case .either(let part, let others):
      return others + part.smaller.map { .either($0, instead: others) }
    case .marked(let mark, let part): return part.smaller.map { .marked(mark, $0) }
    }
  }

  private static func changed(_ parts: [SQLTree]) -> [[SQLTree]] {
    parts.indices.flatMap { index in
      parts[index].smaller.map { part in
        var changed = parts
        changed[index] = part
        return changed
      }
    }
  }
}

extension SQLTree: ExpressibleByStringInterpolation {
  /// Puts texts and trees one after another.
  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var parts: [SQLTree] = []

    init(literalCapacity: Int, interpolationCount: Int) {
      parts.reserveCapacity(interpolationCount * 2 + 1)
    }

    mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { parts.append(.text(literal)) }
    }

    mutating func appendInterpolation(_ tree: SQLTree) { parts.append(tree) }

    mutating func appendInterpolation(_ text: String) { parts.append(.text(text)) }

    mutating func appendInterpolation(_ number: Int) { parts.append(.text(String(number))) }
  }

  init(stringLiteral value: String) { self = .text(value) }

  init(stringInterpolation: StringInterpolation) { self = .joined(stringInterpolation.parts) }
}
