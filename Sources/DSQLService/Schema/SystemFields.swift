import DSQLAPI

/// The fields that every entity has without being asked.
///
/// - Source: `data-service-api.md` §2.8.
enum SystemFields {
  /// The ids of what the service itself brings along.
  static let systemUserEntity = "0190163d-8694-739b-aea5-966c26f80001"
  static let userTypeChoiceSet = "0190163d-8694-739b-aea5-966c26f80002"
  static let attachmentEntity = "0190163d-8694-739b-aea5-966c26f80003"

  /// Names that no field of a person's making may have, in lower case.
  static let reservedNames: Set<String> = [
    "id", "createdby", "createtime", "updatedby", "updatetime", "recordowner",
  ]

  /// The fields of an entity, the key first.
  ///
  /// - Parameters:
  ///   - entityID: The entity's id.
  ///   - hasOwners: Whether records have owners: only with role-based access.
  ///   - audit: When the entity was made, by whom.
  /// - Returns: The fields in the order of an answer, those of people left out.
  static func of(entityID: String, hasOwners: Bool, audit: AuditTrail) -> [StoredField] {
    StoredField.System.allCases.filter { hasOwners || $0 != .recordOwner }.map { system in
      let (name, label, type): (String, String, FieldType) =
        switch system {
        case .id: ("Id", "Id", .uuid)
        case .createTime: ("CreateTime", "Create Time", .instant)
        case .updateTime: ("UpdateTime", "Update Time", .instant)
        case .createdBy: ("CreatedBy", "Created By", .relationship)
        case .updatedBy: ("UpdatedBy", "Updated By", .relationship)
        case .recordOwner: ("RecordOwner", "Record Owner", .relationship)
        }
      let reference = EntityReference(entityID: systemUserEntity, entityName: "SystemUser")
      let definition = EntityField(
        id: derivedID(entityID, -system.rawValue),
        name: name,
        displayName: label,
        type: type,
        isPrimaryKey: system == .id,
        isSystemField: true,
        isRequired: type != .relationship,
        isUnique: system == .id,
        reference: type == .relationship ? reference : nil
      )
      return StoredField(
        definition,
        number: system.rawValue,
        isRbacEnabled: false,
        audit: audit
      )
    }
  }

  /// An id of a system field: the entity's, with its last four digits turned by the field's place.
  private static func derivedID(_ entityID: String, _ place: Int) -> String {
    let last = (UInt16(entityID.suffix(4), radix: 16) ?? 0) ^ UInt16(0xF000 + place)
    let digits = String(last, radix: 16)
    return entityID.dropLast(4) + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
