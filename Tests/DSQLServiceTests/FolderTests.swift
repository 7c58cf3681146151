import FoundationEssentials
import HTTPTypes
import Testing

@testable import DSQLService

/// Entities and choice sets in folders.
@Suite
struct FolderTests {
  private static let folder = "aaaaaaaa-0000-4000-8000-000000000001"
  private static let other = "aaaaaaaa-0000-4000-8000-000000000002"
  private static let tenant = "00000000-0000-0000-0000-000000000000"
  private static let key = ["X-UIPATH-FolderKey": folder.uppercased()]

  private static func entity(_ name: String, in folder: String?, _ fields: [String] = []) -> String
  {
    let place = folder.map { #""folderId":"\#($0)","# } ?? ""
    return ThingFixture.entity(name, fields)
      .replacing(#""entityDefinition":{"#, with: #""entityDefinition":{\#(place)"#)
  }

  private static func reference(_ name: String, to id: String) -> String {
    ThingFixture.field(
      name,
      #""name":"UNIQUEIDENTIFIER""#,
      "Relationship",
      #","referenceEntity":{"id":"\#(id)"}"#
    )
  }

  /// An entity of a folder is there for none but the calls that name the folder.
  @Test
  func calls() async throws {
    try await ServiceScenario.make().run { tester in
      let fields = [
        ThingFixture.field("Name", #""name":"NVARCHAR""#),
        ThingFixture.field("Doc", #""name":"UNIQUEIDENTIFIER""#, "File"),
      ]
      let id = try await tester.created(
        Exchange(.post, "/Entity", body: Self.entity("Inner", in: Self.folder, fields))
      )
      let answer = try await tester.check(
        Exchange(
          .post,
          "/EntityService/entity/\(id)/insert",
          body: #"{"Name":"x"}"#,
          headers: Self.key
        )
      )
      let record = try #require(ServiceTester.ids(in: answer).first)
      let replaced = ThingFixture.entity("Inner", id: id, fields)
      let calls: [(HTTPRequest.Method, String, String?)] = [
        (.get, "/Entity/\(id)", nil), (.get, "/Entity/Inner/metadata", nil),
        (.get, "/v3/entities/\(id)", nil), (.post, "/Entity", replaced),
        (.patch, "/Entity/\(id)/metadata", #"{"displayName":"Inner"}"#),
        (.get, "/EntityService/Inner/read", nil), (.get, "/EntityService/entity/\(id)/read", nil),
        (.get, "/EntityService/Inner/read/\(record)", nil),
        (.get, "/v2/EntityService/entity/\(id)/read/\(record)", nil),
        (.post, "/EntityService/Inner/query", "{}"),
        (.post, "/v2/EntityService/entity/\(id)/query", "{}"),
        (.get, "/v3/entities/entity/\(id)/read", nil),
        (.post, "/EntityService/Inner/insert", #"{"Name":"y"}"#),
        (.post, "/EntityService/Inner/update/\(record)", #"{"Name":"z"}"#),
        (.post, "/EntityService/Inner/insert-batch", "[]"),
        (.post, "/EntityService/Inner/update-batch", "[]"),
        (.post, "/EntityService/Inner/delete-batch", "[]"),
        (.get, "/Attachment/Inner/\(record)/Doc", nil),
        (.delete, "/Attachment/entity/\(id)/\(record)/Doc", nil),
        (.delete, "/EntityService/Inner/delete/\(record)", nil), (.delete, "/Entity/\(id)", nil),
      ]
      for (method, path, body) in calls {
        for headers in [[:], ["X-UIPATH-FolderKey": Self.other], ["X-UIPATH-FolderKey": "x"]] {
          try await tester.check(
            Exchange(
              method,
              path,
              body: body,
              headers: headers,
              status: 404,
              .error("Entity not found")
            )
          )
        }
        let (status, text, _) = try await tester.send(
          Exchange(method, path, body: body, headers: Self.key)
        )
        #expect(status == 200 || text.contains("File not found"), "\(path) \(text)")
      }
    }
  }

  /// The lists of the tenant and of a folder have nothing in common; the second version has both.
  @Test
  func lists() async throws {
    try await ServiceScenario.make().run { tester in
      let set =
        #"{"displayName":"Hue","entityDefinition":{"name":"Hue","fields":[],"folderId":"\#(Self.folder)"}}"#
      for exchange in [
        Exchange(.post, "/Entity", body: Self.entity("Inner", in: Self.folder)),
        Exchange(.post, "/Entity", body: Self.entity("Same", in: Self.folder)),
        Exchange(.post, "/Entity", body: Self.entity("Same", in: Self.tenant)),
        Exchange(.post, "/Entity", body: Self.entity("Outer", in: nil)),
        Exchange(.post, "/Entity", body: Self.entity("Same", in: nil), status: 409),
        Exchange(.post, "/Entity/choiceset", body: set),
      ] {
        try await tester.check(exchange)
      }
      let zero = ["X-UIPATH-FolderKey": Self.tenant]
      for (path, headers, names): (String, [String: String], [String]) in [
        ("/Entity", [:], ["SystemUser", "Same", "Outer"]),
        ("/Entity", zero, ["SystemUser", "Same", "Outer"]),
        ("/v3/entities", Self.key, ["Inner", "Same"]), ("/Entity", Self.key, ["Inner", "Same"]),
        ("/Entity", ["X-UIPATH-FolderKey": Self.other], []),
        ("/v2/Entity", [:], ["SystemUser", "Inner", "Same", "Same", "Outer"]),
        ("/Entity/choiceset", [:], ["UserType", "Hue"]),
        ("/Entity/choiceset", zero, ["UserType"]), ("/Entity/choiceset", Self.key, ["Hue"]),
      ] {
        let body = try await tester.check(Exchange(.get, path, headers: headers))
        // Whole entities tell how many records they have; those that fields refer to do not.
        let count = body.components(separatedBy: #""recordCount":"#).count - 1
        #expect(count == names.count, "\(path) \(headers)")
        for name in ["Inner", "Same", "Outer", "Hue"] {
          let isShown = body.contains(#""name":"\#(name)","displayName":"\#(name)","#)
          #expect(isShown == names.contains(name), "\(path) \(headers) \(name)")
        }
      }
    }
  }

  /// References stay on their side of the line between the tenant and its folders.
  @Test
  func references() async throws {
    try await ServiceScenario.make().run { tester in
      let outer = try await tester.created(
        Exchange(.post, "/Entity", body: Self.entity("Outer", in: nil))
      )
      let inner = try await tester.created(
        Exchange(.post, "/Entity", body: Self.entity("Inner", in: Self.folder))
      )
      let number = [ThingFixture.field("Name", #""name":"NVARCHAR""#)]
      for (name, place, target, status) in [
        ("One", Self.tenant, outer, 200), ("Two", Self.folder, inner, 200),
        ("Three", Self.other, inner, 200), ("Four", Self.tenant, inner, 400),
        ("Five", Self.folder, outer, 400),
      ] {
        let fields = number + [Self.reference("Link", to: target)]
        try await tester.check(
          Exchange(.post, "/Entity", body: Self.entity(name, in: place, fields), status: status)
        )
      }
      func join(_ root: String, to entity: String, _ headers: [String: String]) -> Exchange {
        Exchange(
          .post,
          "/EntityService/\(root)/query",
          body:
            #"{"selectedFields":["\#(root).Name"],"joins":[{"type":"LEFT","entity":"\#(entity)","on":{"left":"\#(root).Name","right":"\#(entity).Name"}}]}"#,
          headers: headers,
          status: 400,
          .error("Joins are not supported for entities in folders.")
        )
      }
      try await tester.check(join("Two", to: "One", Self.key))
      try await tester.check(join("One", to: "Two", [:]))
    }
  }

  /// A choice set is read from everywhere that its list shows it, and changed in its folder alone.
  @Test
  func choiceSets() async throws {
    try await ServiceScenario.make().run { tester in
      let color = try await ThingFixture.create(tester).color
      let set = #"{"displayName":"Hue","entityDefinition":{"name":"Hue","fields":[]}}"#
      let hue = try await tester.created(
        Exchange(.post, "/Entity/choiceset", body: set, headers: Self.key)
      )
      let insert = "/EntityService/Hue/choiceset/insert"
      func values(_ id: String) -> String { "/EntityService/entity/\(id)/query_expansion" }
      let wrong = ["X-UIPATH-FolderKey": Self.other]
      let field = ThingFixture.field(
        "Shade",
        #""name":"INT""#,
        "ChoiceSetSingle",
        #","referenceChoiceSet":{"name":"Hue","folderId":"\#(Self.folder)"}"#
      )
      for exchange in [
        Exchange(.post, insert, body: #"{"Name":"Dark"}"#, status: 404),
        Exchange(.post, insert, body: #"{"Name":"Dark"}"#, headers: wrong, status: 404),
        Exchange(.post, insert, body: #"{"Name":"Dark"}"#, headers: Self.key),
        Exchange(.post, values(hue), body: "{}", .holding("Dark")),
        Exchange(.post, values(hue), body: "{}", headers: Self.key, .holding("Dark")),
        Exchange(.post, values(hue), body: "{}", headers: wrong, status: 404),
        Exchange(.post, values(color), body: "{}", headers: Self.key, .holding("Red")),
        Exchange(.post, "/Entity", body: Self.entity("Inner", in: Self.folder, [field])),
        Exchange(.post, "/Entity/\(hue)/delete", body: "{}", status: 404),
        Exchange(.post, "/Entity/\(hue)/delete", body: "{}", headers: Self.key, status: 409),
      ] {
        try await tester.check(exchange)
      }
    }
  }

  /// A path stands for a key that anybody can compute.
  @Test
  func paths() async throws {
    // uuid.uuid5(uuid.NAMESPACE_URL, "shared/finance") and "büro" in Python.
    let finance = FolderHeader.key(ofPath: "Shared/Finance")
    #expect(finance == "acbc3f9b-809a-51bb-bbc4-98862a43a169")
    #expect(FolderHeader.key(ofPath: "Büro") == "c0d791f3-471d-5581-8f0a-d2e09935f65c")
    try await ServiceScenario.make().run { tester in
      let path = ["x-uipath-folderpath": "Shared/Finance"]
      // "Büro" in UTF-16LE and Base64.
      let encoded = ["x-uipath-folderpath-encoded": "QgD8AHIAbwA="]
      for exchange in [
        Exchange(.post, "/Entity", body: Self.entity("Ledger", in: nil), headers: path),
        Exchange(.post, "/Entity", body: Self.entity("Desk", in: nil), headers: encoded),
        Exchange(
          .post,
          "/Entity",
          body: Self.entity("Other", in: Self.folder),
          headers: path,
          status: 400
        ),
        Exchange(.get, "/Entity", headers: path, .holding(#""folderId":"\#(finance)""#)),
        Exchange(.get, "/EntityService/Ledger/read", headers: path),
        Exchange(
          .get,
          "/EntityService/Ledger/read",
          headers: ["x-uipath-folderpath": "shared/finance"]
        ),
        Exchange(.get, "/EntityService/Ledger/read", headers: ["X-UIPATH-FolderKey": finance]),
        Exchange(.get, "/EntityService/Ledger/read", headers: encoded, status: 404),
        Exchange(.get, "/EntityService/Desk/read", headers: encoded),
        Exchange(
          .get,
          "/EntityService/Desk/read",
          headers: ["x-uipath-folderpath-encoded": "not Base64"],
          status: 404
        ),
        Exchange(.get, "/EntityService/Ledger/read", status: 404),
      ] {
        try await tester.check(exchange)
      }
    }
  }
}
