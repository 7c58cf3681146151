import DSQLAPI

/// Makes entities and their records from a seed.
enum TenantGenerator {
  private static let kinds: [(weight: Int, item: GeneratedField.Kind)] = [
    (5, .text), (1, .multiline), (1, .longText), (2, .decimal(2)), (1, .decimal(10)),
    (1, .decimal(1)), (2, .integer), (1, .int), (2, .bigint), (1, .float), (1, .double),
    (2, .boolean), (2, .date), (2, .instant), (1, .instantWithoutOffset), (1, .uuid), (2, .choice),
    (2, .choices),
  ]

  /// - Parameters:
  ///   - random: Where the numbers come from.
  ///   - most: About how many records an entity has at most.
  ///   - large: How many records the first entity has, where it is to have more than the others.
  /// - Returns: The tenant.
  static func tenant(
    _ random: inout SeededGenerator,
    most: Int,
    large: Int? = nil
  ) -> GeneratedTenant {
    let count = random.number(2...4)
    var entities: [GeneratedEntity] = []
    for index in 0..<count {
      var size = random.pick(weighted: [(1, 0), (2, 3), (8, most / 2), (6, most)])
      if index == 0, let large { size = large }
      entities.append(entity(index, of: count, size: size, &random))
    }
    for index in entities.indices { link(&entities, index, &random) }
    return GeneratedTenant(labels: ValueGenerator.labels, entities: entities)
  }

  private static func entity(
    _ index: Int,
    of count: Int,
    size: Int,
    _ random: inout SeededGenerator
  ) -> GeneratedEntity {
    let letter = String(UnicodeScalar(UInt8(65 + index)))
    var fields = [
      GeneratedField(name: "Name", kind: .text, isRequired: random.chance(50)),
      GeneratedField(name: "Code", kind: .text, isRequired: true, isUnique: true),
      GeneratedField(name: "Mate", kind: .text),
      GeneratedField(name: "Key", kind: .integer, isRequired: true, isUnique: true),
      GeneratedField(name: "Near", kind: .integer),
      GeneratedField(name: "Num", kind: random.chance(50) ? .decimal(2) : .integer),
    ]
    if random.chance(30) { fields.append(GeneratedField(name: "Serial", kind: .autoNumber)) }
    for number in 1...random.number(3...8) {
      fields.append(
        GeneratedField(
          name: "F\(letter)\(number)",
          kind: random.pick(weighted: kinds),
          isRequired: random.chance(15)
        )
      )
    }
    for number in 0..<random.number(1...3) {
      let target = random.chance(20) ? index : random.number(0...(count - 1))
      fields.append(GeneratedField(name: "Rel\(letter)\(number)", kind: .link(target)))
    }
    let records = (0..<size).map { key in
      var values: [String: FieldValue] = [:]
      for field in fields {
        values[field.name] = ValueGenerator.value(for: field, record: key, &random)
      }
      return GeneratedRecord(key: key, values: values, links: [:], isDoomed: random.chance(4))
    }
    return GeneratedEntity(name: "Ent\(letter)", fields: fields, records: records)
  }

  /// Lets the relationships of an entity point at records.
  private static func link(
    _ entities: inout [GeneratedEntity],
    _ index: Int,
    _ random: inout SeededGenerator
  ) {
    for field in entities[index].fields {
      guard case .link(let target) = field.kind, !entities[target].records.isEmpty else { continue }
      let last = entities[target].records.count - 1
      for record in entities[index].records.indices where random.chance(80) {
        // Half of the links go to a few records, so that groups and joins have more than one row.
        let few = random.chance(50) ? min(last, 4) : last
        entities[index].records[record].links[field.name] = random.number(0...few)
      }
    }
  }
}
