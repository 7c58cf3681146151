import DSQLAPI
import DSQLCatalog

/// A tenant of two entities and a choice set.
enum SmallCatalog {
  static func make() -> Catalog {
    Catalog(
      entities: [
        EntityDefinition(
          id: "1",
          name: "Supplier",
          fields: [
            field("Id", .uuid, isPrimaryKey: true),
            field("Name", .text(lengthLimit: 100), isRequired: true),
            EntityField(id: "f", name: "Country", type: .choice, choiceSetID: "c"),
          ],
          recordCount: 120
        ),
        EntityDefinition(
          id: "2",
          name: "Invoice",
          fields: [
            field("Id", .uuid, isPrimaryKey: true),
            field("Number", .text(lengthLimit: 40), isRequired: true, isUnique: true),
            EntityField(
              id: "g",
              name: "Supplier",
              type: .relationship,
              reference: EntityReference(entityID: "1", entityName: "Supplier")
            ),
            field("Total", .decimal(precision: 2, range: .standard)),
          ]
        ),
      ],
      choiceSets: [
        (
          ChoiceSetDefinition(id: "c", name: "Country"),
          [
            ChoiceValue(id: "x", name: "no", displayName: "Norway", number: 0),
            ChoiceValue(id: "y", name: "se", displayName: "Sweden", number: 1),
          ]
        )
      ],
      traits: .embedded
    )
  }

  private static func field(
    _ name: String,
    _ type: FieldType,
    isPrimaryKey: Bool = false,
    isRequired: Bool = false,
    isUnique: Bool = false
  ) -> EntityField {
    EntityField(
      id: "f-\(name)",
      name: name,
      type: type,
      isPrimaryKey: isPrimaryKey,
      isSystemField: isPrimaryKey,
      isRequired: isRequired,
      isUnique: isUnique
    )
  }
}
