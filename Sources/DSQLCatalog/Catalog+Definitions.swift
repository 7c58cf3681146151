package import DSQLAPI
package import DSQLTypes

extension Catalog {
  /// Builds the catalogue of what a service lists.
  package init(
    entities: [EntityDefinition],
    choiceSets: [(definition: ChoiceSetDefinition, values: [ChoiceValue])],
    traits: ServiceTraits
  ) {
    var setsByID: [String: ChoiceSet] = [:]
    var sets: [ChoiceSet] = []
    for (definition, values) in choiceSets {
      let domain = ChoiceDomain(
        name: definition.name,
        choices: values.map { Choice(number: $0.number, name: $0.name, label: $0.displayName) }
      )
      let set = ChoiceSet(
        id: definition.id,
        name: definition.name,
        description: definition.description,
        domain: domain,
        choiceIDs: Dictionary(
          values.map { ($0.number, $0.id) },
          uniquingKeysWith: { first, _ in first }
        ),
        folderID: definition.folderID
      )
      sets.append(set)
      setsByID[TextComparison.folded(definition.id)] = set
    }
    let namesByID = Dictionary(
      entities.map { (TextComparison.folded($0.id), $0.name) },
      uniquingKeysWith: { first, _ in first }
    )
    let tables = entities.filter { $0.kind != .choiceSet }.map { entity in
      let columns = entity.fields.map { field in
        Column(field, choiceSets: setsByID, entityNames: namesByID)
      }
      return Table(
        address: EntityAddress(id: entity.id, name: entity.name, folderID: entity.folderID),
        displayName: entity.displayName,
        description: entity.description,
        kind: entity.kind,
        columns: columns.filter(\.isPrimaryKey)
          + columns.filter { !$0.isPrimaryKey && !$0.isSystem }
          + columns.filter { !$0.isPrimaryKey && $0.isSystem },
        isWritable: entity.kind == .entity && !entity.hasExternalFields,
        recordCount: entity.recordCount,
        isAccessControlled: entity.isRbacEnabled
      )
    }
    self.init(tables: tables, choiceSets: sets, traits: traits)
  }
}

extension Column {
  fileprivate init(
    _ field: EntityField,
    choiceSets: [String: ChoiceSet],
    entityNames: [String: String]
  ) {
    let domain =
      field.choiceSetID.flatMap { choiceSets[TextComparison.folded($0)]?.domain }
      ?? ChoiceDomain(name: "", choices: [])
    var reference = field.reference
    if let target = reference, target.entityName.isEmpty {
      reference?.entityName = entityNames[TextComparison.folded(target.entityID)] ?? ""
    }
    self.init(
      name: field.name,
      displayName: field.displayName,
      description: field.description,
      type: DataType(field.type, domain: domain),
      fieldType: field.type,
      fieldID: field.id,
      isPrimaryKey: field.isPrimaryKey,
      isSystem: field.isSystemField,
      isRequired: field.isRequired,
      isUnique: field.isUnique,
      isEncrypted: field.isEncrypted,
      defaultValue: field.defaultValue,
      reference: reference
    )
  }
}

extension DataType {
  /// The type that values of a field have in expressions.
  ///
  /// - Source: `language.md` §3.
  package init(_ field: FieldType, domain: ChoiceDomain) {
    switch field {
    case .text, .multiline, .longText, .other: self = .text
    case .decimal(let precision, _): self = precision == 0 ? .integer : .decimal(scale: precision)
    case .integer, .bigInteger, .autoNumber: self = .integer
    case .float, .double: self = .double
    case .boolean: self = .boolean
    case .date: self = .date
    case .instant, .instantWithoutOffset: self = .timestamp
    case .uuid, .relationship: self = .uuid
    case .file: self = .file
    case .choice: self = .choice(domain)
    case .choices: self = .choices(domain)
    }
  }
}
