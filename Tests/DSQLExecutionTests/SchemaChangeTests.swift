import DSQLAPI
import DSQLDiagnostics
import DSQLExecution
import DSQLPlan
import DSQLTypes
import Testing

/// What a change of one field makes of the rest, and what is refused before anything is sent.
struct SchemaChangeTests {
  static let folder = "f0000000-0000-7000-8000-000000000001"

  static let entity = EntityDefinition(
    id: "e",
    name: "Part",
    displayName: "Spare part",
    description: "spares",
    folderID: folder,
    fields: [
      EntityField(id: "1", name: "Id", type: .uuid, isPrimaryKey: true, isSystemField: true),
      EntityField(
        id: "2",
        name: "Name",
        displayName: "The name",
        type: .text(lengthLimit: 40),
        isRequired: true,
        isUnique: true,
        isEncrypted: true,
        isHidden: true,
        isRbacEnabled: true,
        defaultValue: "x"
      ),
      EntityField(
        id: "3",
        name: "Maker",
        type: .relationship,
        reference: EntityReference(entityID: "", entityName: "Firm", folderID: folder)
      ), EntityField(id: "4", name: "CreateTime", type: .instant, isSystemField: true),
    ],
    recordCount: 7,
    isRbacEnabled: true,
    isInsightsEnabled: true
  )

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var edit: EntityEdit
    var fields: [String] = []
    var code: DiagnosticCode?
  }

  @Test(arguments: [
    Case(
      testDescription: "add",
      edit: .addField(EntityField(id: "", name: "City", type: .boolean)),
      fields: ["2 The name", "3 Maker", " City"]
    ), Case(testDescription: "drop", edit: .dropField("Name"), fields: ["3 Maker"]),
    Case(
      testDescription: "display name",
      edit: .setFieldDisplayName("Who", field: "Maker"),
      fields: ["2 The name", "3 Who"]
    ),
    Case(
      testDescription: "exists already",
      edit: .addField(EntityField(id: "", name: "NAME", type: .boolean)),
      code: .duplicateColumn
    ),
    Case(
      testDescription: "required among records",
      edit: .addField(EntityField(id: "", name: "City", type: .boolean, isRequired: true)),
      code: .requiredFieldMissing
    ), Case(testDescription: "gone", edit: .dropField("Colour"), code: .undefinedField),
  ])
  func check(_ example: Case) async throws {
    var script = Script()
    script.entities = [Self.entity, EntityDefinition(id: "firm", name: "Firm")]
    let service = ScriptedService(script: script)
    let executor = Executor(service: service, local: PlainComputation())
    do {
      try await executor.change(.alterEntity(id: "E", name: "Part", example.edit))
      #expect(example.code == nil)
    } catch let error as Diagnostic {
      #expect(error.code == example.code)
    }
    guard example.code == nil else {
      #expect(service.calls == ["entities"])
      return
    }
    #expect(service.calls == ["entities", "createEntity Part"])
    let draft = try #require(service.drafts.first)
    #expect(draft.fields.map { "\($0.id) \($0.displayName)" } == example.fields)
    #expect(draft.id == "e" && draft.folderID == Self.folder && draft.description == "spares")
    #expect(draft.isRbacEnabled && draft.isInsightsEnabled && draft.displayName == "Spare part")
    if let name = draft.fields.first(where: { $0.id == "2" }) {
      #expect(name == Self.entity.fields[1])
    }
    let maker = try #require(draft.fields.first { $0.id == "3" })
    #expect(
      maker.reference
        == EntityReference(entityID: "firm", entityName: "Firm", folderID: Self.folder)
    )
  }

  /// A field of which the listing does not tell all would be damaged by a change of another.
  @Test(arguments: [
    EntityField(id: "5", name: "Place", type: .other("GEOGRAPHY")),
    EntityField(id: "5", name: "Mood", type: .choice),
    EntityField(id: "5", name: "Boss", type: .relationship),
  ])
  func unknown(_ field: EntityField) async throws {
    var script = Script()
    var entity = Self.entity
    entity.fields.append(field)
    script.entities = [entity, EntityDefinition(id: "firm", name: "Firm")]
    let service = ScriptedService(script: script)
    let executor = Executor(service: service, local: PlainComputation())
    let error = await #expect(throws: Diagnostic.self) {
      try await executor.change(.alterEntity(id: "e", name: "Part", .dropField("Name")))
    }
    #expect(error?.code == .featureNotSupported)
    #expect(error?.detail?.contains(field.name) == true)
    #expect(service.calls == ["entities"])
  }

  /// A change in several calls that ends early says what is there now.
  @Test func partial() async throws {
    var script = Script()
    script.failure = { call in
      call.hasPrefix("insertChoice high")
        ? ServiceError(.refused, "no more", method: "POST", path: "/x", status: 400) : nil
    }
    let service = ScriptedService(script: script)
    let executor = Executor(service: service, local: PlainComputation())
    let error = await #expect(throws: Diagnostic.self) {
      try await executor.change(
        .createChoiceSet(
          name: "Level",
          displayName: "Level",
          choices: ["low", "high", "top"].map { ChoiceDraft(name: $0, label: $0) }
        )
      )
    }
    #expect(error?.code == .partialWrite)
    #expect(error?.message == "choice set \"Level\" was created with 1 of its 3 choices")
    #expect(error?.detail == "no more")
    #expect(error?.request?.status == 400)

    script = Script()
    let second = ScriptedService(script: script)
    let entity = EntityDraft(
      name: "Person",
      displayName: "Person",
      fields: [
        EntityField(
          id: "",
          name: "Boss",
          type: .relationship,
          reference: EntityReference(entityID: "", entityName: "Person")
        )
      ]
    )
    let halfway = await #expect(throws: Diagnostic.self) {
      try await Executor(service: second, local: PlainComputation()).change(.createEntity(entity))
    }
    #expect(halfway?.message == "entity \"Person\" was created without its references to itself")
    #expect(second.calls == ["createEntity Person", "entities"])
  }
}
