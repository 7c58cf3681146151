/// A choice set of the service, without its values.
///
/// - Source: `data-service-api.md` §2.1 and §2.11.
package struct ChoiceSetDefinition: Hashable, Sendable {
  package var id: String
  package var name: String
  package var displayName: String
  package var description: String
  package var folderID: String

  package init(
    id: String,
    name: String,
    displayName: String = "",
    description: String = "",
    folderID: String = EntityAddress.tenantFolder
  ) {
    self.id = id
    self.name = name
    self.displayName = displayName.isEmpty ? name : displayName
    self.description = description
    self.folderID = folderID
  }
}

/// One value of a choice set as the service keeps it.
package struct ChoiceValue: Hashable, Sendable {
  package var id: String
  package var name: String
  package var displayName: String
  /// What records store.
  package var number: Int64

  package init(id: String, name: String, displayName: String, number: Int64) {
    self.id = id
    self.name = name
    self.displayName = displayName
    self.number = number
  }
}
