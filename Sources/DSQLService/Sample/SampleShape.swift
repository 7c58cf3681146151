import DSQLAPI
import DSQLTypes

/// The entities and choice sets of the sample tenant.
struct SampleShape {
  let writing: StoreWriting

  static let statuses = [
    ("draft", "Draft"), ("received", "Received"), ("approved", "Approved"),
    ("onhold", "On hold"), ("rejected", "Rejected"), ("paid", "Paid"),
  ]
  static let currencies = [
    ("NOK", "NOK"), ("EUR", "EUR"), ("USD", "USD"), ("GBP", "GBP"), ("SEK", "SEK"), ("JPY", "JPY"),
  ]
  static let countries = [
    ("NO", "Norway"), ("DE", "Germany"), ("FR", "France"), ("GB", "United Kingdom"),
    ("US", "United States"), ("SE", "Sweden"), ("JP", "Japan"), ("RO", "Romania"),
    ("PL", "Poland"), ("ES", "Spain"), ("IN", "India"), ("BR", "Brazil"),
  ]

  func write() throws {
    try choiceSet("InvoiceStatus", "Invoice Status", Self.statuses)
    try choiceSet("Currency", "Currency", Self.currencies)
    try choiceSet("Country", "Country", Self.countries)
    try entity(
      "Supplier",
      "Companies that send us invoices",
      [
        text("Code", 12, isRequired: true, isUnique: true),
        text("Name", 200, isRequired: true),
        choice("Country", "Country"),
        text("City", 100),
        text("Email", 200),
        text("VatNumber", 30),
        choice("PreferredCurrency", "Currency"),
        whole("PaymentTermDays", 0, 180),
        decimal("CreditLimit", 2),
        field("IsActive", .boolean, isRequired: true, standard: "true"),
        field("OnboardedOn", .date),
        field("Notes", .multiline(lengthLimit: 2000)),
      ]
    )
    try entity(
      "Employee",
      "Colleagues who order and approve",
      [
        whole("Number", 1, 99_999, isRequired: true, isUnique: true),
        text("FullName", 120, isRequired: true),
        text("Email", 200),
        text("JobTitle", 80),
        text("Department", 60),
        choice("Country", "Country"),
        reference("Manager", to: "Employee"),
        field("HiredOn", .date),
        decimal("ApprovalLimit", 2),
        field("IsActive", .boolean, isRequired: true, standard: "true"),
      ]
    )
    try entity(
      "PurchaseOrder",
      "What we ordered, from whom and who approved it",
      [
        text("Number", 20, isRequired: true, isUnique: true),
        reference("Supplier", to: "Supplier", isRequired: true),
        reference("RequestedBy", to: "Employee"),
        reference("ApprovedBy", to: "Employee"),
        field("OrderedOn", .date, isRequired: true),
        field("ApprovedAt", .instant),
        choice("Currency", "Currency"),
        decimal("Amount", 2, isRequired: true),
        text("Purpose", 200),
        field("IsClosed", .boolean, isRequired: true, standard: "false"),
      ]
    )
    try entity(
      "Invoice",
      "Invoices that suppliers sent",
      [
        text("Number", 30, isRequired: true, isUnique: true),
        reference("Supplier", to: "Supplier", isRequired: true),
        reference("PurchaseOrder", to: "PurchaseOrder"),
        choice("Status", "InvoiceStatus", isRequired: true),
        field("InvoiceDate", .date, isRequired: true),
        field("DueDate", .date, isRequired: true),
        field("ReceivedAt", .instant),
        choice("Currency", "Currency", isRequired: true),
        decimal("NetAmount", 2, isRequired: true),
        decimal("TaxAmount", 2),
        decimal("TotalAmount", 2, isRequired: true),
        decimal("ExchangeRate", 6),
        reference("HandledBy", to: "Employee"),
        field("IsDisputed", .boolean, isRequired: true, standard: "false"),
        text("Reference", 60),
        field("Comment", .multiline(lengthLimit: 4000)),
        field("RecognizedText", .longText(lengthLimit: 131_072)),
        field("Scan", .file),
      ]
    )
    try entity(
      "InvoiceLine",
      "What an invoice charges for",
      [
        reference("Invoice", to: "Invoice", isRequired: true),
        whole("LineNumber", 1, 999, isRequired: true),
        text("Description", 200, isRequired: true),
        decimal("Quantity", 3, isRequired: true),
        decimal("UnitPrice", 4, isRequired: true),
        decimal("Amount", 2, isRequired: true),
        text("CostCenter", 10),
      ]
    )
    try entity(
      "Payment",
      "Money sent to suppliers",
      [
        field("Number", .autoNumber(start: ExactDecimal(100_001))),
        reference("Invoice", to: "Invoice", isRequired: true),
        field("PaidAt", .instant, isRequired: true),
        decimal("Amount", 2, isRequired: true),
        choice("Currency", "Currency", isRequired: true),
        text("BankReference", 40),
        field("IsReconciled", .boolean, isRequired: true, standard: "false"),
      ]
    )
  }

  // MARK: Entities and choice sets

  private func entity(
    _ name: String,
    _ description: String,
    _ fields: [EntityField]
  ) throws {
    _ = try SchemaWriter(writing: writing).create(
      EntityBody(
        displayName: Self.spaced(name),
        description: description,
        entityDefinition: .init(name: name, fields: fields.map { FieldBody($0) })
      )
    )
  }

  private func choiceSet(
    _ name: String,
    _ displayName: String,
    _ values: [(name: String, label: String)]
  ) throws {
    let id = try SchemaWriter(writing: writing).createChoiceSet(
      EntityBody(displayName: "\(displayName) choices", entityDefinition: .init(name: name))
    )
    guard let set = writing.schema.entity(id: id) else { return }
    for value in values {
      _ = try ChoiceSets.insert(
        ChoiceBody(name: value.name, displayName: value.label),
        into: set,
        writing
      )
    }
  }

  // MARK: Fields

  private func field(
    _ name: String,
    _ type: FieldType,
    isRequired: Bool = false,
    isUnique: Bool = false,
    standard: String? = nil
  ) -> EntityField {
    EntityField(
      id: "",
      name: name,
      displayName: Self.spaced(name),
      type: type,
      isRequired: isRequired,
      isUnique: isUnique,
      defaultValue: standard
    )
  }

  private func text(
    _ name: String,
    _ limit: Int,
    isRequired: Bool = false,
    isUnique: Bool = false
  ) -> EntityField {
    field(name, .text(lengthLimit: limit), isRequired: isRequired, isUnique: isUnique)
  }

  private func decimal(_ name: String, _ precision: Int, isRequired: Bool = false) -> EntityField {
    field(name, .decimal(precision: precision, range: .standard), isRequired: isRequired)
  }

  private func whole(
    _ name: String,
    _ minimum: Int64,
    _ maximum: Int64,
    isRequired: Bool = false,
    isUnique: Bool = false
  ) -> EntityField {
    let range = NumericRange(minimum: ExactDecimal(minimum), maximum: ExactDecimal(maximum))
    return field(
      name,
      .decimal(precision: 0, range: range),
      isRequired: isRequired,
      isUnique: isUnique
    )
  }

  private func choice(_ name: String, _ set: String, isRequired: Bool = false) -> EntityField {
    var made = field(name, .choice, isRequired: isRequired)
    made.choiceSetID = writing.schema.entities.first { $0.name == set }?.id
    return made
  }

  private func reference(_ name: String, to entity: String, isRequired: Bool = false) -> EntityField
  {
    var made = field(name, .relationship, isRequired: isRequired)
    made.reference = EntityReference(entityID: "", entityName: entity)
    return made
  }

  /// A name in words: `PurchaseOrder` is `Purchase Order`.
  private static func spaced(_ name: String) -> String {
    var words = ""
    for letter in name {
      if letter.isUppercase, !words.isEmpty { words.append(" ") }
      words.append(letter)
    }
    return words
  }
}

extension FieldBody {
  /// The field as a request would send it.
  fileprivate init(_ field: EntityField) {
    name = field.name
    displayName = field.displayName
    description = field.description
    type = FieldTypeDescription(field.type)
    isRequired = field.isRequired
    isUnique = field.isUnique
    defaultValue = field.defaultValue
    choiceSetID = field.choiceSetID
    referenceEntityName = field.reference?.entityName
  }
}
