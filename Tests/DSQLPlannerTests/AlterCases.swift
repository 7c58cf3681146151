/// What ALTER refuses, each with its place.
enum AlterCases {
  typealias Case = BinderErrorTests.Case

  static let entities = [
    Case("ALTER ENTITY ¦Suplier ADD City TEXT", "42P01", "entity \"Suplier\" does not exist"),
    Case("ALTER ENTITY Supplier ADD ¦Id TEXT", "42602", "column name \"Id\" is reserved"),
    Case("ALTER ENTITY Supplier ADD ¦class TEXT", "42602", "column name \"class\" is reserved"),
    Case("ALTER ENTITY Supplier ADD ¦Ab TEXT", "42602", "column name \"Ab\" is not valid"),
    Case(
      "ALTER ENTITY Supplier ADD ¦supplier TEXT",
      "42602",
      "a column cannot have its entity's name \"Supplier\""
    ),
    Case(
      "ALTER ENTITY Supplier ADD COLUMN ¦NAME TEXT",
      "42701",
      "column \"Name\" of entity \"Supplier\" already exists"
    ),
    Case(
      "ALTER TABLE Supplier ADD ¦Code TEXT REQUIRED",
      "23502",
      "column \"Code\" cannot be required without a default",
      hint: "Give it a DEFAULT, or leave REQUIRED out."
    ),
    Case(
      "ALTER ENTITY Supplier ADD Rank CHOICE(¦Colour)",
      "42704",
      "choice set \"Colour\" does not exist"
    ),
    Case(
      "ALTER ENTITY Supplier ADD ¦Flag BOOLEAN UNIQUE",
      "42804",
      "column \"Flag\" cannot be unique"
    ),
    Case(
      "ALTER ENTITY Supplier ADD Parent REFERENCES ¦Suppliers",
      "42P01",
      "entity \"Suppliers\" does not exist"
    ),
    Case("ALTER ENTITY Supplier DROP ¦Id", "42501", "column \"Id\" cannot be dropped"),
    Case(
      "ALTER ENTITY Supplier DROP COLUMN ¦createTime",
      "42501",
      "column \"CreateTime\" cannot be dropped"
    ),
    Case(
      "ALTER ENTITY Supplier DROP ¦Naem",
      "42703",
      "column \"Naem\" of entity \"Supplier\" does not exist",
      hint: "Perhaps you meant to reference the column \"Supplier.Name\"."
    ),
    Case(
      "ALTER ENTITY Supplier SET DISPLAY NAME 'x' FOR ¦Id",
      "42501",
      "column \"Id\" cannot be renamed"
    ),
    Case(
      "ALTER ENTITY Supplier SET DISPLAY NAME ¦'RATING' FOR Name",
      "42710",
      "column \"Rating\" has the display name \"Rating\" already"
    ),
    Case(
      "ALTER ENTITY Supplier SET DISPLAY NAME ¦''",
      "42602",
      "a display name must have 1 to 128 characters"
    ),
    Case(
      "ALTER ENTITY Supplier SET DISPLAY NAME ¦'invoice'",
      "42710",
      "entity \"Invoice\" has the display name \"Invoice\" already"
    ),
    Case(
      "ALTER ENTITY Supplier COMMENT ¦'\(String(repeating: "x", count: 513))'",
      "22001",
      "a description has at most 512 characters"
    ),
    Case(
      "ALTER ENTITY Supplier ¦RENAME Name TO Title",
      "0A000",
      "RENAME is not supported",
      hint: "The service keeps names; SET DISPLAY NAME changes what people see."
    ),
  ]

  static let choiceSets = [
    Case("ALTER CHOICE SET ¦Tags ADD 'x'", "42704", "choice set \"Tags\" does not exist"),
    Case(
      "ALTER CHOICE SET Tag ADD ¦'URGENT'",
      "42710",
      "choice set \"Tag\" already has a choice \"Urgent\""
    ),
    Case(
      "ALTER CHOICE SET Tag ADD 'Now' AS ¦urgent",
      "42710",
      "choice \"Urgent\" already has the name \"urgent\""
    ),
    Case("ALTER CHOICE SET Tag ADD ¦'★'", "42602", "choice \"★\" needs a name"),
    Case("ALTER CHOICE SET Tag ADD 'Now' AS ¦new", "42602", "choice name \"new\" is reserved"),
    Case(
      "ALTER CHOICE SET Tag RENAME ¦'Urgnet' TO 'Now'",
      "22P02",
      "choice set \"Tag\" has no choice \"Urgnet\"",
      hint: "Perhaps you meant \"Urgent\"."
    ),
    Case(
      "ALTER CHOICE SET Tag RENAME 'Urgent' TO ¦'checked'",
      "42710",
      "choice set \"Tag\" already has a choice \"Checked\""
    ),
    Case(
      "ALTER CHOICE SET Tag RENAME 'Urgent' TO ¦''",
      "42602",
      "a choice's label must have 1 to 500 characters"
    ),
    Case(
      "ALTER CHOICE SET Tag DROP ¦'Nothing'",
      "22P02",
      "choice set \"Tag\" has no choice \"Nothing\""
    ),
  ]
}
