import DSQLAPI
import DSQLSyntax

/// The entities that a statement reads, and what names mean among them.
struct SQLScope {
  /// An entity of FROM.
  struct Source {
    let entity: StoredEntity
    /// What columns are qualified with in the statement.
    let name: String
    /// What columns are qualified with in SQLite.
    let alias: String
  }

  /// A field of one of the entities.
  struct Column: Hashable {
    let alias: String
    let field: StoredField
  }

  let reading: StoreReading
  /// Where entities are looked for that no routing names.
  let folder: String
  let routings: [SQLBody.Routing]
  private(set) var sources: [Source] = []

  private static let mostSources = 4

  init(reading: StoreReading, folder: String, routings: [SQLBody.Routing]) {
    self.reading = reading
    self.folder = folder
    self.routings = routings
  }

  /// Adds an entity of FROM.
  ///
  /// - Parameter reference: How the statement names it.
  /// - Returns: The entity.
  /// - Throws: A 400 for one that does not exist, or is there already, or is too much.
  mutating func add(
    _ reference: DSQLSyntax.EntityReference
  ) throws(RequestFailure) -> Source {
    if let qualifier = reference.entity.qualifier {
      throw .unsupportedSQL("The name '\(qualifier.text).\(reference.entity.name.text)'")
    }
    if reference.alias?.columns.isEmpty == false {
      throw .unsupportedSQL("A list of columns after an alias")
    }
    let name = reference.entity.name.text
    let entity = try entity(name)
    guard sources.count < Self.mostSources else {
      throw .sql(.validation, "A query reads at most \(Self.mostSources) entities.")
    }
    guard !sources.contains(where: { $0.entity.id == entity.id }) else {
      throw .unsupportedSQL("A join of '\(name)' with itself")
    }
    let source = Source(
      entity: entity,
      name: reference.alias?.name.text ?? name,
      alias: "t\(sources.count + 1)"
    )
    guard !sources.contains(where: { Self.same($0.name, source.name) }) else {
      throw .sql(.validation, "The alias '\(source.name)' is used twice.")
    }
    sources.append(source)
    return source
  }

  private func entity(_ name: String) throws(RequestFailure) -> StoredEntity {
    let routing = routings.first { $0.entityName == name }
    let folder = routing?.folderId?.lowercased() ?? folder
    let actual = routing?.overrideEntityName ?? name
    guard let found = reading.schema.entity(name: actual, folder: folder), found.kind != .choiceSet
    else { throw .sql(.unknownEntity, "Entity '\(actual)' does not exist.") }
    return found
  }

  /// The field that a name means.
  ///
  /// - Parameter reference: `Field` or `Entity.Field`.
  /// - Returns: The field and its entity.
  /// - Throws: A 400 where it means none, or more than one; a 403 where it may not be read.
  func column(_ reference: ColumnReference) throws(RequestFailure) -> Column {
    let path = reference.path.map(\.text)
    guard path.count <= 2, let name = path.last else {
      throw .unsupportedSQL("The path '\(path.joined(separator: "."))'")
    }
    var places = sources
    if path.count == 2 {
      places = sources.filter { Self.same($0.name, path[0]) }
      guard !places.isEmpty else {
        throw .sql(.validation, "'\(path[0])' in '\(path[0]).\(name)' names no entity of FROM.")
      }
    }
    let owners = places.filter { $0.entity.field(name) != nil }
    guard let owner = owners.first else {
      let entities = places.map(\.entity.name).joined(separator: "' or '")
      throw .sql(.validation, "Field '\(name)' does not exist on entity '\(entities)'.")
    }
    guard owners.count == 1 else {
      throw .sql(.validation, "Field '\(name)' is ambiguous: write it with its entity's name.")
    }
    return Column(alias: owner.alias, field: try reading.field(name, of: owner.entity))
  }

  /// The SQL of a column's value and of what it is compared by.
  func resolved(_ column: Column) -> ResolvedField {
    ResolvedField(column.field, table: column.alias, traits: reading.traits)
  }

  /// Whether two aliases are the same: letter case does not count in SQL.
  static func same(_ left: String, _ right: String) -> Bool {
    left.lowercased() == right.lowercased()
  }
}
