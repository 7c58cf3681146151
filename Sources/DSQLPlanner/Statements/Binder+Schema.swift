import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// CREATE and DROP of entities and choice sets.
extension Binder {
  func plan(_ node: CreateEntityStatement) -> Plan? {
    let existing = catalog.tables.first { TextComparison.areEqual($0.name, node.name.text) }
    if let existing {
      if node.ifNotExists {
        return nothing("entity \"\(existing.name)\" already exists, skipping", at: node.name.span)
      }
      return fail(
        .duplicateObject,
        "entity \"\(existing.name)\" already exists",
        at: node.name.span,
        hint: "CREATE ENTITY IF NOT EXISTS leaves it as it is."
      )
    }
    let faults = diagnostics.count
    if let fault = SchemaNames.entityFault(node.name.text, at: node.name.span) { report(fault) }
    checkFieldNames(node)
    let fields = all(node.fields) { field($0, of: node.name.text) }
    let longTexts = node.fields.filter { $0.type?.kind == .longText }
    if longTexts.count > 10 {
      report(
        Diagnostic(
          .programLimitExceeded,
          "an entity has at most 10 LONGTEXT fields",
          span: longTexts[10].span
        )
      )
    }
    if node.fields.count > 200 {
      report(
        Diagnostic(
          .programLimitExceeded,
          "an entity has at most 200 fields",
          span: node.fields[200].span
        )
      )
    }
    guard let fields, diagnostics.count == faults else { return nil }
    return change(
      .createEntity(
        EntityDraft(
          name: node.name.text,
          displayName: node.name.text,
          fields: fields,
          folderID: environment.settings.folderKey ?? EntityAddress.tenantFolder
        )
      )
    )
  }

  func plan(_ node: DropEntityStatement) -> Plan? {
    let lookup = catalog.table(named: node.name.text, matching: node.name.matching)
    if node.ifExists, case .missing = lookup {
      return nothing("entity \"\(node.name.text)\" does not exist, skipping", at: node.name.span)
    }
    guard let table = table(node.name) else { return nil }
    guard table.kind == .entity else {
      return fail(
        .permissionDenied,
        "entity \"\(table.name)\" cannot be dropped",
        at: node.name.span,
        detail: "It is kept by the service itself."
      )
    }
    return change(.dropEntity(id: table.address.id, name: table.name))
  }

  func plan(_ node: CreateChoiceSetStatement) -> Plan? {
    let existing = catalog.choiceSets.first { TextComparison.areEqual($0.name, node.name.text) }
    if let existing {
      if node.ifNotExists {
        return nothing(
          "choice set \"\(existing.name)\" already exists, skipping",
          at: node.name.span
        )
      }
      return fail(
        .duplicateObject,
        "choice set \"\(existing.name)\" already exists",
        at: node.name.span,
        hint: "CREATE CHOICE SET IF NOT EXISTS leaves it as it is."
      )
    }
    let faults = diagnostics.count
    if let fault = SchemaNames.entityFault(node.name.text, at: node.name.span) { report(fault) }
    let choices = SchemaNames.choices(node.choices, report: report)
    guard diagnostics.count == faults else { return nil }
    return change(
      .createChoiceSet(
        name: node.name.text,
        displayName: node.name.text,
        folderKey: environment.settings.folderKey,
        choices: choices
      )
    )
  }

  func plan(_ node: DropChoiceSetStatement) -> Plan? {
    let lookup = catalog.choiceSet(named: node.name.text, matching: node.name.matching)
    if node.ifExists, case .missing = lookup {
      return nothing(
        "choice set \"\(node.name.text)\" does not exist, skipping",
        at: node.name.span
      )
    }
    guard let set = choiceSet(node.name) else { return nil }
    return change(.dropChoiceSet(id: set.id, name: set.name))
  }

  /// The choice set of `CHOICE(set)`.
  func choiceSet(_ name: TypeName) -> ChoiceSet? {
    guard let set = name.choiceSet else {
      return fail(
        .undefinedObject,
        "type \(name.kind.rawValue) needs a choice set",
        at: name.span,
        hint: "Write \(name.kind.rawValue)(SetName)."
      )
    }
    return choiceSet(set)
  }

  func choiceSet(_ name: Identifier) -> ChoiceSet? {
    switch catalog.choiceSet(named: name.text, matching: name.matching) {
    case .found(let set): return set
    case .ambiguous(let sets):
      return fail(
        .ambiguousName,
        "choice set \"\(name.text)\" is ambiguous",
        at: name.span,
        hint: "It could be \(quotedList(sets.map(\.name), last: "or"))."
      )
    case .missing:
      let near = NearName.suggestions(for: name.text, among: catalog.choiceSets.map(\.name))
      return fail(
        .undefinedObject,
        "choice set \"\(name.text)\" does not exist",
        at: name.span,
        hint: near.isEmpty
          ? "SHOW CHOICE SETS lists the sets."
          : "Perhaps you meant the choice set \(quotedList(near, last: "or"))."
      )
    }
  }

  func change(_ change: SchemaChange) -> Plan {
    Plan(root: .schemaChange(change), schema: RowSchema([]))
  }

  private func nothing(_ message: String, at span: SourceSpan) -> Plan {
    notices.append(
      Diagnostic(.duplicateObject, message, severity: .notice, span: span)
    )
    return change(.none)
  }

  private func checkFieldNames(_ node: CreateEntityStatement) {
    var seen: [String] = []
    for definition in node.fields {
      let name = definition.name
      if let fault = SchemaNames.fieldFault(name.text, of: node.name.text, at: name.span) {
        report(fault)
      }
      if seen.contains(where: { TextComparison.areEqual($0, name.text) }) {
        report(
          Diagnostic(
            .duplicateColumn,
            "column \"\(name.text)\" specified more than once",
            span: name.span
          )
        )
      }
      seen.append(name.text)
    }
  }

  /// A field that is to be created.
  ///
  /// - Parameters:
  ///   - node: The field as it is written.
  ///   - entity: The entity that is to be created with it; nil for one that exists.
  /// - Returns: The field, or nil where something was reported.
  func field(_ node: FieldDefinition, of entity: String?) -> EntityField? {
    let reference = node.references.map { self.reference($0, of: entity) }
    let builder = FieldTypeBuilder(report: report)
    guard let type = builder.type(of: node) else { return nil }
    var field = EntityField(
      id: "",
      name: node.name.text,
      description: node.comment?.text ?? "",
      type: type,
      isRequired: node.isRequired,
      isUnique: node.isUnique
    )
    if let comment = node.comment { checkDescription(comment) }
    if node.isUnique, !isUniqueType(type) {
      report(
        Diagnostic(
          .typeMismatch,
          "column \"\(node.name.text)\" cannot be unique",
          span: node.span,
          detail: "The service keeps only text and numbers unique."
        )
      )
    }
    if let written = node.type, written.kind == .choice || written.kind == .choices {
      guard let set = choiceSet(written) else { return nil }
      field.choiceSetID = set.id
      if set.folderID != EntityAddress.tenantFolder {
        field.choiceSet = FolderedChoiceSet(name: set.name, folderID: set.folderID)
      }
    }
    if let reference {
      guard let reference else { return nil }
      field.reference = reference
    }
    if let written = node.defaultValue {
      guard let text = defaultText(written, node, type) else { return nil }
      field.defaultValue = text
    }
    return field
  }

  private func isUniqueType(_ type: FieldType) -> Bool {
    switch type {
    case .text, .decimal, .integer, .bigInteger, .float, .double: true
    case .multiline, .longText, .boolean, .date, .instant, .instantWithoutOffset, .uuid,
      .relationship, .file, .choice, .choices, .autoNumber, .other:
      false
    }
  }

  private func reference(
    _ node: ReferencesClause,
    of entity: String?
  ) -> DSQLAPI.EntityReference? {
    if let entity, node.entity.qualifier == nil,
      TextComparison.areEqual(node.entity.name.text, entity)
    {
      // It has no id yet; the executor adds such fields once it has one.
      return EntityReference(entityID: "", entityName: entity, fieldName: node.field?.text)
    }
    guard let table = table(node.entity) else { return nil }
    var column: Column?
    if let name = node.field {
      guard case .found(let index) = table.column(named: name.text, matching: name.matching) else {
        let near = NearName.suggestions(for: name.text, among: table.columns.map(\.name), limit: 1)
        return fail(
          .undefinedField,
          "column \"\(name.text)\" of entity \"\(table.name)\" does not exist",
          at: name.span,
          hint: near.first.map {
            "Perhaps you meant to reference the column \"\(table.name).\($0)\"."
          }
        )
      }
      column = table.columns[index]
    }
    let fieldID = column?.fieldID ?? ""
    return DSQLAPI.EntityReference(
      entityID: table.address.id,
      entityName: table.name,
      fieldID: fieldID.isEmpty ? nil : fieldID,
      fieldName: column?.name,
      folderID: table.address.folderKey
    )
  }

  /// A default as the service keeps it: always text.
  private func defaultText(
    _ written: SQLExpression,
    _ node: FieldDefinition,
    _ type: FieldType
  ) -> String? {
    var domain = ChoiceDomain(name: "", choices: [])
    if let name = node.type, name.kind == .choice || name.kind == .choices {
      guard let set = choiceSet(name) else { return nil }
      domain = set.domain
    }
    switch type {
    case .file, .autoNumber, .longText, .choices:
      return fail(
        .featureNotSupported,
        "column \"\(node.name.text)\" cannot have a default",
        at: written.span
      )
    case .text, .multiline, .decimal, .integer, .bigInteger, .float, .double, .boolean, .date,
      .instant, .instantWithoutOffset, .uuid, .relationship, .choice, .other:
      break
    }
    let column = Column(
      name: node.name.text,
      displayName: node.name.text,
      description: "",
      type: DataType(type, domain: domain),
      fieldType: type,
      fieldID: "",
      isPrimaryKey: false,
      isSystem: false,
      isRequired: node.isRequired,
      isUnique: false,
      isEncrypted: false,
      defaultValue: nil,
      reference: nil
    )
    guard let bound = bind(written, in: Scope(parent: nil)),
      let value = self.written(bound, to: column)
    else { return nil }
    guard case .constant(let constant) = value.kind else {
      return fail(.typeMismatch, "a default must be a constant", at: written.span)
    }
    switch constant {
    case .choice(let number): return String(number)
    case .null, .boolean, .integer, .decimal, .double, .text, .date, .timestamp, .interval, .uuid:
      return constant.text(type: .decimal(scale: nil), zone: .utc)
    }
  }
}
