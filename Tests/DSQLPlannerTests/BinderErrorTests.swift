import DSQLDiagnostics
import DSQLPlanner
import Testing

/// Statements with `¦` where the caret must stand.
@Suite struct BinderErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let sql: String
    let code: String
    let message: String
    var hint: String?

    init(_ sql: String, _ code: String, _ message: String, hint: String? = nil) {
      self.sql = sql
      self.code = code
      self.message = message
      self.hint = hint
    }

    var testDescription: String { sql }
  }

  @Test(arguments: names + types + literals + grouping)
  func check(_ example: Case) {
    check(example, TestPlanner())
  }

  @Test(arguments: writes + schema + AlterCases.entities + AlterCases.choiceSets)
  func checkWrites(_ example: Case) {
    check(example, TestPlanner())
  }

  @Test func everyFaultIsReported() {
    guard
      case .failed(let faults) = TestPlanner().result(
        "SELECT Totl, lowr(Number) FROM Invoice WHERE Statux = 1 AND Amount = 'x'"
      )
    else {
      Issue.record("it was planned")
      return
    }
    #expect(faults.map(\.code.sqlState) == ["42703", "42883", "42703", "22P02"])
  }

  private func check(_ example: Case, _ planner: TestPlanner) {
    let parts = example.sql.split(separator: "¦", omittingEmptySubsequences: false)
    guard case .failed(let faults) = planner.result(parts.joined()) else {
      Issue.record("it was planned")
      return
    }
    let first = faults.first
    #expect(first?.code.sqlState == example.code)
    #expect(first?.message == example.message)
    #expect(first?.span?.lower == parts[0].utf8.count)
    if let hint = example.hint { #expect(first?.hint == hint) }
  }

  static let names = [
    Case(
      "SELECT * FROM Invoice WHERE Status = ¦Paid",
      "42703",
      "column \"Paid\" does not exist",
      hint: "Text is written in single quotes: 'Paid'."
    ),
    Case(
      "SELECT 1 WHERE (1, 2) IN (¦SELECT 1)",
      "42601",
      "subquery has too few columns"
    ),
    Case(
      "SELECT count(*) FROM Invoice GROUP BY Status HAVING (Status, ¦count(*)) IN (SELECT 'Open', 1)",
      "0A000",
      "a row with an aggregate or a window function cannot be compared with a query"
    ),
    Case(
      "SELECT 1 WHERE (1, 2) ¦< (1, 2, 3)",
      "42601",
      "unequal number of entries in row expressions"
    ),
    Case(
      "SELECT ¦Totl FROM Invoice",
      "42703",
      "column \"Totl\" does not exist"
    ),
    Case(
      "SELECT ¦Amont FROM Invoice",
      "42703",
      "column \"Amont\" does not exist",
      hint: "Perhaps you meant to reference the column \"Invoice.Amount\"."
    ),
    Case(
      "SELECT i.¦Amont FROM Invoice i",
      "42703",
      "column \"i.Amont\" does not exist",
      hint: "Perhaps you meant to reference the column \"i.Amount\"."
    ),
    Case(
      "SELECT * FROM ¦Invoce",
      "42P01",
      "entity \"Invoce\" does not exist",
      hint: "Perhaps you meant the entity \"Invoice\"."
    ),
    Case(
      "SELECT ¦x.Amount FROM Invoice i",
      "42P01",
      "missing FROM-clause entry for table \"x\""
    ),
    Case(
      "SELECT ¦Id FROM Invoice, Supplier",
      "42702",
      "column reference \"Id\" is ambiguous",
      hint: "It could be \"Invoice.Id\" or \"Supplier.Id\"."
    ),
    Case(
      "SELECT * FROM Supplier WHERE Name = ¦\"Blue Pencil\"",
      "42703",
      "column \"Blue Pencil\" does not exist",
      hint: "Double quotes are for names; text is written in single quotes: 'Blue Pencil'."
    ),
    Case(
      "SELECT ¦\"amount\" FROM Invoice",
      "42703",
      "column \"amount\" does not exist"
    ),
    Case(
      "SELECT * FROM Invoice, ¦Invoice",
      "42712",
      "table name \"Invoice\" specified more than once"
    ),
    Case(
      "SELECT Number.¦Name FROM Invoice",
      "42703",
      "column \"Number\" is not a relationship"
    ),
    Case(
      "SELECT ¦lowr(Number) FROM Invoice",
      "42883",
      "function lowr does not exist",
      hint: "Perhaps you meant lower()."
    ),
    Case("SELECT ¦$1", "42P02", "there is no parameter $1"),
    Case(
      "SELECT Number FROM Invoice ORDER BY ¦3",
      "42601",
      "ORDER BY position 3 is not in select list"
    ),
  ]

  static let types = [
    Case(
      "SELECT * FROM Invoice WHERE Number ¦= 5",
      "42883",
      "operator does not exist: text = integer"
    ),
    Case(
      "SELECT * FROM Invoice WHERE Status ¦= 1",
      "42883",
      "operator does not exist: choice(InvoiceStatus) = integer"
    ),
    Case(
      "SELECT Number ¦+ 1 FROM Invoice",
      "42883",
      "operator does not exist: text + integer"
    ),
    Case(
      "SELECT * FROM Invoice WHERE ¦Amount",
      "42804",
      "argument of WHERE must be type boolean, not type decimal"
    ),
    Case(
      "SELECT ¦CAST(DueDate AS BOOLEAN) FROM Invoice",
      "42846",
      "cannot cast type date to boolean"
    ),
    Case(
      "SELECT ¦lower(Amount) FROM Invoice",
      "42883",
      "function lower(decimal) does not exist"
    ),
    Case(
      "SELECT Number FROM Invoice UNION ¦SELECT Rating FROM Supplier",
      "42804",
      "UNION types text and decimal cannot be matched"
    ),
    Case(
      "SELECT * FROM Invoice WHERE Id IN (¦SELECT Id, Number FROM Invoice)",
      "42601",
      "subquery must return only one column"
    ),
    Case(
      "SELECT Number FROM Invoice LIMIT ¦TRUE",
      "42804",
      "argument of LIMIT must be a whole number, not type boolean"
    ),
    Case("SELECT Number FROM Invoice LIMIT ¦-1", "22023", "LIMIT must not be negative"),
  ]

  static let literals = [
    Case("SELECT ¦1e400", "22003", "number 1e400 is out of range"),
    Case("SELECT ¦1e-400", "22003", "number 1e-400 is out of range"),
    Case(
      "SELECT ¦123456789012345678901234567890123456789",
      "22003",
      "number 123456789012345678901234567890123456789 is out of range"
    ),
    Case("SELECT 'a' COLLATE ¦nocase", "42704", "collation \"nocase\" does not exist"),
    Case(
      "SELECT * FROM Invoice WHERE DueDate = ¦'2024-02-31'",
      "22007",
      "invalid input syntax for type date: \"2024-02-31\""
    ),
    Case(
      "SELECT * FROM Invoice WHERE Amount > ¦'ten'",
      "22P02",
      "invalid input syntax for type decimal: \"ten\""
    ),
    Case(
      "SELECT * FROM Invoice WHERE Key = ¦'abc'",
      "22P02",
      "invalid input syntax for type uuid: \"abc\""
    ),
    Case(
      "SELECT * FROM Invoice WHERE Status IN ('Open', ¦'Payd')",
      "22P02",
      "choice set \"InvoiceStatus\" has no choice \"Payd\"",
      hint: "Perhaps you meant \"Paid\"."
    ),
    Case(
      "SELECT * FROM Invoice WHERE HAS(Tags, ¦'urgnt')",
      "22P02",
      "choice set \"Tag\" has no choice \"urgnt\"",
      hint: "Perhaps you meant \"Urgent\"."
    ),
    Case(
      "SELECT * FROM Supplier WHERE Active = ¦'maybe'",
      "22P02",
      "invalid input syntax for type boolean: \"maybe\""
    ),
  ]

  static let grouping = [
    Case(
      "SELECT ¦Number, count(*) FROM Invoice",
      "42803",
      "column \"Invoice.Number\" must appear in the GROUP BY clause or be used in an aggregate"
        + " function"
    ),
    Case(
      "SELECT Number FROM Invoice WHERE ¦count(*) > 1",
      "42803",
      "aggregate functions are not allowed in WHERE"
    ),
    Case(
      "SELECT sum(¦max(Amount)) FROM Invoice",
      "42803",
      "aggregate function calls cannot be nested"
    ),
    Case(
      "SELECT Number FROM Invoice GROUP BY ¦2, Number",
      "42601",
      "GROUP BY position 2 is not in select list"
    ),
    Case(
      "SELECT DISTINCT Number FROM Invoice ORDER BY ¦Amount",
      "42803",
      "for SELECT DISTINCT, ORDER BY expressions must appear in select list"
    ),
    Case("SELECT ¦rank() FROM Invoice", "42P20", "window function rank requires an OVER clause"),
  ]

  static let writes = [
    Case(
      "UPDATE Invoice SET ¦CreateTime = now()",
      "42501",
      "column \"CreateTime\" cannot be written"
    ),
    Case("UPDATE Invoice SET ¦Scan = 'x'", "42501", "column \"Scan\" cannot be written"),
    Case(
      "¦INSERT INTO Invoice (Amount) VALUES (1)",
      "23502",
      "column \"Number\" of entity \"Invoice\" is required"
    ),
    Case(
      "INSERT INTO Supplier (Name) VALUES (¦NULL)",
      "23502",
      "null value in column \"Name\", which is required"
    ),
    Case(
      "INSERT INTO Invoice (Number) VALUES (¦'12345678901234567890123456789012345678901')",
      "22001",
      "value too long for column \"Number\""
    ),
    Case(
      "INSERT INTO Invoice (Number, Quantity) VALUES ('1', ¦3000000000)",
      "22003",
      "value 3000000000 is out of range for column \"Quantity\""
    ),
    Case(
      "INSERT INTO Invoice (Number, Supplier) VALUES ('1', ¦'x')",
      "22P02",
      "invalid input syntax for type uuid: \"x\""
    ),
    Case(
      "UPDATE Invoice SET Status = ¦'Opne'",
      "22P02",
      "choice set \"InvoiceStatus\" has no choice \"Opne\""
    ),
    Case(
      "UPDATE Invoice SET Amount = 1, ¦Amount = 2",
      "42701",
      "multiple assignments to same column \"Amount\""
    ),
    Case(
      "UPDATE Invoice SET Story = ¦'HasValue=true Length=20'",
      "22P02",
      "this text is the marker that stands for long text in lists, not the text itself"
    ),
    Case(
      "UPDATE Invoice SET Amount = ¦Active FROM Supplier",
      "42804",
      "column \"Amount\" is of type decimal but expression is of type boolean"
    ),
    Case(
      "INSERT INTO Supplier (Name, ¦Naem) VALUES ('a', 'b')",
      "42703",
      "column \"Naem\" of entity \"Supplier\" does not exist"
    ),
    Case(
      "INSERT INTO Supplier (Name) VALUES ('a', ¦'b')",
      "42601",
      "INSERT has more expressions than target columns"
    ),
    Case(
      "INSERT INTO Invoice (Number) VALUES ('1') ¦ON CONFLICT DO UPDATE SET Amount = 1",
      "42P10",
      "ON CONFLICT needs the fields whose equality is a conflict",
      hint: "Unique is \"Number\"."
    ),
    Case(
      "INSERT INTO Invoice (Number) VALUES ('1') ON CONFLICT (¦Amount) DO NOTHING",
      "42P10",
      "there is no unique field among those of ON CONFLICT",
      hint: "Unique is \"Number\"."
    ),
    Case(
      "INSERT INTO Invoice (Number) VALUES ('1') ON CONFLICT (¦Numbr) DO NOTHING",
      "42703",
      "column \"Numbr\" of entity \"Invoice\" does not exist"
    ),
    Case(
      "INSERT INTO Invoice (Number) VALUES ('1') ON CONFLICT (Number) DO UPDATE SET ¦Id = NULL",
      "42501",
      "column \"Id\" cannot be written"
    ),
    Case(
      "INSERT INTO Invoice (Number) VALUES ('1') ON CONFLICT (Number) DO UPDATE"
        + " SET Amount = ¦Quantity",
      "42702",
      "column reference \"Quantity\" is ambiguous",
      hint: "It could be \"Invoice.Quantity\" or \"excluded.Quantity\"."
    ),
    Case(
      "INSERT INTO Invoice (Number) VALUES ('1') ON CONFLICT (Number) DO UPDATE"
        + " SET Amount = ¦Status",
      "42702",
      "column reference \"Status\" is ambiguous"
    ),
    Case("¦BEGIN", "0A000", "the service has no transactions, so BEGIN is not supported"),
  ]

  static let schema = [
    Case("CREATE ENTITY ¦Supplier (Name TEXT)", "42710", "entity \"Supplier\" already exists"),
    Case("CREATE ENTITY ¦Ab (Name TEXT)", "42602", "entity name \"Ab\" is not valid"),
    Case("CREATE ENTITY ¦\"Order\" (Name TEXT)", "42602", "entity name \"Order\" is reserved"),
    Case("CREATE ENTITY Thing (¦Id TEXT)", "42602", "column name \"Id\" is reserved"),
    Case(
      "CREATE ENTITY Thing (¦Thing TEXT)",
      "42602",
      "a column cannot have its entity's name \"Thing\""
    ),
    Case(
      "CREATE ENTITY Thing (Name TEXT(¦5000))",
      "22023",
      "length of TEXT must be between 1 and 4000"
    ),
    Case("CREATE ENTITY Thing (Size DECIMAL(20,¦12))", "22023", "DECIMAL has at most 10 decimals"),
    Case(
      "CREATE ENTITY Thing (Aaa TEXT, ¦aaa TEXT)",
      "42701",
      "column \"aaa\" specified more than once"
    ),
    Case("CREATE ENTITY Thing (¦Flag BOOLEAN UNIQUE)", "42804", "column \"Flag\" cannot be unique"),
    Case(
      "CREATE ENTITY Thing (Age INTEGER DEFAULT ¦'x')",
      "22P02",
      "invalid input syntax for type integer: \"x\""
    ),
    Case(
      "CREATE ENTITY Thing (Kind CHOICE(¦Kinds))",
      "42704",
      "choice set \"Kinds\" does not exist"
    ),
    Case(
      "CREATE CHOICE SET Kind ('Abc', ¦'ABC')",
      "42710",
      "choice name \"ABC\" specified more than once"
    ),
    Case("CREATE CHOICE SET Kind (¦'???')", "42602", "choice \"???\" needs a name"),
    Case("DROP ENTITY ¦Nothing", "42P01", "entity \"Nothing\" does not exist"),
  ]
}
