import DSQLAPI
import DSQLTypes
import GRDB

/// Reads the tenant's schema from the store.
struct SchemaReader {
  let db: Database

  func load(revision: Int64) throws -> TenantSchema {
    let fields = try loadFields()
    let statement = try PreparedSQL(
      db,
      """
      SELECT key, id, name, display_name, description, kind, folder_id, is_rbac_enabled,
        create_time, created_by, update_time, updated_by FROM dsql_entity ORDER BY key
      """
    )
    var entities: [StoredEntity] = []
    while try statement.step() {
      let key = Int(statement.integer(0))
      entities.append(
        StoredEntity(
          key: key,
          id: statement.text(1),
          name: statement.text(2),
          displayName: statement.text(3),
          description: statement.text(4),
          kind: EntityDefinition.Kind(rawValue: statement.text(5)) ?? .other,
          folderID: statement.text(6),
          isRbacEnabled: statement.integer(7) != 0,
          audit: audit(statement, 8),
          userFields: fields[key] ?? []
        )
      )
    }
    return TenantSchema(
      revision: revision,
      entities: entities,
      choices: try loadChoices(),
      roles: try RoleTable.load(db)
    )
  }

  private func loadFields() throws -> [Int: [StoredField]] {
    let statement = try PreparedSQL(
      db,
      """
      SELECT entity_key, number, id, name, display_name, description, display_type, sql_type,
        length_limit, decimals, minimum, maximum, flags, default_value, choice_set_id,
        reference_entity_id, reference_field_id, create_time, created_by, update_time, updated_by
      FROM dsql_field ORDER BY entity_key, place, number
      """
    )
    var fields: [Int: [StoredField]] = [:]
    while try statement.step() {
      let type = FieldTypeDescription(
        displayType: statement.text(6),
        sqlType: statement.text(7),
        lengthLimit: statement.isNull(8) ? nil : Int(statement.integer(8)),
        decimals: statement.isNull(9) ? nil : Int(statement.integer(9)),
        minimum: statement.isNull(10) ? nil : ExactDecimal(parsing: statement.text(10)),
        maximum: statement.isNull(11) ? nil : ExactDecimal(parsing: statement.text(11))
      )
      let name = statement.text(3)
      let flags = FieldFlags(rawValue: statement.integer(12))
      let definition = EntityField(
        id: statement.text(2),
        name: name,
        displayName: statement.text(4),
        description: statement.text(5),
        type: try type.fieldType(of: name),
        isRequired: flags.contains(.required),
        isUnique: flags.contains(.unique),
        isEncrypted: flags.contains(.encrypted),
        isHidden: flags.contains(.hidden),
        defaultValue: statement.isNull(13) ? nil : statement.text(13),
        choiceSetID: statement.isNull(14) ? nil : statement.text(14),
        reference: statement.isNull(15)
          ? nil
          : EntityReference(
            entityID: statement.text(15),
            entityName: "",
            fieldID: statement.isNull(16) ? nil : statement.text(16)
          )
      )
      fields[Int(statement.integer(0)), default: []].append(
        StoredField(
          definition,
          number: Int(statement.integer(1)),
          isRbacEnabled: flags.contains(.rbac),
          audit: audit(statement, 17)
        )
      )
    }
    return fields
  }

  private func loadChoices() throws -> [String: [StoredChoice]] {
    let statement = try PreparedSQL(
      db,
      """
      SELECT set_id, id, name, display_name, number, create_time, created_by, update_time,
        updated_by FROM dsql_choice ORDER BY set_id, number
      """
    )
    var choices: [String: [StoredChoice]] = [:]
    while try statement.step() {
      let value = ChoiceValue(
        id: statement.text(1),
        name: statement.text(2),
        displayName: statement.text(3),
        number: statement.integer(4)
      )
      choices[statement.text(0), default: []].append(
        StoredChoice(value: value, audit: audit(statement, 5))
      )
    }
    return choices
  }

  private func audit(_ statement: PreparedSQL, _ first: Int32) -> AuditTrail {
    var audit = AuditTrail(statement.text(first), statement.text(first + 1))
    audit.touch(statement.text(first + 2), statement.text(first + 3))
    return audit
  }
}

/// The yes-or-no properties of a field, as one number in the store.
struct FieldFlags: OptionSet {
  let rawValue: Int64

  static let required = FieldFlags(rawValue: 1)
  static let unique = FieldFlags(rawValue: 2)
  static let encrypted = FieldFlags(rawValue: 4)
  static let hidden = FieldFlags(rawValue: 8)
  static let rbac = FieldFlags(rawValue: 16)
}
