import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

/// Prints bound trees as SQL for the embedded SQLite.
///
/// A relation is the table `r3`, its columns `c0`, `c1`, … by their index in the relation; `k1` is a
/// key of `c1` that memcmp orders as the language orders the values. Values stand in SQLite as
/// `RowColumn.Storage` has them: a decimal is a text, an instant an integer.
///
/// A class, since the recursion gathers choice sets and keys on its way; it is used for one
/// statement and then only read.
final class SQLitePrinter {
  let zone: SessionZone
  let now: Instant
  /// How texts are compared by the rule `folded`.
  let collation: Collation
  /// The choice sets that functions refer to by index.
  private(set) var domains: [ChoiceDomain] = []
  /// The key columns that the SQL names, which the relations' tables then have to have.
  private(set) var keys: Set<BoundColumn> = []
  /// The relations whose tables can have key columns.
  let keyedRelations: Set<RelationID>
  /// The parts of deep expressions that became statements of their own.
  var moved = MovedExpressions()
  /// How deep the deepest expression is nested of those printed so far on this level.
  var depth = 0
  /// Queries that stand in the WITH of the query that is being printed, since nesting them would
  /// be too deep for SQLite's parser.
  var hoisted: [String] = []
  private var hoistedCount = 0

  init(
    zone: SessionZone,
    now: Instant,
    collation: Collation,
    keyedRelations: Set<RelationID>
  ) {
    self.zone = zone
    self.now = now
    self.collation = collation
    self.keyedRelations = keyedRelations
  }

  /// A name for a query that is hoisted.
  func hoistedName() -> String {
    hoistedCount += 1
    return "h\(hoistedCount)"
  }

  static func table(_ relation: RelationID) -> String { "r\(relation.number)" }

  static func column(_ index: Int) -> String { "c\(index)" }

  static func key(_ index: Int) -> String { "k\(index)" }

  /// The index of a choice set among those that functions refer to.
  func index(of domain: ChoiceDomain) -> Int {
    if let index = domains.firstIndex(of: domain) { return index }
    domains.append(domain)
    return domains.count - 1
  }

  /// The key column of an expression that is a plain column of a text or a decimal.
  func keyColumn(_ expression: BoundExpression) -> String? {
    guard case .column(let column) = expression.kind, keyedRelations.contains(column.relation)
    else { return nil }
    switch expression.type {
    case .text, .decimal:
      keys.insert(BoundColumn(relation: column.relation, index: column.index, name: ""))
      return MovedExpressions.leaf("\(Self.table(column.relation)).\(Self.key(column.index))")
    case .unknown, .boolean, .integer, .double, .date, .timestamp, .interval, .uuid, .choice,
      .choices, .file:
      return nil
    }
  }

  func call(_ function: LocalFunction, _ arguments: [String]) -> String {
    "\(function.rawValue)(\(arguments.joined(separator: ", ")))"
  }

  func call(_ function: LocalFunction, _ arguments: String...) -> String {
    call(function, arguments)
  }

  /// A text as a literal.
  static func quoted(_ text: String) -> String {
    // SQL in C ends at a NUL character.
    if text.utf8.contains(0) {
      let digits = text.utf8.map { byte in
        let hexadecimal = String(byte, radix: 16)
        return byte < 16 ? "0" + hexadecimal : hexadecimal
      }
      return "CAST(x'\(digits.joined())' AS TEXT)"
    }
    var quoted = "'"
    for scalar in text.unicodeScalars {
      if scalar == "'" { quoted.unicodeScalars.append("'") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "'"
  }

  /// A constant as a literal.
  func literal(_ value: Value, _ type: DataType) -> String {
    switch value {
    case .null: return "NULL"
    case .boolean(let flag): return flag ? "1" : "0"
    case .integer(let number), .choice(let number):
      if case .decimal(let scale) = type {
        return "'\(ExactDecimal(number).text(minimumScale: scale ?? 0))'"
      }
      return number == .min ? "(-9223372036854775807 - 1)" : String(number)
    case .decimal(let number): return "'\(number.text(minimumScale: 0))'"
    case .double(let number):
      if number.isNaN { return "NULL" }
      if number.isInfinite { return number < 0 ? "-9e999" : "9e999" }
      let text = String(number)
      return text.contains(".") || text.contains("e") ? text : text + ".0"
    case .text(let text), .uuid(let text): return Self.quoted(text)
    case .date(let date): return String(date.days)
    case .timestamp(let instant): return String(instant.ticks)
    case .interval(let interval): return Self.quoted(interval.text)
    }
  }

  /// How values of a type are compared.
  func order(_ type: DataType, _ rule: TextRule) -> ValueOrder {
    switch type {
    case .text: ignoresCase(rule) ? .folded : .plain
    case .decimal: .decimal
    case .interval: .interval
    case .choices: .choices
    case .unknown, .boolean, .integer, .double, .date, .timestamp, .uuid, .choice, .file: .plain
    }
  }

  /// Whether texts are compared without regard to letter case.
  func ignoresCase(_ rule: TextRule) -> Bool { rule == .folded && collation == .language }

  /// How values of a type are put in an order; a multiple choice goes by its text.
  func sortOrder(_ type: DataType, _ rule: TextRule) -> ValueOrder {
    if case .choices = type { return .folded }
    return order(type, rule)
  }

  /// SQL of a value with the collation that compares it.
  static func collated(_ sql: String, _ type: DataType, _ order: ValueOrder) -> String {
    if let name = order.collation { return "(\(sql) COLLATE \(name))" }
    if case .text = type { return "(\(sql) COLLATE BINARY)" }
    return sql
  }
}
