import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

extension SQLitePrinter {
  /// `CAST(x AS type)`.
  func cast(_ operand: BoundExpression, to type: DataType) throws -> String {
    let value = try sql(operand)
    if case .unknown = operand.type { return value }
    switch type {
    case .text: return text(value, operand.type)
    case .integer: return integer(value, operand.type)
    case .decimal(let scale): return decimal(value, operand.type, scale ?? -1)
    case .double: return double(value, operand.type)
    case .boolean: return boolean(value, operand.type)
    case .date:
      switch operand.type {
      case .timestamp: return call(.dateFromInstant, value)
      case .text: return call(.dateFromText, value)
      default: return value
      }
    case .timestamp:
      switch operand.type {
      case .date: return call(.instantFromDate, value)
      case .text: return call(.instantFromText, value)
      default: return value
      }
    case .interval: return isTextual(operand.type) ? call(.intervalFromText, value) : value
    case .uuid: return isTextual(operand.type) ? call(.uuidFromText, value) : value
    case .choice(let domain):
      guard case .text = operand.type else { return value }
      return call(.choiceFromText, String(index(of: domain)), value)
    case .choices(let domain):
      guard case .text = operand.type else { return value }
      return call(.choicesFromText, String(index(of: domain)), value)
    case .unknown, .file: return value
    }
  }

  /// SQL of a value as text.
  func text(_ value: String, _ type: DataType) -> String {
    switch type {
    case .boolean: call(.booleanText, value)
    case .integer: "CAST(\(value) AS TEXT)"
    case .double: call(.doubleText, value)
    case .date: call(.dateText, value)
    case .timestamp: call(.instantText, value)
    case .choice(let domain): call(.choiceLabel, String(index(of: domain)), value)
    case .file: call(.fileName, value)
    case .unknown, .decimal, .text, .interval, .uuid, .choices: value
    }
  }

  private func isTextual(_ type: DataType) -> Bool {
    if case .text = type { true } else { false }
  }

  private func integer(_ value: String, _ type: DataType) -> String {
    switch type {
    case .text: call(.integerFromText, value)
    case .decimal: call(.integerFromDecimal, value)
    case .double: call(.integerFromDouble, value)
    case .unknown, .boolean, .integer, .date, .timestamp, .interval, .uuid, .choice, .choices,
      .file:
      value
    }
  }

  private func decimal(_ value: String, _ type: DataType, _ scale: Int) -> String {
    switch type {
    case .text: return call(.decimalFromText, value, String(scale))
    case .decimal(let from):
      // A cast to the scale that there is already, or to none, changes nothing.
      if scale < 0 || from == scale { return value }
      return call(.decimalFromNumber, value, String(scale))
    case .integer, .double, .boolean: return call(.decimalFromNumber, value, String(scale))
    case .unknown, .date, .timestamp, .interval, .uuid, .choice, .choices, .file: return value
    }
  }

  private func double(_ value: String, _ type: DataType) -> String {
    switch type {
    case .text: call(.doubleFromText, value)
    case .decimal: call(.doubleFromDecimal, value)
    case .integer, .boolean: "CAST(\(value) AS REAL)"
    case .unknown, .double, .date, .timestamp, .interval, .uuid, .choice, .choices, .file: value
    }
  }

  private func boolean(_ value: String, _ type: DataType) -> String {
    switch type {
    case .text: call(.booleanFromText, value)
    case .integer, .double: "(\(value) <> 0)"
    case .decimal: "(\(value) COLLATE DSQL_DECIMAL <> '0')"
    case .unknown, .boolean, .date, .timestamp, .interval, .uuid, .choice, .choices, .file: value
    }
  }
}
