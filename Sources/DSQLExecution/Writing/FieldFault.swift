import DSQLDiagnostics

/// Why a field does not take a value; the service would refuse it, or worse, accept it.
struct FieldFault: Error, Hashable, Sendable {
  var code: DiagnosticCode
  /// The column's name.
  var column: String
  /// What follows on `column "Name" in row 3`, for instance `needs a value`.
  var reason: String

  init(_ code: DiagnosticCode, _ column: String, _ reason: String) {
    self.code = code
    self.column = column
    self.reason = reason
  }

  /// One line that names row and column.
  func message(row: Int) -> String { "column \"\(column)\" in row \(row.grouped) \(reason)" }
}
