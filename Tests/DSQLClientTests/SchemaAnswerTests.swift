import DSQLAPI
import DSQLClient
import DSQLTypes
import Testing

/// Answers of the calls on the schema, with all that differs between services.
@Suite struct SchemaAnswerTests {
  static let root = ServiceFixture.root

  @Test func entitiesAreReadWithTheirVariants() async throws {
    let fixture = try ServiceFixture([
      .init("GET", Self.root + "/Entity", .answer(200, try fixture("entities.json")))
    ])
    let entities = try await fixture.client.entities().value
    #expect(entities.map(\.name) == ["Invoice", "Remote", "SystemUser", "Odd", "Plain"])
    #expect(entities.map(\.kind) == [.entity, .entity, .systemEntity, .other, .entity])
    #expect(entities.map(\.hasExternalFields) == [false, true, false, false, false])
    #expect(entities.map(\.recordCount) == [1204, nil, nil, nil, nil])
    let tenant = EntityAddress.tenantFolder
    #expect(entities.map(\.folderID) == [tenant, tenant, tenant, "f0", tenant])
    #expect(entities[0].description == "Supplier invoices")
    #expect(entities[3].displayName == "Odd")

    let fields = entities[0].fields
    func range(_ minimum: Int128, _ maximum: Int128) -> NumericRange {
      NumericRange(
        minimum: ExactDecimal(coefficient: minimum, scale: 0),
        maximum: ExactDecimal(coefficient: maximum, scale: 0)
      )
    }
    let amount = NumericRange(
      minimum: ExactDecimal(coefficient: -5, scale: 1),
      maximum: NumericRange.widest.maximum
    )
    let big = NumericRange(
      minimum: NumericRange.standard.minimum,
      maximum: ExactDecimal(coefficient: 7, scale: 0)
    )
    let types: [FieldType] = [
      .uuid, .text(lengthLimit: 40), .decimal(precision: 4, range: amount),
      .decimal(precision: 0, range: range(1, 100)), .multiline(lengthLimit: 200),
      .longText(lengthLimit: 131_072), .integer(range: .standard), .bigInteger(range: big),
      .float(precision: 3, range: .standard), .double(precision: 2, range: .standard), .boolean,
      .date, .instant, .instantWithoutOffset, .uuid, .relationship, .relationship, .file, .choice,
      .choices, .choices, .choice,
      .autoNumber(start: ExactDecimal(coefficient: 1000, scale: 0)), .other("GEOGRAPHY"),
      .other(""),
    ]
    #expect(fields.count == types.count)
    for (field, type) in zip(fields, types) {
      #expect(field.type == type, "\(field.name)")
    }
    let sets = fields.compactMap { field in field.choiceSetID.map { "\(field.name) \($0)" } }
    #expect(sets == ["State c1", "Kinds c2", "Tags c3", "Mood c4"])
    #expect(fields.filter { $0.reference != nil }.map(\.name) == ["Supplier", "Buyer"])
    #expect(
      fields[15].reference
        == EntityReference(
          entityID: "e2",
          entityName: "Supplier",
          fieldID: "f90",
          fieldName: "Code"
        )
    )
    #expect(fields[16].reference == EntityReference(entityID: "", entityName: "Employee"))
    #expect(fields[0].isPrimaryKey && fields[0].isSystemField && !fields[1].isSystemField)
    let number = fields[1]
    #expect(number.isRequired && number.isUnique && number.isEncrypted && number.isHidden)
    #expect(number.displayName == "Invoice number")
    #expect(number.description == "As printed")
    #expect(number.defaultValue == "none")
    #expect(fields[2].defaultValue == "0")
    #expect(fields[2].displayName == "Amount")
    #expect(!fields[24].isRequired && !fields[24].isHidden && fields[24].defaultValue == nil)
  }

  @Test func choiceSetsAreRead() async throws {
    let body =
      #"[{"id":"c1","name":"State","displayName":"The state","description":"d","folderId":"f1"},"#
      + #"{"id":"c2","name":"Kind","entityType":"ChoiceSet","fields":[{"name":"Id"}]}]"#
    let fixture = try ServiceFixture([
      .init("GET", Self.root + "/Entity/choiceset", .answer(200, body))
    ])
    let sets = try await fixture.client.choiceSets().value
    #expect(
      sets == [
        ChoiceSetDefinition(
          id: "c1",
          name: "State",
          displayName: "The state",
          description: "d",
          folderID: "f1"
        ), ChoiceSetDefinition(id: "c2", name: "Kind"),
      ]
    )
  }

  static let value =
    #"{"Id":"v1","Name":"open","DisplayName":"Open","NumberId":0,"RecordOwner":null}"#
  static let quoted =
    #"[{\"Id\":\"v1\",\"Name\":\"open\",\"DisplayName\":\"Open\",\"NumberId\":0}]"#

  @Test(arguments: [
    #"{"totalRecordCount":1,"jsonValue":"\#(quoted)"}"#,
    #"{"TotalRecordCount":1,"JsonValue":"\#(quoted)"}"#,
    #"{"totalRecordCount":1,"jsonValue":[\#(value)]}"#, #"[\#(value)]"#,
    #"{"value":[\#(value)]}"#,
    #"[{"id":"v1","name":"open","displayName":"Open","numberId":"0"}]"#,
  ])
  func choiceValuesComeInEveryWrapping(_ body: String) async throws {
    let fixture = try ServiceFixture([
      .init(
        "POST",
        Self.root + "/EntityService/entity/c1/query_expansion?start=0&limit=1000",
        .answer(200, body)
      )
    ])
    let values = try await fixture.client.choiceValues(ofSet: "c1").value
    #expect(values == [ChoiceValue(id: "v1", name: "open", displayName: "Open", number: 0)])
    #expect(fixture.transport.requests[0].body == Array("{}".utf8))
  }

  @Test(arguments: [
    #""0b9c5d56-8a54-4f3b-9f0f-5a2f6f1b7c01""#, "0b9c5d56-8a54-4f3b-9f0f-5a2f6f1b7c01\n",
    #"{"id":"0b9c5d56-8a54-4f3b-9f0f-5a2f6f1b7c01"}"#,
    #"{"Id":"0b9c5d56-8a54-4f3b-9f0f-5a2f6f1b7c01","x":1}"#,
    #"{"entityId":"0b9c5d56-8a54-4f3b-9f0f-5a2f6f1b7c01"}"#,
    #"{"EntityId":"0b9c5d56-8a54-4f3b-9f0f-5a2f6f1b7c01"}"#,
  ])
  func createdIdsComeInEveryForm(_ body: String) async throws {
    let fixture = try ServiceFixture([
      .init("POST", Self.root + "/Entity", .answer(200, body)),
      .init("POST", Self.root + "/Entity/choiceset", .answer(201, body)),
    ])
    let draft = EntityDraft(name: "Invoice", displayName: "Invoice", fields: [])
    let id = try await fixture.client.createEntity(draft).value
    let setID = try await fixture.client.createChoiceSet(
      name: "State",
      displayName: "State",
      description: ""
    ).value
    #expect(id == "0b9c5d56-8a54-4f3b-9f0f-5a2f6f1b7c01")
    #expect(setID == id)
    #expect(fixture.transport.requests[0].body == Array(draft.body.utf8))
  }

  @Test func choicesAreAddedAndSetsDeleted() async throws {
    let fixture = try ServiceFixture([
      .init(
        "POST",
        Self.root + "/EntityService/State/choiceset/insert",
        .answer(200, #"{"Id":"v2","Name":"paid","DisplayName":"Paid","NumberId":4}"#)
      ), .init("POST", Self.root + "/Entity/c1/delete", .answer(204, "")),
      .init("DELETE", Self.root + "/Entity/e1", .answer(200, "")),
    ])
    let value = try await fixture.client.insertChoice(
      name: "paid",
      label: "Paid",
      intoSet: "State"
    ).value
    #expect(value == ChoiceValue(id: "v2", name: "paid", displayName: "Paid", number: 4))
    let deleted = try await fixture.client.deleteChoiceSet("c1").report
    #expect(deleted.status == 204)
    _ = try await fixture.client.deleteEntity("e1")
    #expect(fixture.transport.unused == [])
  }

  @Test(arguments: [
    "", "null", "{}", "[7]", "[", #"{"value":7}"#, #"[{"name":"x"}]"#, #"[{"id":"x"}]"#,
    #"[{"id":"x","name":""}]"#, "<html></html>",
  ])
  func otherAnswersAreErrors(_ body: String) async throws {
    let fixture = try ServiceFixture([
      .init("GET", Self.root + "/Entity", .answer(200, body)),
      .init("GET", Self.root + "/Entity/choiceset", .answer(200, body)),
      .init("POST", Self.root + "/EntityService/State/choiceset/insert", .answer(200, body)),
      .init(
        "POST",
        Self.root + "/EntityService/entity/c1/query_expansion?start=0&limit=1000",
        .answer(200, body)
      ),
    ])
    let client = fixture.client
    for call: @Sendable () async throws -> Void in [
      { _ = try await client.entities() }, { _ = try await client.choiceSets() },
      { _ = try await client.insertChoice(name: "a", label: "b", intoSet: "State") },
      { _ = try await client.choiceValues(ofSet: "c1") },
    ] {
      let error = await #expect(throws: ServiceError.self) { try await call() }
      #expect(error?.code == .invalidAnswer)
    }
  }
}
