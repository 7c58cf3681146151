import DSQLAPI
import DSQLTypes
import Testing

extension KeyReductionTests {
  /// What a case reads and what comes of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    /// The suppliers' names, in their order.
    var suppliers: [String?]
    /// The invoices' numbers.
    var invoices: [String]
    var mostKeys = 1000
    var filter: FilterGroup?
    var areEqual: @Sendable (String, String) -> Bool = { TextComparison.areEqual($0, $1) }
    var script = Script()
    var requestLimit: Int?
    /// The calls for invoices.
    var calls: [String]
    /// The numbers that arrived; nil is all.
    var found: [String]?
    var warnings: [String] = []
    var expected: Int?

    var testDescription: String { name }
  }

  private static func numbers(_ range: Range<Int>) -> [String] { range.map { "N\($0)" } }

  static let cases = [
    Case(
      name: "two keys",
      suppliers: ["a", "b", nil, "A", "b"],
      invoices: ["b", "c", "B", "a"],
      calls: ["Invoice 0+1000 Number in 2"],
      found: ["b", "B", "a"],
      expected: 3
    ),
    Case(
      name: "one key",
      suppliers: ["a", nil, "A"],
      invoices: ["b", "a"],
      calls: ["Invoice 0+1000 Number = a"],
      found: ["a"],
      expected: 1
    ),
    Case(name: "no key", suppliers: [nil, nil], invoices: ["a"], calls: [], found: []),
    Case(name: "no row", suppliers: [], invoices: ["a"], calls: [], found: []),
    Case(
      name: "lists of a hundred, delivered in order",
      suppliers: numbers(0..<250),
      invoices: numbers(0..<300).reversed(),
      calls: [
        "Invoice 0+1000 Number in 100", "Invoice 0+1000 Number in 100",
        "Invoice 0+1000 Number in 50",
      ],
      found: Array(
        numbers(0..<100).reversed() + numbers(100..<200).reversed()
          + numbers(200..<250).reversed()
      ),
      expected: 250
    ),
    Case(
      name: "a list and one",
      suppliers: numbers(0..<101),
      invoices: numbers(0..<300),
      calls: ["Invoice 0+1000 Number = N100", "Invoice 0+1000 Number in 100"],
      found: numbers(0..<101),
      expected: 101
    ),
    Case(
      name: "as many keys as may be",
      suppliers: ["a", "b"],
      invoices: ["b", "c"],
      mostKeys: 2,
      calls: ["Invoice 0+1000 Number in 2"],
      found: ["b"],
      expected: 1
    ),
    Case(
      name: "too many keys",
      suppliers: ["a", "b", "c"],
      invoices: ["b", "x"],
      mostKeys: 2,
      calls: ["Invoice 0+1000"],
      expected: 2
    ),
    Case(
      name: "texts that only Unicode's normal forms equate are two keys",
      suppliers: ["\u{E9}", "e\u{301}"],
      invoices: ["e\u{301}", "\u{E9}", "e"],
      calls: ["Invoice 0+1000 Number in 2"],
      found: ["e\u{301}", "\u{E9}"],
      expected: 2
    ),
    Case(
      name: "a record that a service finds by two lists comes once",
      suppliers: numbers(0..<100) + ["e", "\u{E9}"],
      invoices: ["e", "\u{E9}", "N0 "],
      areEqual: { left, right in
        func plain(_ text: String) -> String {
          String(text.replacing("\u{E9}", with: "e").trimmingPrefix(" ").reversed())
            .trimmingPrefix(" ").lowercased()
        }
        return plain(left) == plain(right)
      },
      calls: ["Invoice 0+1000 Number in 100", "Invoice 0+1000 Number in 2"],
      found: ["e", "\u{E9}"],
      expected: 3
    ),
    Case(
      name: "the scan's own filter stays",
      suppliers: ["a", "b"],
      invoices: ["a", "b", "c"],
      filter: FilterGroup(.and, filters: [QueryFilter("Number", .equal, .value("b"))]),
      calls: ["Invoice 0+1000 Number = b, Number in 2"],
      found: ["b"],
      expected: 1
    ),
    Case(
      name: "an alternative stays a group",
      suppliers: ["a", "b", "d"],
      invoices: ["a", "b", "c"],
      filter: FilterGroup(
        .or,
        filters: [
          QueryFilter("Number", .equal, .value("b")), QueryFilter("Number", .equal, .value("c")),
        ]
      ),
      calls: ["Invoice 0+1000 Number in 3, (Number = b or Number = c)"],
      found: ["b"],
      expected: 1
    ),
    Case(
      name: "a filter without room is read whole",
      suppliers: ["a"],
      invoices: ["a"],
      filter: FilterGroup(
        .or,
        filters: (0..<500).map { _ in QueryFilter("Number", .equal, .value("a")) }
      ),
      calls: [
        "Invoice 0+1000 " + [String](repeating: "Number = a", count: 500).joined(separator: " or ")
      ],
      expected: 1
    ),
    Case(
      name: "lists of several pages",
      suppliers: numbers(0..<120),
      invoices: (0..<360).map { "N\($0 % 120)" },
      script: Script(mostRows: 150),
      calls: [
        "Invoice 0+1000 Number in 100", "Invoice 0+1000 Number in 20",
        "Invoice 150+150 Number in 100",
      ],
      found: [Int](0..<360).filter { $0 % 120 < 100 }.map { "N\($0 % 120)" }
        + [Int](0..<360).filter { $0 % 120 >= 100 }.map { "N\($0 % 120)" },
      expected: 360
    ),
    Case(
      name: "a list that lacks rows",
      suppliers: numbers(0..<150),
      invoices: numbers(0..<150),
      script: Script(total: { count, _ in count == 50 ? 53 : count }),
      calls: [
        "Invoice 0+1000 Number in 100", "Invoice 0+1000 Number in 50", "Invoice 50+50 Number in 50",
      ],
      found: numbers(0..<150),
      warnings: ["result is incomplete: 150 of 153 rows, the entity changed while it was read"],
      expected: 153
    ),
  ]
}
