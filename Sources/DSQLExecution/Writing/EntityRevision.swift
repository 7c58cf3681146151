import DSQLAPI
import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

/// The whole schema of an entity with one change, so that sending it loses nothing else.
///
/// - Source: `data-service-api.md` §2.10: a field that is left out is dropped with its data, and a
///   field is what is sent of it.
struct EntityRevision {
  let entity: EntityDefinition

  init(_ entity: EntityDefinition) { self.entity = entity }

  /// The schema after a change of its fields.
  ///
  /// The entity may have changed since the statement was planned: what no longer fits is refused
  /// before anything is sent.
  func draft(after edit: EntityEdit) throws(Diagnostic) -> EntityDraft {
    var fields = entity.ownFields
    for field in fields where edit != .dropField(field.name) { try checkIsWhole(field) }
    switch edit {
    case .addField(let field):
      if entity.fields.contains(where: { TextComparison.areEqual($0.name, field.name) }) {
        throw Diagnostic(
          .duplicateColumn,
          "column \"\(field.name)\" of entity \"\(entity.name)\" already exists",
          hint: Self.refreshHint
        )
      }
      if field.isRequired, field.defaultValue == nil, entity.recordCount != 0 {
        throw Diagnostic(
          .requiredFieldMissing,
          "column \"\(field.name)\" cannot be required without a default",
          detail: "Entity \"\(entity.name)\" has records, which would have no value.",
          hint: "Give it a DEFAULT, or leave REQUIRED out."
        )
      }
      fields.append(field)
    case .dropField(let name):
      fields.remove(at: try place(of: name, in: fields))
    case .setFieldDisplayName(let text, let name):
      fields[try place(of: name, in: fields)].displayName = text
    case .setDisplayName, .setDescription: break
    }
    return EntityDraft(replacing: entity, fields: fields)
  }

  private func place(of name: String, in fields: [EntityField]) throws(Diagnostic) -> Int {
    if let place = fields.firstIndex(where: { $0.name == name }) { return place }
    throw Diagnostic(
      .undefinedField,
      "column \"\(name)\" of entity \"\(entity.name)\" does not exist",
      hint: Self.refreshHint
    )
  }

  /// Refuses to send a field of which the listing does not tell all.
  private func checkIsWhole(_ field: EntityField) throws(Diagnostic) {
    var lacks: String?
    switch field.type {
    case .other(let name): lacks = "its type \(name.isEmpty ? "is" : "\"\(name)\" is") not known"
    case .choice, .choices: if field.choiceSetID == nil { lacks = "its choice set is not told" }
    case .relationship:
      if field.reference?.entityID.isEmpty ?? true { lacks = "its target is not told" }
    case .text, .multiline, .longText, .decimal, .integer, .bigInteger, .float, .double, .boolean,
      .date, .instant, .instantWithoutOffset, .uuid, .file, .autoNumber:
      break
    }
    guard let lacks else { return }
    throw Diagnostic(
      .featureNotSupported,
      "the fields of entity \"\(entity.name)\" cannot be changed here",
      detail:
        "A change sends all of them, and column \"\(field.name)\" would be damaged: \(lacks).",
      hint: "Change the entity in the product."
    )
  }

  private static let refreshHint = "The schema has changed; \\refresh reads it again."
}

extension EntityDefinition {
  /// The fields that people made, which a change sends.
  var ownFields: [EntityField] { fields.filter { !$0.isSystemField && !$0.isPrimaryKey } }
}
