package import DSQLAPI
package import DSQLCatalog

/// What the service may be asked, by the type of a field and what is done with it.
///
/// The one place that decides it: `Pushability` looks here, and the table of `docs/pushdown.md` is
/// written from here. NULL is in it everywhere: a comparison keeps no NULL on either side of the wire,
/// so that only its own test, sorts and groups have to do with it.
package enum PushTable {
  /// The types that are treated alike; the raw value is a row's title.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case text = "TEXT, MULTILINE"
    case longText = "LONGTEXT"
    case exactNumber = "DECIMAL, INTEGER, BIGINT"
    case binaryNumber = "FLOAT, DOUBLE"
    case boolean = "BOOLEAN"
    case date = "DATE"
    case instant = "TIMESTAMP"
    case uuid = "UUID, Id"
    case relationship = "relationship"
    case choice = "CHOICE"
    case choices = "CHOICES"
    case file = "FILE"
    case encrypted = "an encrypted field"
    case unknown = "a type unknown to this program"

    /// The kind of a field.
    package init(_ column: Column) {
      if column.isEncrypted {
        self = .encrypted
        return
      }
      switch column.fieldType {
      case .text, .multiline: self = .text
      case .longText: self = .longText
      case .decimal, .integer, .bigInteger, .autoNumber: self = .exactNumber
      case .float, .double: self = .binaryNumber
      case .boolean: self = .boolean
      case .date: self = .date
      case .instant, .instantWithoutOffset: self = .instant
      case .uuid: self = .uuid
      case .relationship: self = .relationship
      case .choice: self = .choice
      case .choices: self = .choices
      case .file: self = .file
      case .other: self = .unknown
      }
    }
  }

  /// What is done with a field; the raw value is a column's title.
  package enum Operation: String, Hashable, Sendable, CaseIterable {
    case equal = "`=`"
    case notEqual = "`<>`"
    case order = "`<` `>`"
    case isIn = "`IN`"
    case isNotIn = "`NOT IN`"
    case like = "`LIKE 'a%'`"
    case notLike = "`NOT LIKE '%a%'`"
    case nullTest = "`IS NULL`"
    case has = "`HAS`"
    case sort = "`ORDER BY`"
    case groupKey = "`GROUP BY`, `DISTINCT`"
    case count = "`COUNT`"
    case sum = "`SUM`, `AVG`"
    case extreme = "`MIN`, `MAX`"
  }

  /// How far the service's answer is the language's.
  package enum Verdict: Hashable, Sendable {
    case exact
    /// It answers the rows that are wanted and perhaps more, for this reason.
    case superset(String)
    /// It is not asked, for this reason.
    case no(String)
    /// The language has no such operation on the type.
    case absent
  }

  /// What must be known of a service for a row to hold.
  package enum Need: Hashable, Sendable {
    /// That it compares texts as the language does.
    case textMatching
    /// Where it sorts NULL; not for a field that always has a value.
    case nullOrder
    /// That it sorts texts as the language does; else the sort is the service's own, and goes down
    /// only whole.
    case textOrder
    /// Likewise for ids.
    case idOrder
    /// That sums come with all their digits.
    case exactSums
    /// That its version has a part of the query interface.
    case feature(QueryFeature)
  }

  /// One row for several types and operations.
  package struct Row: Sendable {
    package var kinds: [Kind]
    package var operations: [Operation]
    package var verdict: Verdict
    package var needs: [Need]
    /// Whether the answer is still a superset where texts are compared in another way.
    package var isSupersetWithoutMatching: Bool
    /// The section of `data-service-api.md`, and of `language.md` where that decides.
    package var source: String
  }

  /// The row of a type and an operation.
  package static func row(_ kind: Kind, _ operation: Operation) -> Row? {
    rows.first { $0.kinds.contains(kind) && $0.operations.contains(operation) }
  }

  private static func row(
    _ kinds: [Kind],
    _ operations: [Operation],
    _ verdict: Verdict,
    needs: [Need] = [],
    superset: Bool = false,
    source: String
  ) -> Row {
    Row(
      kinds: kinds,
      operations: operations,
      verdict: verdict,
      needs: needs,
      isSupersetWithoutMatching: superset,
      source: source
    )
  }

  private static let conditions: [Operation] = [
    .equal, .notEqual, .order, .isIn, .isNotIn, .like, .notLike, .nullTest,
  ]
  private static let groups: [Operation] = [.groupKey, .count, .sum, .extreme]
  private static let aggregates = Need.feature(.aggregates)

  /// Every row; of each type and operation there is one.
  package static let rows: [Row] = [
    // Conditions.
    row(
      [.text],
      [.equal, .isIn, .like],
      .exact,
      needs: [.textMatching],
      superset: true,
      source: "data-service-api.md §3.4, §8; language.md §3"
    ),
    row(
      [.text],
      [.notEqual, .isNotIn, .notLike],
      .exact,
      needs: [.textMatching],
      source: "data-service-api.md §3.4, §8; language.md §3"
    ),
    row(
      [.text],
      [.order],
      .no("the service does not order text"),
      source: "data-service-api.md §3.4 *"
    ),
    row(
      [.exactNumber, .boolean, .date, .instant, .uuid, .relationship, .choice],
      [.equal, .notEqual, .isIn, .isNotIn],
      .exact,
      source: "data-service-api.md §3.4"
    ),
    row(
      [.exactNumber, .binaryNumber, .date, .instant],
      [.order],
      .exact,
      source: "data-service-api.md §3.4"
    ),
    row(
      [.binaryNumber],
      [.equal, .notEqual, .isIn, .isNotIn],
      .no("equality of binary fractions is decided here"),
      source: "data-service-api.md §8; language.md §3"
    ),
    row(
      [.boolean],
      [.order],
      .no("the service does not order booleans"),
      source: "data-service-api.md §3.4"
    ),
    row(
      [.choice],
      [.order],
      .no("the service does not order choices in a filter"),
      source: "data-service-api.md §3.4"
    ),
    row(
      [.uuid, .relationship],
      [.order],
      .no("the service orders ids in its own way"),
      source: "data-service-api.md §3.4; language.md §3"
    ),
    row(
      [.choice],
      [.like, .notLike],
      .no("LIKE on a choice goes by its label, which the service does not know"),
      source: "data-service-api.md §3.4; language.md §3"
    ),
    row(
      [.choices],
      [.equal, .notEqual, .order, .isIn, .isNotIn],
      .no("the service compares no multiple choice as the set that it is"),
      source: "data-service-api.md §3.4; language.md §3"
    ),
    row([.choices], [.has], .exact, source: "data-service-api.md §3.4"),
    row(
      [
        .text, .exactNumber, .binaryNumber, .boolean, .date, .instant, .uuid, .relationship,
        .choice, .choices, .file,
      ],
      [.nullTest],
      .exact,
      source: "data-service-api.md §3.4"
    ),
    row([.file], [.equal, .notEqual, .order, .isIn, .isNotIn], .absent, source: "language.md §3"),
    row(
      [
        .exactNumber, .binaryNumber, .boolean, .date, .instant, .uuid, .relationship, .choices,
        .file,
      ],
      [.like, .notLike],
      .absent,
      source: "language.md §2"
    ),
    row(
      [
        .text, .longText, .exactNumber, .binaryNumber, .boolean, .date, .instant, .uuid,
        .relationship,
        .choice, .file,
      ],
      [.has],
      .absent,
      source: "language.md §3"
    ),
    row(
      [.longText],
      conditions,
      .no("the service filters no long text"),
      source: "data-service-api.md §3.4"
    ),
    row(
      [.encrypted],
      conditions + [.has],
      .no("the field is encrypted"),
      source: "data-service-api.md §9.10"
    ),
    row(
      [.unknown],
      conditions + [.has],
      .no("the service's type is not known"),
      source: "data-service-api.md §2.4"
    ),
    // Sorts.
    row(
      [.exactNumber, .binaryNumber, .boolean, .date, .instant, .choice],
      [.sort],
      .exact,
      needs: [.nullOrder],
      source: "data-service-api.md §3.3, §8; language.md §3"
    ),
    row(
      [.text],
      [.sort],
      .exact,
      needs: [.nullOrder, .textOrder],
      source: "data-service-api.md §3.3, §8; language.md §3"
    ),
    row(
      [.uuid, .relationship],
      [.sort],
      .exact,
      needs: [.nullOrder, .idOrder],
      source: "data-service-api.md §3.3, §8; language.md §3"
    ),
    row(
      [.choices],
      [.sort],
      .no("a multiple choice is sorted by its text"),
      source: "language.md §3"
    ),
    row([.file], [.sort], .no("the service does not sort by files"), source: "language.md §3"),
    row(
      [.longText],
      [.sort],
      .no("the service does not sort by long text"),
      source: "data-service-api.md §3.4"
    ),
    // Groups.
    row(
      [.exactNumber, .boolean, .date, .instant, .uuid, .relationship, .choice],
      [.groupKey],
      .exact,
      needs: [aggregates],
      source: "data-service-api.md §3.6, §8"
    ),
    row(
      [.text],
      [.groupKey],
      .exact,
      needs: [.textMatching, aggregates],
      source: "data-service-api.md §3.6, §8; language.md §3"
    ),
    row(
      [.binaryNumber],
      [.groupKey],
      .no("binary fractions are compared here"),
      source: "language.md §3"
    ),
    row(
      [.choices, .file, .longText],
      [.groupKey],
      .no("the service groups by no such field"),
      source: "data-service-api.md §3.6"
    ),
    row(
      [
        .text, .exactNumber, .binaryNumber, .boolean, .date, .instant, .uuid, .relationship,
        .choice,
      ],
      [.count],
      .exact,
      needs: [aggregates],
      source: "data-service-api.md §3.6"
    ),
    row(
      [.choices, .file, .longText],
      [.count],
      .no("the service counts no such field"),
      source: "data-service-api.md §3.6"
    ),
    row(
      [.exactNumber],
      [.sum],
      .exact,
      needs: [.exactSums, aggregates],
      source: "data-service-api.md §3.6, §8; language.md §3"
    ),
    row(
      [.binaryNumber],
      [.sum],
      .no("binary fractions are added here, in their order"),
      source: "language.md §3"
    ),
    row(
      [
        .text, .longText, .boolean, .date, .instant, .uuid, .relationship, .choice, .choices,
        .file,
      ],
      [.sum],
      .absent,
      source: "language.md §2"
    ),
    row(
      [.exactNumber, .binaryNumber, .date, .instant],
      [.extreme],
      .exact,
      needs: [aggregates],
      source: "data-service-api.md §3.6"
    ),
    row(
      [.text, .longText, .boolean, .uuid, .relationship, .choice],
      [.extreme],
      .no("the service has MIN and MAX of numbers and dates alone"),
      source: "data-service-api.md §3.6"
    ),
    row([.choices, .file], [.extreme], .absent, source: "language.md §2"),
    row(
      [.encrypted],
      [.sort] + groups,
      .no("the field is encrypted"),
      source: "data-service-api.md §9.10"
    ),
    row(
      [.unknown],
      [.sort] + groups,
      .no("the service's type is not known"),
      source: "data-service-api.md §2.4"
    ),
  ]
}
