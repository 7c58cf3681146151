package import DSQLAPI
package import DSQLCatalog
package import DSQLDiagnostics
package import DSQLTypes

/// What a statement does, complete: EXPLAIN prints it, the executor runs it, nothing is decided
/// later.
package struct Plan: Hashable, Sendable {
  package var root: PlanNode
  /// The columns that the statement answers; none for a write without RETURNING.
  package var schema: RowSchema
  /// Warnings and notices that belong to the statement whatever it finds.
  package var notices: [Diagnostic]
  /// What is not known of the service and would perhaps make the plan cheaper.
  package var questions: Set<ServiceQuestion>
  /// Reads whose number of records would tell whether another plan is cheaper.
  package var wantedCounts: [Scan]
  /// Whether conditions on texts are decided here only because the service minds letter case.
  package var mindsLetterCase: Bool

  package init(
    root: PlanNode,
    schema: RowSchema,
    notices: [Diagnostic] = [],
    questions: Set<ServiceQuestion> = [],
    wantedCounts: [Scan] = [],
    mindsLetterCase: Bool = false
  ) {
    self.root = root
    self.schema = schema
    self.notices = notices
    self.questions = questions
    self.wantedCounts = wantedCounts
    self.mindsLetterCase = mindsLetterCase
  }
}

/// One step of a plan.
package indirect enum PlanNode: Hashable, Sendable {
  case scan(Scan)
  case count(CountRecords)
  case rows(ConstantRows)
  case filter(Filter)
  case projection(Projection)
  case limit(Limit)
  case localQuery(LocalQuery)
  case insert(Insert)
  case update(Update)
  case delete(Delete)
  case schemaChange(SchemaChange)
}

/// Reads records of one entity, page by page; streams.
///
/// `SELECT columns FROM table WHERE filter ORDER BY sort LIMIT limit OFFSET offset`. Its rows have
/// one column for each entry of `columns`, in that order. The table is the entity's own, or one with
/// columns of related records (expansion) beside it, or the rows that `joins` make of several
/// entities, or the groups that `grouping` makes of its records: `Column.path` tells where each value
/// stands in the answer, `Column.name` what filter and sort call it.
package struct Scan: Hashable, Sendable {
  /// The relation that the rows are; a `BoundColumn` of it is found by `columns[k].index`.
  package var relation: RelationID
  package var table: Table
  /// What travels; at least `Id`, but for groups.
  package var columns: [ScanColumn]
  package var filter: FilterGroup?
  /// Other entities that the service joins.
  package var joins: [RecordJoin]
  /// What the service makes of the records; nil answers the records themselves.
  package var grouping: Grouping?
  /// The sort as it is sent, its tie-breaker `Id` included.
  package var sort: [SortOption]
  /// Records to skip; only over an exact filter.
  package var offset: Int
  /// Records to read at most; nil is all.
  ///
  /// Only over an exact filter.
  package var limit: Int?
  package var expansionLevel: Int
  /// Records for each page, 1 to 1000.
  package var pageSize: Int
  /// What became of each predicate, for EXPLAIN.
  package var predicates: [PredicateNote]
  /// What EXPLAIN says beside the sort, for instance `by the service's collation`.
  package var remarks: [String]

  package init(
    relation: RelationID,
    table: Table,
    columns: [ScanColumn],
    filter: FilterGroup? = nil,
    joins: [RecordJoin] = [],
    grouping: Grouping? = nil,
    sort: [SortOption] = [],
    offset: Int = 0,
    limit: Int? = nil,
    expansionLevel: Int = 0,
    pageSize: Int = RecordQuery.largestPage,
    predicates: [PredicateNote] = [],
    remarks: [String] = []
  ) {
    self.relation = relation
    self.table = table
    self.columns = columns
    self.filter = filter
    self.joins = joins
    self.grouping = grouping
    self.sort = sort
    self.offset = offset
    self.limit = limit
    self.expansionLevel = expansionLevel
    self.pageSize = pageSize
    self.predicates = predicates
    self.remarks = remarks
  }

  /// The columns of the scan's rows.
  package var schema: RowSchema {
    RowSchema(columns.map { SchemaColumn(table.columns[$0.index].name, $0.type) })
  }

  /// The query for the page that begins after `skipped` records of this scan.
  ///
  /// - Source: `data-service-api.md` §3.3.
  package func pageQuery(skipping skipped: Int) -> RecordQuery {
    let size = limit.map { Swift.min(pageSize, $0 - skipped) } ?? pageSize
    return RecordQuery(
      fields: fields,
      filter: filter,
      joins: joins,
      groupBy: grouping?.keys ?? [],
      aggregates: grouping?.aggregates ?? [],
      having: grouping?.having,
      sort: sort,
      start: offset + skipped,
      limit: Swift.max(1, size),
      expansionLevel: expansionLevel
    )
  }

  /// The fields that are asked for by name, each once: of a related record the relationship; of
  /// groups the keys.
  private var fields: [String] {
    if let grouping { return grouping.keys }
    var seen: Set<String> = []
    return columns.map { table.columns[$0.index].path[0] }.filter { seen.insert($0).inserted }
  }

  /// The columns as a page is decoded to them.
  package var pageColumns: [PageColumn] {
    columns.map { PageColumn(table.columns[$0.index].path, $0.type) }
  }

  /// Whether it answers one row whatever there is: aggregates without keys.
  ///
  /// Where the service sends none, a COUNT is 0 and the others are NULL (`language.md` §3).
  package var isOneRow: Bool { grouping?.keys.isEmpty == true }
}

/// Groups in place of records: `GROUP BY keys` with aggregates.
///
/// - Source: `data-service-api.md` §3.6.
package struct Grouping: Hashable, Sendable {
  /// Fields of the entity itself, at most 5.
  package var keys: [String]
  /// At least one, so that the answer shows that the service grouped; at most 5.
  package var aggregates: [RecordAggregate]
  package var having: GroupFilter?

  package init(keys: [String], aggregates: [RecordAggregate], having: GroupFilter? = nil) {
    self.keys = keys
    self.aggregates = aggregates
    self.having = having
  }
}

/// One column that a scan reads.
package struct ScanColumn: Hashable, Sendable {
  /// The index in `Table.columns`.
  package var index: Int
  package var type: DataType

  package init(index: Int, type: DataType) {
    self.index = index
    self.type = type
  }
}

/// Where a predicate is decided, and why not on the service.
package struct PredicateNote: Hashable, Sendable {
  /// Where it is decided; the raw value is what EXPLAIN prints.
  package enum Place: String, Hashable, Sendable {
    case pushed
    case rechecked
    case local
  }

  /// The predicate as SQL.
  package var text: String
  package var place: Place
  /// A clause such as `the service has no function lower()`; empty for what is pushed.
  package var reason: String

  package init(text: String, place: Place, reason: String = "") {
    self.text = text
    self.place = place
    self.reason = reason
  }
}

/// Counts the records that match, by the total of a page of one record.
///
/// Calls: 1.
/// Answers one row of one integer.
package struct CountRecords: Hashable, Sendable {
  /// The records counted; its columns, offset and limit play no part.
  package var scan: Scan

  package init(scan: Scan) { self.scan = scan }
}

/// Rows that need no call: `SHOW`, `DESCRIBE`, a contradiction.
package struct ConstantRows: Hashable, Sendable {
  package var schema: RowSchema
  package var rows: [[Value]]

  package init(schema: RowSchema, rows: [[Value]]) {
    self.schema = schema
    self.rows = rows
  }
}

/// Keeps the rows for which a predicate is true, batch by batch.
///
/// `input` is a scan or another row-by-row step over one; columns refer to the scan's relation.
package struct Filter: Hashable, Sendable {
  package var input: PlanNode
  package var predicate: BoundExpression
  package var note: PredicateNote

  package init(input: PlanNode, predicate: BoundExpression, note: PredicateNote) {
    self.input = input
    self.predicate = predicate
    self.note = note
  }
}

/// Computes the select list row by row, batch by batch; `input` as in `Filter`.
package struct Projection: Hashable, Sendable {
  package var input: PlanNode
  package var items: [BoundItem]

  package init(input: PlanNode, items: [BoundItem]) {
    self.input = input
    self.items = items
  }
}

/// Passes over `offset` rows, then lets `limit` through and stops the input.
package struct Limit: Hashable, Sendable {
  package var input: PlanNode
  package var offset: Int
  package var limit: Int?
  /// Finishes a sort that the service began, before rows are counted; nil leaves them as they come.
  package var sort: RunSort?

  package init(input: PlanNode, offset: Int, limit: Int?, sort: RunSort? = nil) {
    self.input = input
    self.offset = offset
    self.limit = limit
    self.sort = sort
  }
}

/// Sorts the rows of each run, that is of those in a row that agree in the first keys, by the others.
///
/// Only one run is held at a time. Rows that tie keep the order in which they came.
package struct RunSort: Hashable, Sendable {
  /// One key of an order, over the columns of the input's scan.
  package struct Key: Hashable, Sendable {
    package var expression: BoundExpression
    package var isDescending: Bool
    package var nullsFirst: Bool
    package var textRule: TextRule

    package init(_ expression: BoundExpression, _ ordering: BoundOrdering) {
      self.expression = expression
      isDescending = ordering.isDescending
      nullsFirst = ordering.nullsFirst
      textRule = ordering.textRule
    }

    /// Whether its values have an order that `RunSort` can make.
    package var isSortable: Bool {
      switch expression.type {
      case .boolean, .integer, .decimal, .double, .text, .date, .timestamp, .uuid, .choice: true
      case .unknown, .interval, .choices, .file: false
      }
    }
  }

  /// What the service sorted by.
  package var run: [Key]
  /// What is left to sort by.
  package var rest: [Key]

  package init(run: [Key], rest: [Key]) {
    self.run = run
    self.rest = rest
  }
}

/// Computes in the embedded SQLite what the service cannot: joins, groups, sorts, set operations.
///
/// Every `BoundRelation.table` of the query is one of `inputs`, by its relation.
package struct LocalQuery: Hashable, Sendable {
  package var inputs: [LocalInput]
  package var query: BoundQuery
  /// Why it is not on the service, one clause for each cause.
  package var reasons: [String]

  package init(inputs: [LocalInput], query: BoundQuery, reasons: [String]) {
    self.inputs = inputs
    self.query = query
    self.reasons = reasons
  }
}

/// Rows that a local query reads.
package struct LocalInput: Hashable, Sendable {
  package var scan: Scan
  /// How often the query reads it: read once it streams through, else it is staged first.
  package var isReadOnce: Bool
  /// Reads only what has a key that another input has; nil reads all.
  package var reduction: KeyReduction?

  package init(scan: Scan, isReadOnce: Bool, reduction: KeyReduction? = nil) {
    self.scan = scan
    self.isReadOnce = isReadOnce
    self.reduction = reduction
  }
}

/// Reads a scan by the keys of another, in `in` lists, instead of whole.
///
/// `scan WHERE column IN (the distinct values of source's column)`; the local query still decides.
/// The source is read to its end first. Where it has more than `mostKeys` distinct values other than
/// NULL, the scan is read whole: lists would be no fewer calls. Without a value it is not read.
package struct KeyReduction: Hashable, Sendable {
  /// The most values of one list.
  ///
  /// - Source: `data-service-api.md` §8, our choice.
  package static let listLength = 100

  /// The input whose keys are used; no input depends on itself in a circle.
  package var source: RelationID
  /// An index in the columns of the source's table; it is one of those that travel.
  package var sourceColumn: Int
  /// An index in the columns of the scan's own table.
  package var column: Int
  package var mostKeys: Int
  /// How texts that are keys are told apart.
  package var textRule: TextRule

  package init(
    source: RelationID,
    sourceColumn: Int,
    column: Int,
    mostKeys: Int,
    textRule: TextRule = .folded
  ) {
    self.source = source
    self.sourceColumn = sourceColumn
    self.column = column
    self.mostKeys = mostKeys
    self.textRule = textRule
  }
}
