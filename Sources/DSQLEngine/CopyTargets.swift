import DSQLCatalog
import DSQLDiagnostics

/// Finds what the names of a file's columns mean.
enum CopyTargets {
  /// The entity that a name means, which must be one that can be written.
  static func table(named name: String, in catalog: Catalog) throws(Diagnostic) -> Table {
    switch catalog.table(named: name, matching: .anyCase) {
    case .found(let table):
      if table.isWritable { return table }
      throw Diagnostic(.permissionDenied, "entity \"\(table.name)\" cannot be written")
    case .ambiguous(let tables):
      throw Diagnostic(
        .ambiguousName,
        "entity name \"\(name)\" is ambiguous",
        hint: "It could be \(tables.map(\.name).joined(separator: " or "))."
      )
    case .missing:
      let near = NearName.suggestions(for: name, among: catalog.tables.map(\.name))
      throw Diagnostic(
        .undefinedEntity,
        "entity \"\(name)\" does not exist",
        hint: near.first.map { "Perhaps you meant the entity \"\($0)\"." }
      )
    }
  }

  /// The indices of the columns that names mean, each of which must be one that can be written.
  static func columns(_ names: [String], of table: Table) throws(StatementErrors) -> [Int] {
    var found: [Int] = []
    var faults: [Diagnostic] = []
    for name in names {
      switch table.column(named: name, matching: .anyCase) {
      case .found(let index):
        let column = table.columns[index]
        if !column.isWritable {
          faults.append(
            Diagnostic(
              .readOnlyField,
              "column \"\(column.name)\" of \"\(table.name)\" cannot be written"
            )
          )
        } else if found.contains(index) {
          faults.append(
            Diagnostic(.duplicateColumn, "column \"\(column.name)\" is named more than once")
          )
        }
        found.append(index)
      case .ambiguous(let indices):
        let columns = indices.map { table.columns[$0].name }
        faults.append(
          Diagnostic(
            .ambiguousName,
            "column name \"\(name)\" is ambiguous",
            hint: "It could be \(columns.joined(separator: " or "))."
          )
        )
      case .missing:
        let near = NearName.suggestions(for: name, among: table.columns.map(\.name))
        faults.append(
          Diagnostic(
            .undefinedField,
            "column \"\(name)\" of \"\(table.name)\" does not exist",
            hint: near.first.map { "Perhaps you meant the column \"\($0)\"." }
          )
        )
      }
    }
    let missing = table.columns.indices.filter { index in
      let column = table.columns[index]
      return column.isRequired && column.isWritable && column.defaultValue == nil
        && !found.contains(index)
    }
    for index in missing {
      faults.append(
        Diagnostic(
          .requiredFieldMissing,
          "column \"\(table.columns[index].name)\" of \"\(table.name)\" is required"
        )
      )
    }
    if !faults.isEmpty { throw StatementErrors(faults, failure: .statement) }
    return found
  }
}
