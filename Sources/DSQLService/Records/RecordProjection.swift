import DSQLAPI

/// The fields of a record that an answer shows, and how each is written.
struct RecordProjection {
  /// One member of the answer's object.
  private struct Item {
    /// The member's key with its colon, and the comma before it.
    var key: [UInt8]
    var storage: FieldStorage
    /// The key of the entity that a reference points at; nil where that is gone.
    var target: Int?
    var writesWholeText: Bool
  }

  let entity: StoredEntity
  /// The columns to select, in the order of the members.
  let columns: String
  /// How many columns are selected.
  var width: Int32 { Int32(truncatingIfNeeded: items.count) }
  private let items: [Item]
  private let level: Int

  /// Chooses fields of an entity.
  ///
  /// - Parameters:
  ///   - entity: Whose records are shown.
  ///   - selected: Field names; empty means all that may be read. `Id` is always shown.
  ///   - level: The expansion level of this record, 0 to 3.
  ///   - writesWholeText: Whether long texts are shown, not their markers.
  ///   - reading: Where the targets of references are found, and what may be read.
  /// - Throws: A 400 for a name that is no field, a 403 for one that may not be read.
  init(
    _ entity: StoredEntity,
    selected: [String] = [],
    level: Int,
    writesWholeText: Bool = false,
    reading: StoreReading
  ) throws(RequestFailure) {
    self.entity = entity
    self.level = level
    var fields: [StoredField] = []
    if selected.isEmpty {
      fields = reading.rights.readableFields(of: entity)
    } else {
      var names: Set<String> = ["Id"]
      if let id = entity.field("Id") { fields.append(id) }
      for name in selected where names.insert(name).inserted {
        fields.append(try reading.field(name, of: entity))
      }
    }
    columns = fields.map { field in
      if field.storage == .longText, !writesWholeText { return field.shadow ?? field.column }
      return field.column
    }.joined(separator: ", ")
    items = fields.enumerated().map { index, field in
      var key = JSONWriter()
      if index > 0 { key.raw(",") }
      key.string(field.name)
      key.raw(":")
      // Before users were records, what names them was a plain GUID.
      let isPlain = field.definition.isSystemField && !reading.behaviour.expandsUsers
      let target = field.definition.reference.flatMap {
        reading.schema.entity(id: $0.entityID)?.key
      }
      return Item(
        key: key.bytes,
        storage: field.storage == .reference && isPlain ? .guid : field.storage,
        target: target,
        writesWholeText: writesWholeText
      )
    }
  }

  /// Writes the row that a statement stands on as an object.
  func write(
    _ row: PreparedSQL,
    to json: inout JSONWriter,
    expansion: RecordExpansion
  ) throws {
    json.raw("{")
    for (index, item) in items.enumerated() {
      let column = Int32(truncatingIfNeeded: index)
      let isNull = row.isNull(column)
      if isNull, json.style.contains(.omitsNulls) { continue }
      json.raw(item.key)
      if isNull {
        json.null()
        continue
      }
      switch item.storage {
      case .longText where item.writesWholeText: json.string(row.bytes(column))
      case .reference:
        if level == 0 {
          json.identifier(row.bytes(column))
        } else {
          try expansion.writeRecord(row.text(column), of: item.target, level: level, to: &json)
        }
      case .file:
        if level == 0 {
          json.identifier(row.bytes(column))
        } else {
          try expansion.writeFile(row.text(column), to: &json)
        }
      case .text, .longText, .scaled, .wide, .real, .boolean, .date, .instant, .guid, .choice,
        .choices:
        CellText.write(item.storage, row, column, to: &json)
      }
    }
    if json.style.contains(.extraMembers) { json.raw(",\"RowStamp\":{\"Bytes\":[0,7]}") }
    json.raw("}")
  }
}
