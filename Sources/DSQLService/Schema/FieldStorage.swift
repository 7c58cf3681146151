import DSQLAPI
import DSQLTypes

/// How a field's values lie in their column.
///
/// Whatever is compared, sorted or added up is kept so that SQLite's own comparison is the right
/// one: text beside its folded form, decimals as whole numbers.
enum FieldStorage: Hashable, Sendable {
  /// The text; its folded form lies in the shadow column.
  case text
  /// The text; its length in UTF-16 units lies in the shadow column, for the marker that lists give.
  case longText
  /// A number times a power of ten, in 64 bits.
  case scaled(Int)
  /// A number times a power of ten that 64 bits do not hold: 27 digits, moved above zero.
  case wide(Int)
  /// A binary number, rounded to so many decimals.
  case real(Int)
  case boolean
  /// `2024-01-31`.
  case date
  /// `2024-01-31T10:00:00.0000000`, UTC.
  case instant
  /// A GUID in lower case.
  case guid
  /// The GUID of another record.
  case reference
  /// The GUID of an attachment.
  case file
  /// The number of a choice.
  case choice
  /// A compact JSON array of numbers, rising.
  case choices

  init(_ type: FieldType) {
    self =
      switch type {
      case .text, .multiline, .other: .text
      case .longText: .longText
      case .decimal(let precision, let range): Self.decimal(precision, range)
      case .integer, .bigInteger, .autoNumber: .scaled(0)
      case .float(let precision, _), .double(let precision, _): .real(precision)
      case .boolean: .boolean
      case .date: .date
      case .instant, .instantWithoutOffset: .instant
      case .uuid: .guid
      case .relationship: .reference
      case .file: .file
      case .choice: .choice
      case .choices: .choices
      }
  }

  private static func decimal(_ precision: Int, _ range: NumericRange) -> FieldStorage {
    for bound in [range.minimum, range.maximum] {
      guard let scaled = bound.rounded(toScale: precision),
        scaled.coefficient.magnitude < 4_000_000_000_000_000_000
      else { return .wide(precision) }
    }
    return .scaled(precision)
  }

  /// The declared type of the column.
  var columnType: String {
    switch self {
    case .scaled, .boolean, .choice: "INTEGER"
    case .real: "REAL"
    case .text, .longText, .wide, .date, .instant, .guid, .reference, .file, .choices: "TEXT"
    }
  }

  /// The declared type of the shadow column; nil where there is none.
  var shadowType: String? {
    switch self {
    case .text: "TEXT"
    case .longText: "INTEGER"
    case .scaled, .wide, .real, .boolean, .date, .instant, .guid, .reference, .file, .choice,
      .choices:
      nil
    }
  }

  var isNumber: Bool {
    switch self {
    case .scaled, .wide, .real: true
    case .text, .longText, .boolean, .date, .instant, .guid, .reference, .file, .choice, .choices:
      false
    }
  }
}
