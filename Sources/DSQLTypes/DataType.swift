/// The type of a column or an expression.
///
/// What a `RowColumn` of each type stores is written at `RowColumn.Storage`.
///
/// - Source: `language.md` §3.
package enum DataType: Hashable, Sendable {
  /// The type of a bare NULL, which fits anywhere.
  case unknown
  case boolean
  /// A 64-bit integer: DECIMAL fields of precision 0, auto-numbers, the service's INT and BIGINT.
  case integer
  /// An exact decimal; the scale is the fewest decimals that are shown, nil where nothing says it.
  case decimal(scale: Int?)
  /// A binary floating-point number: the service's FLOAT and REAL.
  case double
  case text
  case date
  /// An instant.
  case timestamp
  case interval
  /// A record's `Id`, a UUID field, or a relationship (the `Id` it points at), in lower case.
  case uuid
  /// One choice of a set: text to people, a number to the service.
  case choice(ChoiceDomain)
  /// Several choices of a set: a JSON array of labels.
  case choices(ChoiceDomain)
  case file

  /// Whether values are numbers (right-aligned, fit for arithmetic).
  package var isNumeric: Bool {
    switch self {
    case .integer, .decimal, .double: true
    case .unknown, .boolean, .text, .date, .timestamp, .interval, .uuid, .choice, .choices, .file:
      false
    }
  }

  /// Whether a value is text to the language: TEXT itself and one choice of a set.
  package var isTextual: Bool {
    switch self {
    case .text, .choice: true
    case .unknown, .boolean, .integer, .decimal, .double, .date, .timestamp, .interval, .uuid,
      .choices, .file:
      false
    }
  }

  /// The name that messages and `typeof` use, in lower case.
  package var name: String {
    switch self {
    case .unknown: "unknown"
    case .boolean: "boolean"
    case .integer: "integer"
    case .decimal: "decimal"
    case .double: "double"
    case .text: "text"
    case .date: "date"
    case .timestamp: "timestamp"
    case .interval: "interval"
    case .uuid: "uuid"
    case .choice(let domain): "choice(\(domain.name))"
    case .choices(let domain): "choices(\(domain.name))"
    case .file: "file"
    }
  }
}
