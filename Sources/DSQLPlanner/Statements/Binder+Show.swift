import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// DESCRIBE and SHOW: rows from the catalogue, without a call.
extension Binder {
  func plan(_ node: DescribeStatement) -> Plan? {
    if node.name.qualifier == nil,
      case .missing = catalog.table(named: node.name.name.text, matching: node.name.name.matching),
      case .found(let set) = catalog.choiceSet(
        named: node.name.name.text,
        matching: node.name.name.matching
      )
    {
      return choices(of: set)
    }
    return table(node.name).map { fields(of: $0) }
  }

  func plan(_ node: ShowStatement) -> Plan? {
    switch node.subject {
    case .entities:
      return rows(
        [("Name", .text), ("Kind", .text), ("Records", .integer), ("Description", .text)],
        catalog.tables.map { table in
          [
            .text(table.name), .text(kind(of: table)),
            table.recordCount.map { .integer(Int64($0)) } ?? .null, optional(table.description),
          ]
        }
      )
    case .fields(let name): return table(name).map { fields(of: $0) }
    case .choiceSets:
      return rows(
        [("Name", .text), ("Choices", .integer), ("Description", .text)],
        catalog.choiceSets.map { set in
          [
            .text(set.name), .integer(Int64(set.domain.choices.count)), optional(set.description),
          ]
        }
      )
    case .choices(let name): return choiceSet(name).map { choices(of: $0) }
    case .limits:
      return rows(
        [("Limit", .text), ("Value", .text), ("Source", .text)],
        ServiceLimits.all.map { [.text($0.name), .text($0.value), .text($0.source)] }
      )
    }
  }

  private func choices(of set: ChoiceSet) -> Plan {
    rows(
      [("Number", .integer), ("Name", .text), ("Label", .text)],
      set.domain.choices.map { [.integer($0.number), .text($0.name), .text($0.label)] }
    )
  }

  private func fields(of table: Table) -> Plan {
    rows(
      [
        ("Field", .text), ("Type", .text), ("Required", .boolean), ("Unique", .boolean),
        ("Default", .text), ("References", .text), ("Description", .text),
      ],
      table.columns.map { column in
        [
          .text(column.name), .text(TypeSpelling.text(of: column)),
          .boolean(column.isRequired || column.isPrimaryKey),
          .boolean(column.isUnique || column.isPrimaryKey), defaultShown(column),
          column.reference.map { .text($0.entityName) } ?? .null, optional(column.description),
        ]
      }
    )
  }

  /// A default as the language writes it: the label of a choice, not its number.
  private func defaultShown(_ column: Column) -> Value {
    guard let text = column.defaultValue else { return .null }
    if case .choice(let domain) = column.type, let number = Int64(text) {
      return .text(domain.label(of: number))
    }
    return .text(text)
  }

  private func kind(of table: Table) -> String {
    switch table.kind {
    case .entity: table.isWritable ? "entity" : "federated"
    case .choiceSet: "choice set"
    case .internalEntity: "internal"
    case .systemEntity: "system"
    case .other: "other"
    }
  }

  private func optional(_ text: String) -> Value { text.isEmpty ? .null : .text(text) }

  private func rows(_ columns: [(String, DataType)], _ rows: [[Value]]) -> Plan {
    let schema = RowSchema(columns.map { SchemaColumn($0.0, $0.1) })
    return Plan(root: .rows(ConstantRows(schema: schema, rows: rows)), schema: schema)
  }
}
