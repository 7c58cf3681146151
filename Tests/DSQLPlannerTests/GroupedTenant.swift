import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLPlanner
import DSQLSyntax

/// `Word(Val text, Num integer)` and `Other(Name text)`, both larger than a page, and
/// `Small(Name text)`.
enum GroupedTenant {
  static func explained(_ sql: String) -> String {
    let parsed = Parser.parseStatement(sql)
    guard let statement = parsed.statement else { return "\(parsed.diagnostics)" }
    var environment = TestPlanner().environment
    environment.catalog = Catalog(
      entities: [
        entity("Word", 5000, [text("Val"), number("Num")]), entity("Other", 2000, [text("Name")]),
        entity("Small", 10, [text("Name")]),
      ],
      choiceSets: [],
      traits: .embedded
    )
    return switch Planner.plan(statement, in: environment) {
    case .plan(let plan): plan.explainText().joined(separator: "\n")
    case .failed(let diagnostics): "\(diagnostics)"
    }
  }

  private static func entity(
    _ name: String,
    _ count: Int,
    _ fields: [EntityField]
  ) -> EntityDefinition {
    let key = EntityField(
      id: "",
      name: "Id",
      type: .uuid,
      isPrimaryKey: true,
      isSystemField: true,
      isRequired: true
    )
    return EntityDefinition(id: name, name: name, fields: [key] + fields, recordCount: count)
  }

  private static func text(_ name: String) -> EntityField {
    EntityField(id: name, name: name, type: .text(lengthLimit: 100))
  }

  private static func number(_ name: String) -> EntityField {
    EntityField(id: name, name: name, type: .decimal(precision: 0, range: .integer32))
  }
}
