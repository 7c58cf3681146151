/// An entity of the service, with its fields.
///
/// - Source: `data-service-api.md` §2.2.
package struct EntityDefinition: Hashable, Sendable {
  /// What kind of entity the service says it is.
  package enum Kind: String, Hashable, Sendable {
    case entity = "Entity"
    case choiceSet = "ChoiceSet"
    case internalEntity = "InternalEntity"
    case systemEntity = "SystemEntity"
    /// Anything that no source names; read-only to us.
    case other = ""
  }

  package var id: String
  package var name: String
  package var displayName: String
  package var description: String
  package var kind: Kind
  /// The folder's GUID; all zeros at tenant level.
  package var folderID: String
  package var fields: [EntityField]
  /// The service's own count of records, nil where it did not say.
  package var recordCount: Int?
  /// Whether the records come from outside (federated), hence cannot be written.
  package var hasExternalFields: Bool
  /// Whether access to records goes by role.
  package var isRbacEnabled: Bool
  /// Whether its records are sent to Insights.
  package var isInsightsEnabled: Bool

  package init(
    id: String,
    name: String,
    displayName: String = "",
    description: String = "",
    kind: Kind = .entity,
    folderID: String = EntityAddress.tenantFolder,
    fields: [EntityField] = [],
    recordCount: Int? = nil,
    hasExternalFields: Bool = false,
    isRbacEnabled: Bool = false,
    isInsightsEnabled: Bool = false
  ) {
    self.id = id
    self.name = name
    self.displayName = displayName.isEmpty ? name : displayName
    self.description = description
    self.kind = kind
    self.folderID = folderID
    self.fields = fields
    self.recordCount = recordCount
    self.hasExternalFields = hasExternalFields
    self.isRbacEnabled = isRbacEnabled
    self.isInsightsEnabled = isInsightsEnabled
  }
}

/// How calls on records name an entity.
///
/// - Source: `data-service-api.md` §2.7, §3.1 and §7: the name form, but the id form and a header
///   for entities of a folder.
package struct EntityAddress: Hashable, Sendable {
  /// The folder id of everything at tenant level.
  package static let tenantFolder = "00000000-0000-0000-0000-000000000000"

  package var id: String
  package var name: String
  package var folderID: String

  package init(id: String, name: String, folderID: String = EntityAddress.tenantFolder) {
    self.id = id
    self.name = name
    self.folderID = folderID
  }

  /// The value of `X-UIPATH-FolderKey`, nil at tenant level.
  package var folderKey: String? { folderID == Self.tenantFolder ? nil : folderID }
}
