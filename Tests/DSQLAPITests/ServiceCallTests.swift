import DSQLAPI
import DSQLTypes
import Testing

/// Methods, paths and bodies of calls, byte for byte.
@Suite struct ServiceCallTests {
  struct Case: Sendable {
    var call: ServiceCall
    var line: String
    var body: String?
    var effect: ServiceCall.Effect
    var folderKey: String?

    init(
      _ call: ServiceCall,
      _ line: String,
      _ body: String? = nil,
      _ effect: ServiceCall.Effect = .write,
      folderKey: String? = nil
    ) {
      self.call = call
      self.line = line
      self.body = body
      self.effect = effect
      self.folderKey = folderKey
    }
  }

  static let tenant = EntityAddress(id: "p1", name: "Person")
  static let folder = EntityAddress(id: "p 1/ü", name: "Person", folderID: "f1")
  static let values = RecordValues([
    RecordField("Age", .number("42")), RecordField("Notes", .null),
    RecordField("Name", .text("Zoë \"Q\"\n")), RecordField("Active", .boolean(false)),
    RecordField("Colors", .numbers([0, 2])),
    RecordField("Balance", .number("123456789012345678901234567890.10")),
  ])
  static let record =
    #""Age":42,"Notes":null,"Name":"Zoë \"Q\"\n","Active":false,"#
    + #""Colors":[0,2],"Balance":123456789012345678901234567890.10}"#

  static let cases = [
    Case(.listEntities, "GET /Entity", nil, .read),
    Case(.listChoiceSets, "GET /Entity/choiceset", nil, .read),
    Case(
      .choiceValues(ofSet: "c1", start: 1, limit: 1),
      "POST /EntityService/entity/c1/query_expansion?start=1&limit=1",
      "{}",
      .read
    ),
    Case(
      .query(RecordQuery(fields: ["Id"], limit: 5, expansionLevel: 1), of: tenant),
      "POST /EntityService/Person/query?expansionLevel=1",
      #"{"selectedFields":["Id"],"start":0,"limit":5}"#,
      .read
    ),
    Case(
      .query(RecordQuery(), of: folder),
      "POST /EntityService/entity/p%201%2F%C3%BC/query?expansionLevel=0",
      #"{"start":0,"limit":1000}"#,
      .read,
      folderKey: "f1"
    ),
    Case(
      .readWhole("r/1", of: tenant, expansionLevel: 2),
      "GET /v2/EntityService/entity/p1/read/r%2F1?expansionLevel=2",
      nil,
      .read
    ),
    Case(
      .readOne("r/1", of: tenant, expansionLevel: 2),
      "GET /EntityService/Person/read/r%2F1?expansionLevel=2",
      nil,
      .read
    ),
    Case(
      .readOne("r1", of: folder, expansionLevel: 0),
      "GET /EntityService/entity/p%201%2F%C3%BC/read/r1?expansionLevel=0",
      nil,
      .read,
      folderKey: "f1"
    ),
    Case(
      .insert(values, into: tenant),
      "POST /EntityService/Person/insert?expansionLevel=0",
      "{" + record
    ),
    Case(
      .update("r1", to: RecordValues(), in: folder),
      "POST /EntityService/entity/p%201%2F%C3%BC/update/r1?expansionLevel=0",
      "{}",
      folderKey: "f1"
    ),
    Case(.delete("r1", from: tenant), "DELETE /EntityService/Person/delete/r1"),
    Case(
      .insertBatch([values, RecordValues()], into: tenant),
      "POST /EntityService/Person/insert-batch?expansionLevel=0&failOnFirst=false",
      "[{" + record + ",{}]"
    ),
    Case(
      .updateBatch(
        [
          RecordUpdate(id: "r1", values: values), RecordUpdate(id: "r2", values: RecordValues()),
        ],
        in: tenant
      ),
      "POST /EntityService/Person/update-batch?expansionLevel=0&failOnFirst=false",
      #"[{"Id":"r1","# + record + #",{"Id":"r2"}]"#
    ),
    Case(
      .deleteBatch(["r1", "r2"], from: tenant),
      "POST /EntityService/Person/delete-batch?failOnFirst=false",
      #"["r1","r2"]"#
    ),
    Case(.deleteEntity("e1"), "DELETE /Entity/e1"),
    Case(
      .createChoiceSet(name: "State", displayName: "The state", description: "…"),
      "POST /Entity/choiceset",
      #"{"displayName":"The state","description":"…","entityDefinition":{"name":"State","#
        + #""fields":[],"folderId":"00000000-0000-0000-0000-000000000000"}}"#
    ),
    Case(.deleteChoiceSet("c1"), "POST /Entity/c1/delete", "{}"),
    Case(
      .insertChoice(name: "open", label: "Open", intoSet: "State"),
      "POST /EntityService/State/choiceset/insert",
      #"{"Name":"open","DisplayName":"Open"}"#
    ),
  ]

  @Test(arguments: cases) func check(_ item: Case) {
    #expect("\(item.call.method.rawValue) \(item.call.path)" == item.line)
    #expect(item.call.body == item.body)
    #expect(item.call.effect == item.effect)
    #expect(item.call.folderKey == item.folderKey)
  }
}
