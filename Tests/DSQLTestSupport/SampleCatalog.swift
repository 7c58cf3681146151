import DSQLAPI
package import DSQLCatalog
import DSQLTypes

/// A small tenant for tests that need no service.
///
/// `Supplier(Id, Name required, Country choice, Rating decimal(2), Active, Since date, Notes)`,
/// `Invoice(Id, Number required unique, Supplier relationship, Amount decimal(2), Quantity integer,
/// Ratio double, Status choice, Tags choices, DueDate date, PaidAt instant, Key uuid, Scan file,
/// Story long text)`, `InvoiceLine(Id, Invoice relationship, LineNo integer, Price decimal(4))`.
package enum SampleCatalog {
  /// The tenant with the given traits.
  package static func make(traits: ServiceTraits = .embedded) -> Catalog {
    Catalog(entities: entities, choiceSets: choiceSets, traits: traits)
  }

  package static let supplierID = "5a000000-0000-7000-8000-000000000001"
  package static let invoiceID = "5a000000-0000-7000-8000-000000000002"
  package static let lineID = "5a000000-0000-7000-8000-000000000003"

  private static let choiceSets: [(definition: ChoiceSetDefinition, values: [ChoiceValue])] = [
    (
      ChoiceSetDefinition(id: "c0000000-0000-7000-8000-000000000001", name: "Country"),
      values([("norway", "Norway"), ("sweden", "Sweden"), ("cotedivoire", "Côte d'Ivoire")])
    ),
    (
      ChoiceSetDefinition(id: "c0000000-0000-7000-8000-000000000002", name: "InvoiceStatus"),
      values([("open", "Open"), ("approved", "Approved"), ("paid", "Paid")])
    ),
    (
      ChoiceSetDefinition(id: "c0000000-0000-7000-8000-000000000003", name: "Tag"),
      values([("urgent", "Urgent"), ("checked", "Checked"), ("foreign", "Foreign")])
    ),
  ]

  private static func values(_ names: [(String, String)]) -> [ChoiceValue] {
    names.enumerated().map { index, pair in
      ChoiceValue(
        id: "c1000000-0000-7000-8000-00000000000\(index)",
        name: pair.0,
        displayName: pair.1,
        number: Int64(index)
      )
    }
  }

  private static var entities: [EntityDefinition] {
    [
      entity(
        supplierID,
        "Supplier",
        120,
        [
          field("Name", .text(lengthLimit: 100), isRequired: true),
          choice("Country", .choice, set: 1),
          field("Rating", .decimal(precision: 2, range: .standard)),
          field("Active", .boolean),
          field("Since", .date),
          field("Notes", .multiline(lengthLimit: 10000)),
        ]
      ),
      entity(
        invoiceID,
        "Invoice",
        1204,
        [
          field("Number", .text(lengthLimit: 40), isRequired: true, isUnique: true),
          relationship("Supplier", to: supplierID, "Supplier"),
          field("Amount", .decimal(precision: 2, range: .standard)),
          field("Quantity", .decimal(precision: 0, range: .integer32)),
          field("Ratio", .double(precision: 10, range: .standard)),
          choice("Status", .choice, set: 2),
          choice("Tags", .choices, set: 3),
          field("DueDate", .date),
          field("PaidAt", .instant),
          field("Key", .uuid),
          field("Scan", .file),
          field("Story", .longText(lengthLimit: 131_072)),
        ]
      ),
      entity(
        lineID,
        "InvoiceLine",
        5000,
        [
          relationship("Invoice", to: invoiceID, "Invoice"),
          field("LineNo", .decimal(precision: 0, range: .integer32), isRequired: true),
          field("Price", .decimal(precision: 4, range: .standard)),
        ]
      ),
    ]
  }

  private static func entity(
    _ id: String,
    _ name: String,
    _ count: Int,
    _ fields: [EntityField]
  )
    -> EntityDefinition
  {
    let system = [
      field("CreateTime", .instant, isSystem: true), field("UpdateTime", .instant, isSystem: true),
      field("CreatedBy", .relationship, isSystem: true),
      field("UpdatedBy", .relationship, isSystem: true),
    ]
    let key = EntityField(
      id: "",
      name: "Id",
      type: .uuid,
      isPrimaryKey: true,
      isSystemField: true,
      isRequired: true
    )
    return EntityDefinition(id: id, name: name, fields: [key] + system + fields, recordCount: count)
  }

  private static func field(
    _ name: String,
    _ type: FieldType,
    isRequired: Bool = false,
    isUnique: Bool = false,
    isSystem: Bool = false
  ) -> EntityField {
    EntityField(
      id: "f-\(name)",
      name: name,
      type: type,
      isSystemField: isSystem,
      isRequired: isRequired,
      isUnique: isUnique
    )
  }

  private static func choice(_ name: String, _ type: FieldType, set: Int) -> EntityField {
    EntityField(
      id: "f-\(name)",
      name: name,
      type: type,
      choiceSetID: "c0000000-0000-7000-8000-00000000000\(set)"
    )
  }

  private static func relationship(_ name: String, to id: String, _ entity: String) -> EntityField {
    EntityField(
      id: "f-\(name)",
      name: name,
      type: .relationship,
      reference: EntityReference(entityID: id, entityName: entity)
    )
  }
}
