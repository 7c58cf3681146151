import DSQLAPI

/// The entities of a joined query and how their records meet.
///
/// - Source: `data-service-api.md` §3.5.
struct JoinPlan {
  /// The entities in the order in which they are joined, the queried one first.
  private(set) var entities: [StoredEntity]
  /// What stands after FROM.
  private(set) var source = ""
  private let reading: StoreReading

  private static let mostJoins = 3
  private static let folderFailure = RequestFailure.invalid(
    "Joins are not supported for entities in folders."
  )
  /// So many times larger than the other side an entity is reduced before it is joined.
  private static let reduction: Int64 = 4

  init(
    reading: StoreReading,
    root: StoredEntity,
    joins: [QueryBody.Join]
  ) throws {
    guard joins.count <= Self.mostJoins else {
      throw RequestFailure.invalid("A query has at most \(Self.mostJoins) joins.")
    }
    guard root.folderID == EntityAddress.tenantFolder else { throw Self.folderFailure }
    self.reading = reading
    entities = [root]
    guard let kind = joins.first?.type, kind == "LEFT" || kind == "INNER" else {
      throw RequestFailure.invalid("The type of a join must be LEFT or INNER.")
    }
    var links: [JoinLink] = []
    for join in joins {
      guard join.type == kind else {
        throw RequestFailure.invalid("All joins must be of the same type.")
      }
      guard let name = join.entity, let condition = join.on else {
        throw RequestFailure.invalid("A join needs an entity and the fields it is on.")
      }
      guard let target = reading.schema.entity(name: name, folder: EntityAddress.tenantFolder),
        target.kind == .entity
      else {
        let isInFolder = reading.schema.entities.contains {
          $0.kind == .entity && $0.name == name
        }
        throw isInFolder ? Self.folderFailure : RequestFailure.entityNotFound
      }
      guard !entities.contains(where: { $0.id == target.id }) else {
        throw RequestFailure.invalid("Entity '\(name)' is joined twice.")
      }
      links.append(
        try JoinLink(
          left: side(condition.left, among: entities),
          right: side(condition.right, among: [target]),
          traits: reading.traits
        )
      )
      entities.append(target)
    }
    var counts: [Int: Int64] = [:]
    for entity in entities { counts[entity.key] = try reading.recordCount(of: entity) }
    source = kind == "LEFT" ? try outer(root, links, counts) : try inner(links, counts)
  }

  /// The source of a LEFT join.
  ///
  /// SQLite looks the joined entity's values up in an index that it makes for the query; of one that
  /// is much the larger, only the records that have a partner are put into it.
  private func outer(
    _ root: StoredEntity,
    _ links: [JoinLink],
    _ counts: [Int: Int64]
  ) throws(RequestFailure) -> String {
    var sql = try reading.source(of: root)
    for link in links {
      let (left, right) = (link.left.entity, link.right.entity)
      let isLarger = counts[right.key, default: 0] > Self.reduction * counts[left.key, default: 0]
      if isLarger, let values = link.values {
        let partners = "SELECT \(values.left) FROM \(left.table)"
        sql +=
          " LEFT JOIN (WITH near AS MATERIALIZED (SELECT * FROM \(try reading.source(of: right)) "
          + "WHERE \(values.right) IN (\(partners))) SELECT * FROM near) AS \(right.table)"
      } else {
        sql += " LEFT JOIN \(try reading.source(of: right))"
      }
      sql += " ON \(link.condition)"
    }
    return sql
  }

  /// The source of an INNER join: the largest entity is read through, the others are looked up.
  ///
  /// SQLite keeps the order of CROSS JOIN; it does not know how large the tables are.
  private func inner(
    _ links: [JoinLink],
    _ counts: [Int: Int64]
  ) throws(RequestFailure) -> String {
    let largest = entities.max { counts[$0.key, default: 0] < counts[$1.key, default: 0] }
    guard let largest else { return "" }
    var sql = try reading.source(of: largest)
    var placed: Set<Int> = [largest.key]
    var open = links
    while let index = open.firstIndex(where: {
      placed.contains($0.left.entity.key) != placed.contains($0.right.entity.key)
    }) {
      let link = open.remove(at: index)
      let next = placed.contains(link.left.entity.key) ? link.right.entity : link.left.entity
      sql += " CROSS JOIN \(try reading.source(of: next)) ON \(link.condition)"
      placed.insert(next.key)
    }
    return sql
  }

  /// The field that a qualified name means, or a bare one that only one entity has.
  func resolve(_ name: String) throws(RequestFailure) -> (field: ResolvedField, key: String) {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 2, entities.contains(where: { $0.name == parts[0] }) {
      let found = try side(name, among: entities)
      return (ResolvedField(found.field, table: found.entity.table, traits: reading.traits), name)
    }
    let owners = entities.filter { $0.field(name) != nil }
    guard let owner = owners.first else {
      throw .unknownField(name, entities.first?.name ?? "")
    }
    guard owners.count == 1 else {
      throw .invalid("Field '\(name)' is ambiguous: write it with its entity's name.")
    }
    let field = try reading.field(name, of: owner)
    return (
      ResolvedField(field, table: owner.table, traits: reading.traits), "\(owner.name).\(name)"
    )
  }

  private func side(
    _ name: String,
    among entities: [StoredEntity]
  ) throws(RequestFailure) -> (entity: StoredEntity, field: StoredField) {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw .invalid("'\(name)' must be written with its entity's name.")
    }
    guard let entity = entities.first(where: { $0.name == parts[0] }) else {
      throw .invalid("'\(name)' names an entity that is not joined.")
    }
    return (entity, try reading.field(String(parts[1]), of: entity))
  }
}
