import DSQLAPI
import DSQLCatalog
import DSQLTypes

/// A small tenant whose rows the tests know by heart.
enum Shop {
  static let statuses = ChoiceDomain(
    name: "Status",
    choices: [
      Choice(number: 0, name: "open", label: "Open"),
      Choice(number: 1, name: "closed", label: "Closed"),
      Choice(number: 2, name: "archived", label: "Archived"),
    ]
  )

  /// `Item(Id, Name, Price decimal(2), Quantity integer, Weight double, Active, Since, SeenAt,
  /// Status choice, Tags choices, Maker relationship)` and `Maker(Id, Name, City)`.
  static let catalog = Catalog(
    entities: [
      entity(
        "Item",
        [
          field("Name", .text(lengthLimit: 100)),
          field("Price", .decimal(precision: 2, range: .standard)),
          field("Quantity", .decimal(precision: 0, range: .integer32)),
          field("Weight", .double(precision: 10, range: .standard)),
          field("Active", .boolean), field("Since", .date), field("SeenAt", .instant),
          field("Status", .choice, choiceSet: "s"), field("Tags", .choices, choiceSet: "s"),
          field("Maker", .relationship),
        ]
      ),
      entity(
        "Maker",
        [field("Name", .text(lengthLimit: 100)), field("City", .text(lengthLimit: 9))]
      ),
    ],
    choiceSets: [
      (
        ChoiceSetDefinition(id: "s", name: "Status"),
        statuses.choices.map {
          ChoiceValue(id: "v\($0.number)", name: $0.name, displayName: $0.label, number: $0.number)
        }
      )
    ],
    traits: .unknown
  )

  /// The rows of an entity, in the order of its columns.
  static func rows(_ entity: String) -> [[Value]] { entity == "Item" ? items : makers }

  private static let items: [[Value]] = [
    item(1, "Bolt", "0.10", 100, 0.5, true, "2024-01-31", 0, #"["Open","Closed"]"#, 1),
    item(2, "bolt", "0.20", 50, 0.25, false, "2024-02-29", 1, #"["Closed","Open"]"#, 1),
    item(3, "Nut", "10.00", nil, 2, true, "2023-12-31", 2, nil, 2),
    item(4, "Straße", "2.50", 7, nil, nil, nil, 7, #"["Archived"]"#, nil),
    item(5, nil, nil, 0, -1.5, false, "2024-01-31", nil, nil, 3),
    item(6, "Äpfel", "-3.00", 100, 0.5, true, "2024-03-01", 0, nil, 9),
  ]

  private static let makers: [[Value]] = [
    [.uuid(id(1)), .text("Acme"), .text("Oslo")],
    [.uuid(id(2)), .text("Zeta"), .text("oslo")],
    [.uuid(id(3)), .text("Ümlaut"), .null],
    [.uuid(id(4)), .text("Idle"), .text("Bergen")],
  ]

  static func id(_ number: Int) -> String { "00000000-0000-0000-0000-00000000000\(number)" }

  private static func item(
    _ number: Int,
    _ name: String?,
    _ price: String?,
    _ quantity: Int64?,
    _ weight: Double?,
    _ active: Bool?,
    _ since: String?,
    _ status: Int64?,
    _ tags: String?,
    _ maker: Int?
  ) -> [Value] {
    [
      .uuid(id(number)), name.map(Value.text) ?? .null,
      price.flatMap { ExactDecimal(parsing: $0) }.map(Value.decimal) ?? .null,
      quantity.map(Value.integer) ?? .null, weight.map(Value.double) ?? .null,
      active.map(Value.boolean) ?? .null,
      since.flatMap { CalendarDate(parsing: $0) }.map(Value.date) ?? .null,
      since.flatMap { Instant(parsing: $0 + "T12:00:00Z", zone: .utc) }.map(Value.timestamp)
        ?? .null,
      status.map(Value.choice) ?? .null, tags.map(Value.text) ?? .null,
      maker.map { .uuid(id($0)) } ?? .null,
    ]
  }

  private static func entity(_ name: String, _ fields: [EntityField]) -> EntityDefinition {
    let key = EntityField(
      id: "",
      name: "Id",
      type: .uuid,
      isPrimaryKey: true,
      isSystemField: true,
      isRequired: true
    )
    return EntityDefinition(id: "e-\(name)", name: name, fields: [key] + fields, recordCount: 6)
  }

  private static func field(
    _ name: String,
    _ type: FieldType,
    choiceSet: String? = nil
  ) -> EntityField {
    EntityField(
      id: "f-\(name)",
      name: name,
      type: type,
      choiceSetID: choiceSet,
      reference: type == .relationship
        ? EntityReference(entityID: "e-Maker", entityName: "Maker") : nil
    )
  }
}
