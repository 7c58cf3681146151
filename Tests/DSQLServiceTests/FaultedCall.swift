import DSQLAPI
import DSQLClient
import DSQLTypes
import Testing

/// A call of the product's client, and how to see what it did.
struct FaultedCall: Sendable {
  /// The tenant that calls are made in.
  struct Tenant: Sendable {
    var client: ServiceClient
    /// An entity with the field `Code`.
    var probe: EntityAddress
    /// The id of the choice set `Shade`.
    var shade: String

    static let columns = [PageColumn(["Id"], .uuid), PageColumn(["Code"], .text)]

    /// Makes the entity and the choice set.
    static func make(_ client: ServiceClient) async throws -> Tenant {
      let id = try await client.createEntity(draft("Probe")).value
      let shade = try await client.createChoiceSet(
        name: "Shade",
        displayName: "Shade",
        description: ""
      ).value
      return Tenant(client: client, probe: EntityAddress(id: id, name: "Probe"), shade: shade)
    }

    static func draft(_ name: String) -> EntityDraft {
      EntityDraft(
        name: name,
        displayName: name,
        fields: [EntityField(id: "", name: "Code", type: .text(lengthLimit: 40))]
      )
    }

    static func record(_ code: String) -> RecordValues {
      RecordValues([RecordField("Code", .text(code))])
    }

    /// Inserts a record and answers its id.
    func insert(_ code: String) async throws -> String {
      let page = try await client.insert(Self.record(code), into: probe, columns: Self.columns)
      return page.value.rows.columns[0].text(0)
    }

    /// How many records a field finds by a value.
    func count(_ field: String, _ value: String) async throws -> Int {
      let query = RecordQuery(
        fields: ["Id", "Code"],
        filter: FilterGroup(.and, filters: [QueryFilter(field, .equal, .value(value))]),
        limit: 10
      )
      return try await client.page(query, of: probe, columns: Self.columns).value.rows.rowCount
    }

    func entities(_ name: KeyPath<EntityDefinition, String>, _ value: String) async throws -> Int {
      try await client.entities().value.count { $0[keyPath: name] == value }
    }

    func choices(_ name: KeyPath<ChoiceValue, String>, _ value: String) async throws -> Int {
      try await client.choiceValues(ofSet: shade).value.count { $0[keyPath: name] == value }
    }

    func choiceSets(_ id: String) async throws -> Int {
      try await client.choiceSets().value.count { $0.id == id || $0.name == id }
    }

    /// Adds a choice and answers its id.
    func insertChoice(_ name: String) async throws -> String {
      try await client.insertChoice(name: name, label: name, intoSet: "Shade").value.id
    }
  }

  var name: String
  var isWrite = true
  /// Makes what the call needs, and answers its id; it is told a word that no other call has.
  var prepare: @Sendable (Tenant, String) async throws -> String = { _, _ in "" }
  /// Makes the call with the id and the word.
  var act: @Sendable (Tenant, String, String) async throws -> Void
  /// How often its effect is there: once after a call that was done.
  var effects: @Sendable (Tenant, String, String) async throws -> Int = { _, _, _ in 0 }

  /// Every call of the client.
  static let all: [FaultedCall] = reads + records + schema + choices

  private static let reads = [
    FaultedCall(name: "entities", isWrite: false) { tenant, _, _ in
      let names = try await tenant.client.entities().value.map(\.name)
      #expect(names.contains("Probe"))
    },
    FaultedCall(name: "choiceSets", isWrite: false) { tenant, _, _ in
      let names = try await tenant.client.choiceSets().value.map(\.name)
      #expect(names.contains("Shade"))
    },
    FaultedCall(
      name: "choiceValues",
      isWrite: false,
      prepare: { try await $0.insertChoice($1) },
      act: { tenant, _, word in
        let found = try await tenant.choices(\.name, word)
        #expect(found == 1)
      }
    ),
    FaultedCall(
      name: "page",
      isWrite: false,
      prepare: { try await $0.insert($1) },
      act: { tenant, _, word in
        let found = try await tenant.count("Code", word)
        #expect(found == 1)
      }
    ),
    FaultedCall(
      name: "wholeRecord",
      isWrite: false,
      prepare: { try await $0.insert($1) },
      act: { tenant, id, word in
        let columns = Tenant.columns
        let page = try await tenant.client.wholeRecord(id, of: tenant.probe, columns: columns)
        #expect(page.value.rows.columns[1].text(0) == word)
      }
    ),
  ]

  private static let records = [
    FaultedCall(
      name: "insert",
      act: { tenant, _, word in _ = try await tenant.insert(word) },
      effects: { try await $0.count("Code", $2) }
    ),
    FaultedCall(
      name: "update",
      prepare: { tenant, _ in try await tenant.insert("old") },
      act: { tenant, id, word in
        _ = try await tenant.client.update(
          id,
          to: Tenant.record(word),
          in: tenant.probe,
          columns: Tenant.columns
        )
      },
      effects: { try await $0.count("Code", $2) }
    ),
    FaultedCall(
      name: "delete",
      prepare: { try await $0.insert($1) },
      act: { tenant, id, _ in _ = try await tenant.client.delete(id, from: tenant.probe) },
      effects: { tenant, id, _ in 1 - (try await tenant.count("Id", id)) }
    ),
    FaultedCall(
      name: "insertBatch",
      act: { tenant, _, word in
        let answer = try await tenant.client.insertBatch(
          [Tenant.record(word)],
          into: tenant.probe,
          columns: Tenant.columns
        )
        #expect(answer.value.succeeded.rowCount == 1)
      },
      effects: { try await $0.count("Code", $2) }
    ),
    FaultedCall(
      name: "updateBatch",
      prepare: { tenant, _ in try await tenant.insert("old") },
      act: { tenant, id, word in
        let answer = try await tenant.client.updateBatch(
          [RecordUpdate(id: id, values: Tenant.record(word))],
          in: tenant.probe,
          columns: Tenant.columns
        )
        #expect(answer.value.succeeded.rowCount == 1)
      },
      effects: { try await $0.count("Code", $2) }
    ),
    FaultedCall(
      name: "deleteBatch",
      prepare: { try await $0.insert($1) },
      act: { tenant, id, _ in
        let answer = try await tenant.client.deleteBatch([id], from: tenant.probe)
        #expect(answer.value.failures.isEmpty)
      },
      effects: { tenant, id, _ in 1 - (try await tenant.count("Id", id)) }
    ),
  ]

  private static let schema = [
    FaultedCall(
      name: "createEntity",
      act: { tenant, _, word in _ = try await tenant.client.createEntity(Tenant.draft(word)) },
      effects: { try await $0.entities(\.name, $2) }
    ),
    FaultedCall(
      name: "describe",
      prepare: { try await $0.client.createEntity(Tenant.draft($1)).value },
      act: { tenant, id, word in
        _ = try await tenant.client.describe(
          entity: id,
          displayName: "The \(word)",
          description: ""
        )
      },
      effects: { try await $0.entities(\.displayName, "The \($2)") }
    ),
    FaultedCall(
      name: "deleteEntity",
      prepare: { try await $0.client.createEntity(Tenant.draft($1)).value },
      act: { tenant, id, _ in _ = try await tenant.client.deleteEntity(id) },
      effects: { tenant, id, _ in 1 - (try await tenant.entities(\.id, id)) }
    ),
  ]

  private static let choices = [
    FaultedCall(
      name: "createChoiceSet",
      act: { tenant, _, word in
        _ = try await tenant.client.createChoiceSet(name: word, displayName: word, description: "")
      },
      effects: { try await $0.choiceSets($2) }
    ),
    FaultedCall(
      name: "insertChoice",
      act: { tenant, _, word in _ = try await tenant.insertChoice(word) },
      effects: { try await $0.choices(\.name, $2) }
    ),
    FaultedCall(
      name: "renameChoice",
      prepare: { try await $0.insertChoice($1) },
      act: { tenant, id, word in
        _ = try await tenant.client.renameChoice(id, label: "The \(word)", inSet: "Shade")
      },
      effects: { try await $0.choices(\.displayName, "The \($2)") }
    ),
    FaultedCall(
      name: "deleteChoices",
      prepare: { try await $0.insertChoice($1) },
      act: { tenant, id, _ in
        _ = try await tenant.client.deleteChoices([id], fromSet: tenant.shade)
      },
      effects: { tenant, id, _ in 1 - (try await tenant.choices(\.id, id)) }
    ),
    FaultedCall(
      name: "deleteChoiceSet",
      prepare: {
        try await $0.client.createChoiceSet(name: $1, displayName: $1, description: "").value
      },
      act: { tenant, id, _ in _ = try await tenant.client.deleteChoiceSet(id) },
      effects: { tenant, id, _ in 1 - (try await tenant.choiceSets(id)) }
    ),
  ]
}
