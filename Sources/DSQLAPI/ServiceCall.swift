/// One HTTP call as data: what EXPLAIN prints and what the client sends are made from it.
///
/// - Source: `data-service-api.md` §2.1 and §3.1 for verbs and paths.
package struct ServiceCall: Hashable, Sendable {
  /// An HTTP method that the service takes.
  package enum Method: String, Hashable, Sendable {
    case get = "GET"
    case post = "POST"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  /// What a lost answer means.
  package enum Effect: Hashable, Sendable {
    /// May be repeated at will.
    case read
    /// Is repeated only when it certainly did not run.
    case write
  }

  package var method: Method
  /// The path below the base address, percent-encoded, with its query; begins with `/`.
  package var path: String
  /// A JSON body.
  package var body: String?
  /// The value of `X-UIPATH-FolderKey`.
  package var folderKey: String?
  package var effect: Effect

  package init(
    _ method: Method,
    _ path: String,
    body: String? = nil,
    folderKey: String? = nil,
    effect: Effect
  ) {
    self.method = method
    self.path = path
    self.body = body
    self.folderKey = folderKey
    self.effect = effect
  }
}

// Calls on records.
extension ServiceCall {
  /// Asks for a page of records.
  package static func query(_ query: RecordQuery, of entity: EntityAddress) -> ServiceCall {
    ServiceCall(
      .post,
      "\(root(entity))/query?expansionLevel=\(query.expansionLevel)",
      body: query.body,
      folderKey: entity.folderKey,
      effect: .read
    )
  }

  /// Reads one record with long text in full.
  package static func readWhole(
    _ id: String,
    of entity: EntityAddress,
    expansionLevel: Int
  )
    -> ServiceCall
  {
    ServiceCall(
      .get,
      "/v2/EntityService/entity/\(segment(entity.id))/read/\(segment(id))"
        + "?expansionLevel=\(expansionLevel)",
      folderKey: entity.folderKey,
      effect: .read
    )
  }

  /// Reads one record by the first version of the interface, which every service has.
  package static func readOne(
    _ id: String,
    of entity: EntityAddress,
    expansionLevel: Int
  )
    -> ServiceCall
  {
    ServiceCall(
      .get,
      "\(root(entity))/read/\(segment(id))?expansionLevel=\(expansionLevel)",
      folderKey: entity.folderKey,
      effect: .read
    )
  }

  /// Inserts one record; fires the entity's triggers.
  package static func insert(_ record: RecordValues, into entity: EntityAddress) -> ServiceCall {
    var json = JSONText()
    record.write(to: &json)
    return ServiceCall(
      .post,
      "\(root(entity))/insert?expansionLevel=0",
      body: json.text,
      folderKey: entity.folderKey,
      effect: .write
    )
  }

  /// Changes one record; fires the entity's triggers.
  package static func update(
    _ id: String,
    to record: RecordValues,
    in entity: EntityAddress
  )
    -> ServiceCall
  {
    var json = JSONText()
    record.write(to: &json)
    return ServiceCall(
      .post,
      "\(root(entity))/update/\(segment(id))?expansionLevel=0",
      body: json.text,
      folderKey: entity.folderKey,
      effect: .write
    )
  }

  /// Deletes one record; fires the entity's triggers.
  package static func delete(_ id: String, from entity: EntityAddress) -> ServiceCall {
    ServiceCall(
      .delete,
      "\(root(entity))/delete/\(segment(id))",
      folderKey: entity.folderKey,
      effect: .write
    )
  }

  /// Inserts up to 1,000 records.
  package static func insertBatch(
    _ records: [RecordValues],
    into entity: EntityAddress
  )
    -> ServiceCall
  {
    var json = JSONText()
    json.array(records) { $1.write(to: &$0) }
    return ServiceCall(
      .post,
      "\(root(entity))/insert-batch?expansionLevel=0&failOnFirst=false",
      body: json.text,
      folderKey: entity.folderKey,
      effect: .write
    )
  }

  /// Changes up to 1,000 records, each by its id.
  package static func updateBatch(
    _ records: [RecordUpdate],
    in entity: EntityAddress
  )
    -> ServiceCall
  {
    var json = JSONText()
    json.array(records) { $1.values.write(to: &$0, id: $1.id) }
    return ServiceCall(
      .post,
      "\(root(entity))/update-batch?expansionLevel=0&failOnFirst=false",
      body: json.text,
      folderKey: entity.folderKey,
      effect: .write
    )
  }

  /// Deletes up to 1,000 records by id.
  package static func deleteBatch(_ ids: [String], from entity: EntityAddress) -> ServiceCall {
    var json = JSONText()
    json.array(ids) { $0.string($1) }
    return ServiceCall(
      .post,
      "\(root(entity))/delete-batch?failOnFirst=false",
      body: json.text,
      folderKey: entity.folderKey,
      effect: .write
    )
  }

  /// The name form at tenant level, the id form in a folder.
  private static func root(_ entity: EntityAddress) -> String {
    entity.folderKey == nil
      ? "/EntityService/\(segment(entity.name))" : "/EntityService/entity/\(segment(entity.id))"
  }

  /// One path segment, percent-encoded.
  static func segment(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return result
  }
}

/// The new values of one record in a batch of updates.
package struct RecordUpdate: Hashable, Sendable {
  package var id: String
  package var values: RecordValues

  package init(id: String, values: RecordValues) {
    self.id = id
    self.values = values
  }
}
