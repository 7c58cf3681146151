import DSQLAPI
import DSQLTypes
import Testing

/// Bodies that create entities, byte for byte, each type as the Python client sends it.
@Suite struct EntityDraftTests {
  struct Case: Sendable {
    var field: EntityField
    /// What follows the field's description, up to the flags.
    var json: String

    init(_ type: FieldType, _ json: String) {
      field = EntityField(id: "", name: "Field", type: type)
      self.json = json
    }

    init(_ field: EntityField, _ json: String) {
      self.field = field
      self.json = json
    }
  }

  static let flags =
    #""isRequired":false,"isUnique":false,"isRbacEnabled":false,"#
    + #""isEncrypted":false,"isHiddenField":false}"#

  static let age = NumericRange(
    minimum: ExactDecimal(coefficient: 0, scale: 0),
    maximum: ExactDecimal(coefficient: 150, scale: 0)
  )

  static let bounds = #""maxValue":1000000000000,"minValue":-1000000000000}"#

  static let cases = [
    Case(.text(lengthLimit: 80), #""Basic","sqlType":{"name":"NVARCHAR","lengthLimit":80},"#),
    Case(
      .multiline(lengthLimit: 2000),
      #""Basic","sqlType":{"name":"MULTILINE","lengthLimit":2000},"#
    ),
    Case(
      .longText(lengthLimit: 131_072),
      #""Basic","sqlType":{"name":"MULTILINE_MAX","lengthLimit":131072},"#
    ),
    Case(
      .integer(range: age),
      #""Basic","sqlType":{"name":"INT","maxValue":150,"minValue":0},"#
    ),
    Case(
      .bigInteger(range: .widest),
      #""Basic","sqlType":{"name":"BIGINT","maxValue":9007199254740991,"#
        + #""minValue":-9007199254740991},"#
    ),
    Case(
      .decimal(precision: 2, range: .standard),
      #""Basic","sqlType":{"name":"DECIMAL","lengthLimit":1000,"decimalPrecision":2,"#
        + bounds + ","
    ),
    Case(
      .float(precision: 3, range: .standard),
      #""Basic","sqlType":{"name":"FLOAT","decimalPrecision":3,"# + bounds + ","
    ),
    Case(
      .double(precision: 6, range: .standard),
      #""Basic","sqlType":{"name":"REAL","decimalPrecision":6,"# + bounds + ","
    ),
    Case(.date, #""Basic","sqlType":{"name":"DATE","lengthLimit":1000},"#),
    Case(.instantWithoutOffset, #""Basic","sqlType":{"name":"DATETIME2"},"#),
    Case(.instant, #""Basic","sqlType":{"name":"DATETIMEOFFSET","lengthLimit":1000},"#),
    Case(.uuid, #""Basic","sqlType":{"name":"UNIQUEIDENTIFIER"},"#),
    Case(.file, #""File","sqlType":{"name":"UNIQUEIDENTIFIER","lengthLimit":300},"#),
    Case(
      .autoNumber(start: ExactDecimal(coefficient: 1000, scale: 0)),
      #""AutoNumber","sqlType":{"name":"DECIMAL","minValue":1000},"#
    ),
    Case(
      EntityField(id: "", name: "Field", type: .boolean, defaultValue: "true"),
      #""Basic","sqlType":{"name":"BIT","lengthLimit":100},"defaultValue":"true","#
    ),
    Case(
      EntityField(
        id: "",
        name: "Field",
        type: .relationship,
        reference: EntityReference(entityID: "e2", entityName: "Supplier", fieldID: "f9")
      ),
      #""Relationship","sqlType":{"name":"UNIQUEIDENTIFIER","lengthLimit":300},"#
        + #""isForeignKey":true,"referenceType":"ManyToOne","referenceEntity":{"id":"e2"},"#
        + #""referenceField":{"id":"f9"},"#
    ),
    Case(
      EntityField(id: "", name: "Field", type: .choice, choiceSetID: "c1"),
      #""ChoiceSetSingle","sqlType":{"name":"INT"},"choiceSetId":"c1","#
    ),
    Case(
      EntityField(id: "", name: "Field", type: .choices, choiceSetID: "c1"),
      #""ChoiceSetMultiple","sqlType":{"name":"NVARCHAR","lengthLimit":4000},"choiceSetId":"c1","#
    ),
  ]

  @Test(arguments: cases) func check(_ item: Case) {
    let draft = EntityDraft(
      name: "Person",
      displayName: "A person",
      description: "made by a test",
      fields: [item.field]
    )
    #expect(
      draft.body
        == #"{"displayName":"A person","description":"made by a test","entityDefinition":"#
        + #"{"name":"Person","folderId":"00000000-0000-0000-0000-000000000000","#
        + #""isRbacEnabled":false,"isInsightsEnabled":false,"externalFields":[],"fields":["#
        + #"{"name":"Field","displayName":"Field","description":"","fieldDisplayType":"#
        + item.json + Self.flags + "]}}"
    )
    #expect(ServiceCall.createEntity(draft).body == draft.body)
    #expect(ServiceCall.createEntity(draft).path == "/Entity")
  }

  @Test func flagsAndTextsAreWritten() {
    let field = EntityField(
      id: "f1",
      name: "Number",
      displayName: "Invoice \"number\"",
      description: "As printed",
      type: .text(lengthLimit: 40),
      isRequired: true,
      isUnique: true,
      isEncrypted: true,
      isHidden: true
    )
    let draft = EntityDraft(
      id: "e1",
      name: "Invoice",
      displayName: "Invoice",
      fields: [field, field]
    )
    let json =
      #"{"id":"f1","name":"Number","displayName":"Invoice \"number\"","description":"As printed","#
      + #""fieldDisplayType":"Basic","sqlType":{"name":"NVARCHAR","lengthLimit":40},"#
      + #""isRequired":true,"isUnique":true,"isRbacEnabled":false,"isEncrypted":true,"#
      + #""isHiddenField":true}"#
    #expect(draft.body.contains(#""entityDefinition":{"id":"e1","name":"Invoice","#))
    #expect(draft.body.hasSuffix(#""fields":["# + json + "," + json + "]}}"))
  }
}
