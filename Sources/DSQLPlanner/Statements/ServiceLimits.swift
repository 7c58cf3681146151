/// The limits of the service that `SHOW LIMITS` lists.
///
/// - Source: `data-service-api.md` §5.
enum ServiceLimits {
  struct Limit: Sendable {
    let name: String
    let value: String
    let source: String
  }

  static let all = [
    Limit(name: "Records in a page", value: "1000", source: "API guide"),
    Limit(name: "Records in a batch", value: "1000", source: "user guide"),
    Limit(name: "CSV import", value: "10 MB, 30000 rows", source: "user guide"),
    Limit(name: "Attachment", value: "10 MB", source: "user guide"),
    Limit(name: "Entities and choice sets", value: "500", source: "Automation Suite guide"),
    Limit(name: "Fields of an entity", value: "200", source: "Automation Suite guide"),
    Limit(name: "Choices of a set", value: "250", source: "Automation Suite guide"),
    Limit(name: "Calls, Suite", value: "5000 a minute", source: "Automation Suite guide"),
    Limit(name: "Calls, cloud", value: "10000 a day and unit", source: "licensing page"),
    Limit(name: "Calls, Community", value: "1000 a day", source: "licensing page"),
    Limit(
      name: "Storage, cloud",
      value: "1 GB data, 5 GB attachments a unit",
      source: "licensing page"
    ),
    Limit(name: "Joins of a query", value: "3", source: "TypeScript SDK"),
    Limit(name: "Aggregates of a query", value: "5", source: "Python SDK"),
    Limit(name: "Long text", value: "10 fields an entity, 131072 bytes", source: "skills guide"),
    Limit(name: "Nesting of a filter", value: "20", source: "dsql"),
    Limit(name: "Conditions of a filter", value: "500", source: "dsql"),
    Limit(name: "Values of an IN list", value: "100, then in parts", source: "dsql"),
  ]
}
