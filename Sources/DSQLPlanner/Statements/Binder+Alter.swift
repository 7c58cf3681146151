import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// ALTER ENTITY.
extension Binder {
  func plan(_ node: AlterEntityStatement) -> Plan? {
    guard let table = table(node.name) else { return nil }
    guard table.isWritable else {
      return fail(
        .permissionDenied,
        "entity \"\(table.name)\" cannot be changed",
        at: node.name.span,
        detail: table.kind == .systemEntity
          ? "It is kept by the service itself." : "Its records come from outside the service."
      )
    }
    let faults = diagnostics.count
    let edit: EntityEdit?
    switch node.action {
    case .addField(let definition): edit = added(definition, to: table)
    case .dropField(let name): edit = dropped(name, from: table)
    case .setDisplayName(let text, let field?): edit = renamed(field, to: text, of: table)
    case .setDisplayName(let text, nil): edit = renamed(table, to: text)
    case .comment(let text):
      checkDescription(text)
      edit = .setDescription(text.text)
    }
    guard let edit, diagnostics.count == faults else { return nil }
    return change(.alterEntity(id: table.address.id, name: table.name, edit))
  }

  func checkDescription(_ text: TextLiteral) {
    if text.text.utf16.count <= 512 { return }
    report(Diagnostic(.textTooLong, "a description has at most 512 characters", span: text.span))
  }

  // MARK: ADD

  private func added(_ definition: FieldDefinition, to table: Table) -> EntityEdit? {
    let name = definition.name
    if let fault = SchemaNames.fieldFault(name.text, of: table.name, at: name.span) {
      return refuse(fault)
    }
    if let old = table.columns.first(where: { TextComparison.areEqual($0.name, name.text) }) {
      return fail(
        .duplicateColumn,
        "column \"\(old.name)\" of entity \"\(table.name)\" already exists",
        at: name.span
      )
    }
    let made = table.columns.filter { !$0.isSystem && !$0.isPrimaryKey }
    if let other = made.first(where: { TextComparison.areEqual($0.displayName, name.text) }) {
      return fail(
        .duplicateObject,
        "column \"\(other.name)\" has the display name \"\(other.displayName)\"",
        at: name.span,
        hint: "Give that column another display name first; the service takes each name once."
      )
    }
    if made.count >= 200 {
      report(
        Diagnostic(.programLimitExceeded, "an entity has at most 200 fields", span: name.span)
      )
    }
    if definition.type?.kind == .longText, made.count(where: \.isLongText) >= 10 {
      report(
        Diagnostic(
          .programLimitExceeded,
          "an entity has at most 10 LONGTEXT fields",
          span: definition.type?.span ?? name.span
        )
      )
    }
    checkRequired(definition, of: table)
    guard let field = field(definition, of: nil) else { return nil }
    if let target = field.reference, let clause = definition.references,
      (target.folderID == nil) != (table.address.folderKey == nil)
    {
      return fail(
        .featureNotSupported,
        "a relationship cannot lead from a folder to the tenant's level, nor back",
        at: clause.span,
        detail: "Entity \"\(table.name)\" is at \(level(table.address.folderKey)),"
          + " \"\(target.entityName)\" at \(level(target.folderID))."
      )
    }
    return .addField(field)
  }

  private func level(_ folder: String?) -> String {
    folder == nil ? "the tenant's level" : "a folder's"
  }

  /// Records that are there would have no value in a required field; what the service does then is
  /// written nowhere.
  private func checkRequired(_ definition: FieldDefinition, of table: Table) {
    guard definition.isRequired, definition.defaultValue == nil, table.recordCount != 0 else {
      return
    }
    let records =
      switch table.recordCount {
      case nil: "Entity \"\(table.name)\" may have records"
      case 1: "Entity \"\(table.name)\" has 1 record"
      case let count?: "Entity \"\(table.name)\" has \(count) records"
      }
    report(
      Diagnostic(
        .requiredFieldMissing,
        "column \"\(definition.name.text)\" cannot be required without a default",
        span: definition.name.span,
        detail: "\(records), which would have no value.",
        hint: "Give it a DEFAULT, or leave REQUIRED out."
      )
    )
  }

  // MARK: DROP

  private func dropped(_ name: Identifier, from table: Table) -> EntityEdit? {
    guard let column = changeableColumn(name, of: table, verb: "dropped") else { return nil }
    return .dropField(column.name)
  }

  private func changeableColumn(
    _ name: Identifier,
    of table: Table,
    verb: String
  ) -> Column? {
    guard let index = existingColumn(name, of: table) else { return nil }
    let column = table.columns[index]
    if column.isSystem || column.isPrimaryKey {
      return fail(
        .readOnlyField,
        "column \"\(column.name)\" cannot be \(verb)",
        at: name.span,
        detail: "The service keeps it in every entity."
      )
    }
    return column
  }

  // MARK: SET DISPLAY NAME

  private func renamed(
    _ name: Identifier,
    to text: TextLiteral,
    of table: Table
  ) -> EntityEdit? {
    let column = changeableColumn(name, of: table, verb: "renamed")
    guard checkDisplayName(text), let column else { return nil }
    let taken = table.columns.first {
      $0.name != column.name && TextComparison.areEqual($0.displayName, text.text)
    }
    if let taken {
      return fail(
        .duplicateObject,
        "column \"\(taken.name)\" has the display name \"\(taken.displayName)\" already",
        at: text.span
      )
    }
    return .setFieldDisplayName(text.text, field: column.name)
  }

  private func renamed(_ table: Table, to text: TextLiteral) -> EntityEdit? {
    guard checkDisplayName(text) else { return nil }
    let taken = catalog.tables.first {
      $0.address.id != table.address.id && $0.address.folderID == table.address.folderID
        && TextComparison.areEqual($0.displayName, text.text)
    }
    if let taken {
      return fail(
        .duplicateObject,
        "entity \"\(taken.name)\" has the display name \"\(taken.displayName)\" already",
        at: text.span
      )
    }
    return .setDisplayName(text.text)
  }

  private func checkDisplayName(_ text: TextLiteral) -> Bool {
    if (1...128).contains(text.text.utf16.count) { return true }
    report(
      Diagnostic(.invalidName, "a display name must have 1 to 128 characters", span: text.span)
    )
    return false
  }

  private func refuse<Bound>(_ fault: Diagnostic) -> Bound? {
    report(fault)
    return nil
  }
}

extension Column {
  fileprivate var isLongText: Bool {
    if case .longText = fieldType { true } else { false }
  }
}
