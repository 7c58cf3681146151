import DSQLAPI
import Foundation
import Testing

@testable import DSQLService

/// The fast reader of a batch's records reads what the decoder reads, or leaves it to that.
@Suite
struct RecordListReaderTests {
  private static func entity() -> StoredEntity {
    let fields: [(String, FieldType)] = [
      ("Name", .text(lengthLimit: 20)), ("Amount", .decimal(precision: 2, range: .standard)),
      ("Small", .integer(range: .standard)), ("Ratio", .float(precision: 3, range: .standard)),
      ("Flag", .boolean), ("Tags", .choices), ("Doc", .file), ("Moment", .instant),
    ]
    let audit = AuditTrail("2026-03-01T09:15:02.3370000", LocalUser.writer.id)
    return StoredEntity(
      key: 1,
      id: "0190163d-8694-739b-aea5-966c26f8f001",
      name: "Thing",
      displayName: "Thing",
      description: "",
      kind: .entity,
      folderID: EntityAddress.tenantFolder,
      isRbacEnabled: false,
      audit: audit,
      userFields: fields.enumerated().map { index, field in
        StoredField(
          EntityField(id: "\(index)", name: field.0, type: field.1),
          number: index + 1,
          isRbacEnabled: false,
          audit: audit
        )
      }
    )
  }

  /// Bodies, and whether the fast reader takes them.
  static let bodies: [(body: String, isRead: Bool)] = [
    ("[]", true), ("[{}]", true), (" [ { } , { } ] ", true),
    (#"[{"Name":"a"},{"Name":"b","Amount":1}]"#, true),
    (#"[{"Id":"0190163d-8694-739b-aea5-966c26f8f001","Name":"ü \"q\" \\ \n\t/ 🙂 漢"}]"#, true),
    (#"[{"Amount":12.5},{"Amount":-0.01},{"Amount":1e3},{"Amount":1.5E-7},{"Amount":100}]"#, true),
    (#"[{"Amount":123456789012.34},{"Amount":0.1000000000001},{"Small":-9},{"Small":0}]"#, true),
    (#"[{"Small":7.0},{"Small":"7"},{"Name":7},{"Name":true},{"Name":[1,"a",null,true]}]"#, true),
    (#"[{"Flag":true},{"Flag":false},{"Flag":null},{"Flag":1}]"#, true),
    (#"[{"Tags":[2,0,1]},{"Tags":[]},{"Tags":"[1]"},{"Tags":null}]"#, true),
    // In another order than the schema's, and in another than the first record's.
    (#"[{"Ratio":1,"Name":"a"},{"Name":"b","Ratio":2},{"Ratio":3}]"#, true),
    (#"[{"Tags":[1,2],"Name":"a","Amount":1}]"#, true),
    (#"[{"Name":"","Moment":""}]"#, true), (#"[{"Amount":1e400}]"#, false),
    // More digits than a double keeps.
    (#"[{"Amount":9007199254740991}]"#, false), (#"[{"Amount":0.1234567890123456}]"#, false),
    (#"[{"Name":"1234567890123456"}]"#, false),
    (#"[{"Name":"a\u0000b"}]"#, false), (#"[{"Name":"\ud83d\ude42"}]"#, false),
    (#"[{"Name":"\ud83d"}]"#, false),
    // What has no effect is told in the log, which the decoder does.
    (#"[{"Unknown":1}]"#, false), (#"[{"name":"a"}]"#, false), (#"[{"Doc":"x"}]"#, false),
    (#"[{"CreateTime":"x"}]"#, false), (#"[{"Name":"a","Name":"b"}]"#, false),
    (#"[{"Name":{"a":1}}]"#, false), (#"[{"Tags":[[1]]}]"#, false), (#"[{"Tags":[{}]}]"#, false),
    ("{}", false), ("[1]", false), (#"[["Name"]]"#, false), ("null", false), ("\"a\"", false),
    ("", false), ("[", false), (#"[{"Name":"a"}"#, false), (#"[{"Name":"a"}] x"#, false),
    (#"[{Name:"a"}]"#, false), (#"[{"Name":'a'}]"#, false), (#"[{"Amount":01}]"#, false),
    (#"[{"Amount":+1}]"#, false), ("[{\"Name\":\"a\nb\"}]", false), (#"[{"Name":"a"},]"#, false),
  ]

  @Test
  func readsTheSame() throws {
    let entity = Self.entity()
    for (body, isRead) in Self.bodies {
      let data = Data(body.utf8)
      let read = RecordListReader.records(data, of: entity)
      #expect((read != nil) == isRead, "\(body)")
      let decoded = try? RecordBody.decoder(of: entity).decode([RecordBody].self, from: data)
      guard let read else { continue }
      let decodedText = decoded?.map { Self.text($0, entity) }
      #expect(read.map { Self.text($0, entity) } == decodedText, "\(body)")
    }
  }

  @Test
  func leavesWhatIsNotUTF8() {
    let data = Data(#"[{"Name":""#.utf8 + [0xFF] + #""}]"#.utf8)
    #expect(RecordListReader.records(data, of: Self.entity()) == nil)
  }

  private static func text(_ record: RecordBody, _ entity: StoredEntity) -> String {
    var json = JSONWriter()
    record.write(to: &json, entity: entity)
    let places = record.values.map { "\($0.place)=\($0.value.summary)" }
    return "\(record.id ?? "-") \(places) \(String(decoding: json.bytes, as: UTF8.self))"
  }
}
