import DSQLAPI
import DSQLCatalog
import DSQLTestSupport
import DSQLTypes
import Testing

@Suite struct CatalogTests {
  private let catalog = SampleCatalog.make()

  @Test(arguments: [
    ("Invoice", NameMatching.anyCase, "Invoice"), ("inVOICE", .anyCase, "Invoice"),
    ("invoice", .exact, "missing"), ("Invoices", .anyCase, "missing"),
  ])
  func tableNames(name: String, matching: NameMatching, expected: String) {
    switch catalog.table(named: name, matching: matching) {
    case .found(let table): #expect(table.name == expected)
    case .missing: #expect(expected == "missing")
    case .ambiguous: Issue.record("ambiguous")
    }
  }

  @Test func keyComesFirstAndSystemFieldsLast() throws {
    let table = try #require(catalog.table(id: SampleCatalog.invoiceID))
    #expect(table.keyIndex == 0)
    #expect(table.columns[1].name == "Number")
    let last = table.columns.suffix(4).map(\.isSystem)
    #expect(last == [true, true, true, true])
    let inStar = table.starIndices.map { table.columns[$0].name }
    #expect(!inStar.contains("CreateTime"))
  }

  @Test func namesThatDifferInCaseAloneAreAmbiguous() {
    let found = NameLookup.find(
      "total",
      in: ["Total", "TOTAL"],
      matching: .anyCase,
      by: { $0 }
    )
    if case .ambiguous(let names) = found {
      #expect(names == ["Total", "TOTAL"])
    } else {
      Issue.record("not ambiguous")
    }
    if case .found(let exact) = NameLookup.find(
      "TOTAL",
      in: ["Total", "TOTAL"],
      matching: .anyCase,
      by: { $0 }
    ) {
      #expect(exact == "TOTAL")
    } else {
      Issue.record("the exact one does not win")
    }
  }

  @Test func choiceFieldsKnowTheirSet() throws {
    let table = try #require(catalog.table(id: SampleCatalog.invoiceID))
    let status = try #require(table.columns.first { $0.name == "Status" })
    guard case .choice(let domain) = status.type else {
      Issue.record("not a choice")
      return
    }
    #expect(domain.numbers(matching: "PAID") == [2])
  }

  @Test(arguments: [
    ("Id", false), ("CreateTime", false), ("Scan", false), ("Number", true), ("Supplier", true),
    ("Story", true),
  ])
  func writable(name: String, expected: Bool) throws {
    let table = try #require(catalog.table(id: SampleCatalog.invoiceID))
    let column = try #require(table.columns.first { $0.name == name })
    #expect(column.isWritable == expected)
  }
}
