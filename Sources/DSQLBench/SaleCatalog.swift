import DSQLAPI
import DSQLCatalog
import DSQLTypes

/// The made-up tenant of the benchmarks: `Sale`, and `Shop(Id, Number, Region)`.
enum SaleCatalog {
  static let catalog = Catalog(
    entities: [
      entity(
        "Sale",
        [
          field("Number", .decimal(precision: 0, range: .integer32)),
          field("Customer", .text(lengthLimit: 100)),
          field("Amount", .decimal(precision: 2, range: .standard)), field("Day", .date),
          field("City", .text(lengthLimit: 100)), field("Paid", .boolean),
          field("Shop", .relationship),
        ]
      ),
      entity(
        "Shop",
        [
          field("Number", .decimal(precision: 0, range: .integer32)),
          field("Region", .text(lengthLimit: 100)),
        ]
      ),
    ],
    choiceSets: [],
    traits: .unknown
  )

  /// All rows of `Shop`, in the columns asked for.
  static func shops(_ names: [String]) throws -> RowBatch {
    let schema = RowSchema(
      try names.map { name in
        switch name {
        case "Id": SchemaColumn(name, .uuid)
        case "Number": SchemaColumn(name, .integer)
        case "Region": SchemaColumn(name, .text)
        default: throw BenchFault("Shop has no column \(name)")
        }
      }
    )
    let columns = schema.columns.map { column in
      var made = RowColumn(type: column.type)
      for row in 0..<SaleRows.shopCount {
        switch column.name {
        case "Id": made.appendBytes(SaleRows.uuid(row).utf8)
        case "Number": made.appendInteger(Int64(row))
        default: made.appendBytes("Region \(row % 25)".utf8)
        }
      }
      return made
    }
    return RowBatch(schema: schema, rowCount: SaleRows.shopCount, columns: columns)
  }

  private static func entity(_ name: String, _ fields: [EntityField]) -> EntityDefinition {
    let key = EntityField(
      id: "",
      name: "Id",
      type: .uuid,
      isPrimaryKey: true,
      isSystemField: true,
      isRequired: true
    )
    return EntityDefinition(id: "e-\(name)", name: name, fields: [key] + fields, recordCount: nil)
  }

  private static func field(_ name: String, _ type: FieldType) -> EntityField {
    EntityField(
      id: "f-\(name)",
      name: name,
      type: type,
      reference: type == .relationship
        ? EntityReference(entityID: "e-Shop", entityName: "Shop") : nil
    )
  }
}
