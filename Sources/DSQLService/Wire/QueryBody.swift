/// A query as the service understands it.
///
/// Decoded are the keys that every service knows; `SentQuery` adds the others where this one does.
///
/// - Source: `data-service-api.md` §3.3, §3.5 and §3.6.
struct QueryBody: Decodable, Sendable {
  struct Sort: Decodable, Sendable {
    var fieldName: String
    var isDescending: Bool?
  }

  struct Aggregate: Decodable, Sendable {
    var function: String
    var field: String
    var alias: String?
  }

  struct Having: Decodable, Sendable {
    struct Condition: Decodable, Sendable {
      var aggregateAlias: String
      var `operator`: String
      var value: String
    }

    var logicalOperator: LogicalOperator?
    var aggregateFilters: [Condition]?
  }

  struct Join: Decodable, Sendable {
    struct Condition: Decodable, Sendable {
      var left: String
      var right: String
    }

    var type: String?
    var entity: String?
    var on: Condition?
  }

  /// Something whose content does not matter, only that it is there.
  struct Anything: Decodable, Sendable {}

  var selectedFields: [String]?
  var filterGroup: FilterBody?
  var sortOptions: [Sort]?
  var start: Int?
  var limit: Int?
  var aggregates: [Aggregate]?
  var groupBy: [String]?
  var havingFilter: Having?
  var joins: [Join]?

  private enum CodingKeys: String, CodingKey {
    case selectedFields, filterGroup, sortOptions, start, limit
  }

  init() {}
}

/// A group of filters as it is sent.
struct FilterBody: Decodable, Sendable {
  struct Leaf: Decodable, Sendable {
    var fieldName: String
    var `operator`: String
    var value: String?
    var valueList: [String]?
  }

  var logicalOperator: LogicalOperator?
  var queryFilters: [Leaf]?
  var filterGroups: [FilterBody]?
}

/// How the parts of a group combine: a number, or a word in any letter case.
struct LogicalOperator: Decodable, Sendable {
  var isOr: Bool

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int.self) {
      guard number == 0 || number == 1 else {
        throw RequestFailure.invalid("The logical operator must be 0 (AND) or 1 (OR).")
      }
      isOr = number == 1
      return
    }
    switch try container.decode(String.self).lowercased() {
    case "and": isOr = false
    case "or": isOr = true
    default: throw RequestFailure.invalid("The logical operator must be 0 (AND) or 1 (OR).")
    }
  }
}
