import DSQLTypes

/// One aggregate of a grouped query: the SQL that it needs and how its value is put together.
///
/// - Source: `data-service-api.md` §3.6.
struct AggregateTerm {
  /// An aggregate function by its name on the wire.
  enum Function: String {
    case count = "COUNT"
    case sum = "SUM"
    case average = "AVG"
    case minimum = "MIN"
    case maximum = "MAX"
  }

  let function: Function
  let field: StoredField
  /// The key in the answer.
  let alias: String
  /// The columns to select.
  let columns: [String]
  /// Whether a sum of decimals comes as a binary number that is not the true one.
  private let addsInBinary: Bool

  /// Nine digits: sums of so many fit 64 bits, whatever the number of records.
  private static let part: Int128 = 1_000_000_000

  init(
    _ sent: QueryBody.Aggregate,
    _ found: ResolvedField,
    _ traits: EmbeddedTraits
  ) throws(RequestFailure) {
    guard let function = Function(rawValue: sent.function) else {
      throw .invalid("The aggregate function '\(sent.function)' is not supported.")
    }
    self.function = function
    addsInBinary = traits.sumsInBinary
    field = found.field
    alias = sent.alias.flatMap { $0.isEmpty ? nil : $0 } ?? "\(sent.function)_\(sent.field)"
    let value = found.value
    if field.storage == .longText {
      throw .invalid("Field '\(field.name)' is of type MULTILINE_MAX and cannot be aggregated.")
    }
    switch function {
    case .count: columns = ["count(\(value))"]
    case .minimum, .maximum:
      switch field.storage {
      case .scaled, .wide, .real, .date, .instant: break
      case .text, .longText, .boolean, .guid, .reference, .file, .choice, .choices:
        throw Self.unsupported(function, field)
      }
      columns = ["\(function == .minimum ? "min" : "max")(\(value))"]
    case .sum, .average:
      switch field.storage {
      case .scaled:
        columns = [
          "count(\(value))", "sum(\(value) / \(Self.part))", "sum(\(value) % \(Self.part))",
        ]
      case .wide:
        columns = [
          "count(\(value))", "sum(CAST(substr(\(value), 1, 9) AS INTEGER))",
          "sum(CAST(substr(\(value), 10, 9) AS INTEGER))",
          "sum(CAST(substr(\(value), 19, 9) AS INTEGER))",
        ]
      case .real: columns = ["count(\(value))", "total(\(value))"]
      case .text, .longText, .boolean, .date, .instant, .guid, .reference, .file, .choice,
        .choices:
        throw Self.unsupported(function, field)
      }
    }
  }

  /// The value in the group that a row tells of.
  func cell(_ row: PreparedSQL, from first: Int32) -> AggregateCell {
    switch function {
    case .count: return .decimal(Int128(row.integer(first)), 0)
    case .minimum, .maximum:
      if row.isNull(first) { return .null }
      switch field.storage {
      case .scaled(let scale): return .decimal(Int128(row.integer(first)), scale)
      case .wide(let scale):
        return .decimal(WideDecimalText.coefficient(row.bytes(first)), scale)
      case .real: return .real(row.real(first))
      case .text, .longText, .boolean, .date, .instant, .guid, .reference, .file, .choice,
        .choices:
        return .time(field.storage, row.text(first))
      }
    case .sum, .average:
      let count = Int128(row.integer(first))
      guard count > 0 else { return .null }
      let sum = sum(row, first, count)
      if function == .sum { return spoilt(sum) }
      switch sum {
      case .decimal(let coefficient, let scale):
        let total = ExactDecimal(coefficient: coefficient, scale: scale).doubleValue
        return .real(total / Double(count))
      case .real(let total): return .real(total / Double(count))
      case .null, .time: return .null
      }
    }
  }

  /// A sum as a service that adds binary numbers might answer it.
  private func spoilt(_ sum: AggregateCell) -> AggregateCell {
    guard addsInBinary, case .decimal(let coefficient, let scale) = sum, scale > 0 else {
      return sum
    }
    return .real(ExactDecimal(coefficient: coefficient, scale: scale).doubleValue.nextUp)
  }

  private func sum(_ row: PreparedSQL, _ first: Int32, _ count: Int128) -> AggregateCell {
    func part(_ offset: Int32) -> Int128 { Int128(row.integer(first + offset)) }
    switch field.storage {
    case .scaled(let scale):
      return .decimal(part(1) * Self.part + part(2), scale)
    case .wide(let scale):
      let raised = (part(1) * Self.part + part(2)) * Self.part + part(3)
      return .decimal(raised - count * WideDecimalText.offset, scale)
    case .text, .longText, .real, .boolean, .date, .instant, .guid, .reference, .file, .choice,
      .choices:
      return .real(row.real(first + 1))
    }
  }

  private static func unsupported(
    _ function: Function,
    _ field: StoredField
  ) -> RequestFailure {
    .invalid(
      "Function '\(function.rawValue)' is not supported for field '\(field.name)' of type "
        + "\(field.typeName)."
    )
  }
}
