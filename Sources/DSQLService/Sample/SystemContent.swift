import DSQLAPI
import GRDB

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
      try Self.insert(
        user,
        into: users.table,
        of: writing.db,
        audit: (writing.moment, writing.user)
      )
    }
    try writing.count(LocalUser.allCases.count, in: users)
    try writing.reloadSchema()
  }

  private static func insert(
    _ user: LocalUser,
    into table: String,
    of db: Database,
    audit: (moment: String, user: String)
  ) throws {
    try PreparedSQL(
      db,
      """
      INSERT INTO \(table) (id, ct, ut, cb, ub, v1, s1, v2, s2, v3, v4)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ).run([
      .text(user.id), .text(audit.moment), .text(audit.moment), .text(audit.user),
      .text(audit.user), .text(user.displayName), .text(user.displayName.lowercased()),
      user.email.map { .text($0) } ?? .null, user.email.map { .text($0.lowercased()) } ?? .null,
      .integer(user == .disabled ? 0 : 1), .integer(user.typeNumber),
    ])
  }

  /// Adds the robot to the users of a store that was made before there was one.
  static func addRobot(to db: Database) throws {
    let statement = try PreparedSQL(db, "SELECT key FROM dsql_entity WHERE id = ?")
    statement.bind(.text(SystemFields.systemUserEntity), at: 0)
    guard try statement.step() else { return }
    let key = statement.integer(0)
    statement.reset()
    let administrator = try PreparedSQL(db, "SELECT ct FROM r\(key) WHERE id = ?")
    administrator.bind(.text(LocalUser.administrator.id), at: 0)
    guard try administrator.step() else { return }
    let moment = administrator.text(0)
    administrator.reset()
    try insert(
      .robot,
      into: "r\(key)",
      of: db,
      audit: (moment, LocalUser.administrator.id)
    )
    try PreparedSQL(db, "UPDATE dsql_entity SET record_count = record_count + 1 WHERE key = ?")
      .run([.integer(key)])
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
