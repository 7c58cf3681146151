import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLExecution
import DSQLPlan
import DSQLTypes

/// Write nodes over constant rows.
enum WriteSamples {
  static let fault = ServiceError(.outcomeUnknown, "the answer was lost", method: "POST", path: "/")
  static let forbidden = ServiceError(
    .forbidden,
    "You don't have permission",
    method: "POST",
    path: "/",
    status: 403
  )
  static let refused = ServiceError(
    .refused,
    "Insert data failed. Value uniqueness violation.",
    method: "POST",
    path: "/insert",
    status: 400
  )

  static func insert(
    _ rows: [[Value]],
    into name: String = "Supplier",
    targets: [String] = ["Name"],
    isFromQuery: Bool = false,
    returning: [String]? = nil,
    rowSpans: [SourceSpan] = []
  ) throws -> Insert {
    let table = try Samples.table(name)
    return Insert(
      table: table,
      targets: try targets.map { try Samples.index($0, table) },
      source: .rows(constant(rows, table, try targets.map { try Samples.index($0, table) })),
      isFromQuery: isFromQuery,
      returning: try returning.map { try self.returning($0, table) },
      rowSpans: rowSpans
    )
  }

  static func update(
    _ rows: [[Value]],
    of name: String = "Supplier",
    targets: [String] = ["Name"],
    returning: [String]? = nil
  ) throws -> Update {
    let table = try Samples.table(name)
    let indices = try targets.map { try Samples.index($0, table) }
    let id = try Samples.index("Id", table)
    return Update(
      table: table,
      targets: indices,
      source: .rows(constant(rows, table, [id] + indices)),
      isRestricted: true,
      returning: try returning.map { try self.returning($0, table) }
    )
  }

  static func delete(_ ids: [Int], returning: [String]? = nil) throws -> Delete {
    let table = try Samples.table("Supplier")
    let id = try Samples.index("Id", table)
    let columns = try (returning ?? []).map { try Samples.index($0, table) }
    let rows = ids.map { number -> [Value] in
      let own = Value.uuid(ScriptedService.id(number))
      return [own] + columns.map { $0 == id ? own : .text("S\(number)") }
    }
    return Delete(
      table: table,
      source: .rows(constant(rows, table, [id] + columns)),
      isRestricted: true,
      returning: try returning.map { try self.returning($0, table) }
    )
  }

  private static func constant(_ rows: [[Value]], _ table: Table, _ columns: [Int]) -> ConstantRows
  {
    ConstantRows(
      schema: RowSchema(
        columns.map { SchemaColumn(table.columns[$0].name, table.columns[$0].type) }
      ),
      rows: rows
    )
  }

  private static func returning(_ names: [String], _ table: Table) throws -> Returning {
    let relation = RelationID(7)
    let indices = try names.map { try Samples.index($0, table) }
    return Returning(
      relation: relation,
      columns: indices.map { ScanColumn(index: $0, type: table.columns[$0].type) },
      items: indices.dropFirst().map { index in
        let column = table.columns[index]
        return BoundItem(
          BoundExpression(
            .column(BoundColumn(relation: relation, index: index, name: column.name)),
            column.type
          ),
          name: column.name
        )
      }
    )
  }

  static func names(_ numbers: Range<Int>) -> [[Value]] { numbers.map { [.text("N\($0)")] } }
}
