import DSQLAPI
import DSQLClient
import DSQLTypes
import HTTPTypes
import Foundation
import Testing

/// An entity that is read and sent back whole stays what it was.
@Suite struct EntityRoundTripTests {
  static let listing = #"""
    [{"id":"e1","name":"Part","displayName":"Spare part","description":"spares",
      "entityType":"Entity","folderId":"f1","isRbacEnabled":true,"isInsightsEnabled":true,
      "externalFields":[],"fields":[
      {"id":"1","name":"Code","displayName":"The code","description":"as printed",
       "fieldDisplayType":"Basic","sqlType":{"name":"NVARCHAR","lengthLimit":37},
       "isRequired":true,"isUnique":true,"isEncrypted":true,"isHiddenField":true,
       "isRbacEnabled":true,"defaultValue":"none"},
      {"id":"2","name":"Weight","displayName":"Weight","fieldDisplayType":"Basic",
       "sqlType":{"name":"DECIMAL","lengthLimit":1000,"decimalPrecision":3,"maxValue":99.5,
       "minValue":-0.25}},
      {"id":"3","name":"Ratio","displayName":"Ratio","fieldDisplayType":"Basic",
       "sqlType":{"name":"REAL","decimalPrecision":7,"maxValue":10,"minValue":1}},
      {"id":"4","name":"Count","displayName":"Count","fieldDisplayType":"Basic",
       "sqlType":{"name":"BIGINT","maxValue":10,"minValue":1}},
      {"id":"5","name":"Maker","displayName":"Maker","fieldDisplayType":"Relationship",
       "sqlType":{"name":"UNIQUEIDENTIFIER","lengthLimit":300},"isForeignKey":true,
       "referenceType":"ManyToOne",
       "referenceEntity":{"id":"e2","folderId":"f2"},"referenceField":{"id":"f90"}},
      {"id":"6","name":"State","displayName":"State","fieldDisplayType":"ChoiceSetSingle",
       "sqlType":{"name":"INT"},"choiceSetId":"c1",
       "referenceChoiceSet":{"id":"c1","name":"State","folderId":"f2"},"defaultValue":"3"},
      {"id":"7","name":"Tags","displayName":"Tags","fieldDisplayType":"ChoiceSetMultiple",
       "sqlType":{"name":"NVARCHAR","lengthLimit":4000},"choiceSetId":"c2"},
      {"id":"8","name":"Scan","displayName":"Scan","fieldDisplayType":"File",
       "sqlType":{"name":"UNIQUEIDENTIFIER","lengthLimit":300}},
      {"id":"9","name":"Serial","displayName":"Serial","fieldDisplayType":"AutoNumber",
       "sqlType":{"name":"DECIMAL","minValue":1000}}]}]
    """#

  @Test func nothingIsLost() async throws {
    let read = try await entities(Self.listing)
    let draft = EntityDraft(replacing: try #require(read.first), fields: read[0].fields)
    #expect(draft.isRbacEnabled && draft.isInsightsEnabled && draft.folderID == "f1")
    let sent = try #require(
      JSONSerialization.jsonObject(with: Data(draft.body.utf8)) as? [String: Any]
    )
    var whole = try #require(sent["entityDefinition"] as? [String: Any])
    whole["displayName"] = sent["displayName"]
    whole["description"] = sent["description"]
    let again = try JSONSerialization.data(withJSONObject: [whole])
    #expect(try await entities(String(decoding: again, as: UTF8.self)) == read)
    #expect(read[0].fields.map(\.isRbacEnabled).first == true)
    #expect(read[0].fields[5].choiceSet == FolderedChoiceSet(name: "State", folderID: "f2"))
    #expect(read[0].fields[4].reference?.folderID == "f2")
  }

  /// A change of an entity of a folder names the folder, as all calls on its schema do.
  @Test func folder() async throws {
    let fixture = try ServiceFixture([
      .init("POST", SchemaAnswerTests.root + "/Entity", .answer(200, #""e1""#)),
      .init("GET", SchemaAnswerTests.root + "/Entity", .answer(200, "[]")),
      .init("PATCH", SchemaAnswerTests.root + "/Entity/e1/metadata", .answer(200, "")),
    ])
    var draft = EntityDraft(id: "e1", name: "Part", displayName: "Part", fields: [])
    draft.folderID = "f1"
    _ = try await fixture.client.createEntity(draft)
    let scoped = fixture.client.scoped(toFolder: "f2")
    _ = try await scoped.entities()
    _ = try await scoped.describe(entity: "e1", displayName: "x", description: "")
    let keys = fixture.transport.requests.map { request in
      request.headers.first { $0.name.canonicalName == "x-uipath-folderkey" }?.value
    }
    #expect(keys == ["f1", "f2", "f2"])
  }

  private func entities(_ json: String) async throws -> [EntityDefinition] {
    let fixture = try ServiceFixture([
      .init("GET", SchemaAnswerTests.root + "/Entity", .answer(200, json))
    ])
    return try await fixture.client.entities().value
  }
}
