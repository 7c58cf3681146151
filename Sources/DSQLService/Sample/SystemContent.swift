import DSQLAPI

/// The system entity of users and its choice set.
///
/// - Source: `data-service-api.md` §2.9.
struct SystemContent {
  let writing: StoreWriting

  func write() throws {
    let schemaWriter = SchemaWriter(writing: writing)
    _ = try schemaWriter.insert(header(SystemFields.userTypeChoiceSet, "UserType", .choiceSet))
    try writing.reloadSchema()
    guard let types = writing.schema.entity(id: SystemFields.userTypeChoiceSet) else { return }
    for name in ["User", "Group", "Robot"] {
      _ = try ChoiceSets.insert(ChoiceBody(name: name), into: types, writing)
    }
    let users = try schemaWriter.insert(
      header(SystemFields.systemUserEntity, "SystemUser", .systemEntity)
    )
    let fields = [
      field("Name", .text(lengthLimit: 200), 1, isRequired: true),
      field("Email", .text(lengthLimit: 200), 2),
      field("IsActive", .boolean, 3),
      field("Type", .choice, 4, choiceSet: types.id),
    ]
    let table = EntityTable(writing: writing, entity: users)
    try table.create(fields)
    for (place, field) in fields.enumerated() { try table.insert(field, place: place) }
    for user in LocalUser.allCases {
      try PreparedSQL(
        writing.db,
        """
        INSERT INTO \(users.table) (id, ct, ut, cb, ub, v1, s1, v2, s2, v3, v4)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
        """
      ).run([
        .text(user.id), .text(writing.moment), .text(writing.moment), .text(writing.user),
        .text(writing.user), .text(user.displayName), .text(user.displayName.lowercased()),
        .text(user.email), .text(user.email.lowercased()), .integer(user == .disabled ? 0 : 1),
      ])
    }
    try writing.count(LocalUser.allCases.count, in: users)
    try writing.reloadSchema()
  }

  private func header(
    _ id: String,
    _ name: String,
    _ kind: EntityDefinition.Kind
  ) -> StoredEntity {
    StoredEntity(
      key: 0,
      id: id,
      name: name,
      displayName: name,
      description: "",
      kind: kind,
      folderID: EntityAddress.tenantFolder,
      isRbacEnabled: false,
      audit: writing.audit,
      userFields: []
    )
  }

  private func field(
    _ name: String,
    _ type: FieldType,
    _ number: Int,
    isRequired: Bool = false,
    choiceSet: String? = nil
  ) -> StoredField {
    StoredField(
      EntityField(
        id: writing.nextID(),
        name: name,
        type: type,
        isRequired: isRequired,
        choiceSetID: choiceSet
      ),
      number: number,
      isRbacEnabled: false,
      audit: writing.audit
    )
  }
}
