import DSQLCatalog
import DSQLDiagnostics
import DSQLEngine
import DSQLTypes

extension ShellSession {
  /// `\d`, `\dt`, `\dE`, `\dT` and `\dp`.
  func describe(
    _ command: MetaCommand,
    _ suffix: CommandSuffix,
    _ arguments: inout ArgumentReader
  ) async throws(CommandFault) -> CommandResult {
    // A semicolon after it is a habit from statements.
    let word = try arguments.next(.pattern).map { $0.hasSuffix(";") ? String($0.dropLast()) : $0 }
    let catalog: Catalog
    switch await loadedCatalog() {
    case .success(let loaded): catalog = loaded
    case .failure(let errors):
      fail(errors.diagnostics, in: nil, as: errors.failure)
      return .failed
    }
    let pattern = word.map { NamePattern($0) }
    if command == .choiceSets {
      listChoiceSets(catalog, pattern, suffix)
      return .done
    }
    if command == .describe, let word, let pattern {
      return describeTables(catalog, word, pattern, suffix)
    }
    let tables = catalog.tables.filter { table in
      if command == .tables, !table.isWritable { return false }
      if command == .externalTables, table.isWritable { return false }
      return pattern?.matches(table.name) ?? true
    }
    if command == .rights {
      listRights(tables)
    } else {
      listTables(tables, suffix)
    }
    return .done
  }

  func loadedCatalog() async -> Result<Catalog, StatementErrors> {
    switch await connection() {
    case .failure(let errors): return .failure(errors)
    case .success(let engine):
      let reading = Task { await engine.catalog() }
      interrupts.begin { reading.cancel() }
      defer { interrupts.end() }
      return await reading.value
    }
  }

  private func listTables(_ tables: [Table], _ suffix: CommandSuffix) {
    guard !tables.isEmpty else { return notice("Did not find any entities.") }
    var columns = ["Name", "Type", "Records"]
    if suffix.isDetailed { columns += ["Fields", "Description"] }
    let rows = tables.map { table in
      var row = [
        table.name, table.isWritable ? "entity" : "read-only entity",
        table.recordCount.map(String.init) ?? "",
      ]
      if suffix.isDetailed { row += [String(table.columns.count), table.description] }
      return row
    }
    show(TextTable(title: "List of entities", columns: columns, rows: rows))
  }

  private func describeTables(
    _ catalog: Catalog,
    _ word: String,
    _ pattern: NamePattern,
    _ suffix: CommandSuffix
  ) -> CommandResult {
    let tables = catalog.tables.filter { pattern.matches($0.name) }
    if tables.isEmpty {
      let near = NearName.suggestions(for: word, among: catalog.tables.map(\.name))
      let diagnostic = Diagnostic(
        .undefinedEntity,
        "did not find any entity named \"\(pattern.plainName ?? word)\"",
        hint: near.first.map { "Perhaps you meant the entity \"\($0)\"." }
      )
      fail([diagnostic], in: nil)
      return .failed
    }
    for table in tables { describe(table, in: catalog, suffix) }
    return .done
  }

  private func describe(_ table: Table, in catalog: Catalog, _ suffix: CommandSuffix) {
    var columns = ["Field", "Type", "Required", "Unique", "Default", "References"]
    if suffix.isDetailed { columns.append("Description") }
    let shown = table.columns.filter { column in
      column.isPrimaryKey || !column.isSystem || suffix.showsSystem || suffix.isDetailed
    }
    let rows = shown.map { column in
      var row = [
        column.name, column.typeText, column.isRequired || column.isPrimaryKey ? "yes" : "",
        column.isUnique || column.isPrimaryKey ? "yes" : "", column.defaultValue ?? "",
        column.referencedEntity ?? "",
      ]
      if suffix.isDetailed { row.append(column.description) }
      return row
    }
    var footers: [String] = []
    let referring = catalog.tables.flatMap { other in
      other.columns.filter { $0.referencedEntity == table.name && !$0.isSystem }
        .map { "    \(other.name).\($0.name)" }
    }
    if !referring.isEmpty { footers += ["Referenced by:"] + referring }
    if suffix.isDetailed {
      if let count = table.recordCount { footers.append("Records: \(count)") }
      if !table.description.isEmpty { footers.append("Description: \(table.description)") }
    }
    if !table.isWritable { footers.append("Read-only.") }
    show(
      TextTable(
        title: "Entity \"\(table.name)\"",
        columns: columns,
        rows: rows,
        footers: footers,
        countsRows: false
      )
    )
  }

  private func listChoiceSets(
    _ catalog: Catalog,
    _ pattern: NamePattern?,
    _ suffix: CommandSuffix
  ) {
    let sets = catalog.choiceSets.filter { pattern?.matches($0.name) ?? true }
    guard !sets.isEmpty else { return notice("Did not find any choice sets.") }
    if suffix.isDetailed {
      let rows = sets.flatMap { set in
        set.domain.choices.map { [set.name, String($0.number), $0.name, $0.label] }
      }
      show(
        TextTable(
          title: "Choices",
          columns: ["Choice set", "Number", "Name", "Label"],
          rows: rows
        )
      )
      return
    }
    show(
      TextTable(
        title: "List of choice sets",
        columns: ["Name", "Choices", "Description"],
        rows: sets.map { [$0.name, String($0.domain.choices.count), $0.description] }
      )
    )
  }
}
