package import DSQLDiagnostics

/// A constant: `42`, `3.50`, `'text'`, `TRUE`, `NULL`.
package struct Literal: Hashable, Sendable {
  package var kind: LiteralKind
  /// A number as written, digit for digit (a bound or a default of a field may begin with `-`); a
  /// string's meaning, escapes resolved; the word itself in capitals for the rest.
  package var text: String
  @Uncompared package var span: SourceSpan

  package init(kind: LiteralKind, text: String, span: SourceSpan) {
    self.kind = kind
    self.text = text
    self.span = span
  }
}

/// How a constant is written.
package enum LiteralKind: Hashable, Sendable {
  case null
  case `true`
  case `false`
  /// Decimal digits alone: `42`.
  case integer
  /// `0xFF`.
  case hexadecimal
  /// Digits with a point: `3.50`, `.5`.
  case decimal
  /// With an exponent: `1e6`.
  case scientific
  case string
}

/// `DATE '2024-01-31'`, `INTERVAL '3 days'`.
package struct TypedLiteral: Hashable, Sendable {
  package var type: TypeName
  package var text: TextLiteral
  @Uncompared package var span: SourceSpan
}

/// A type as it is written in CAST, CREATE ENTITY and PREPARE.
package struct TypeName: Hashable, Sendable {
  package var kind: TypeKind
  /// The numbers in parentheses: a length, or precision and scale.
  package var arguments: [TypeArgument]
  /// The set of `CHOICE(set)` and `CHOICES(set)`.
  package var choiceSet: Identifier?
  @Uncompared package var span: SourceSpan
}

/// A number in a type's parentheses.
package struct TypeArgument: Hashable, Sendable {
  package var value: Int
  @Uncompared package var span: SourceSpan
}

/// The types of the language; other spellings (`VARCHAR`, `NUMERIC`, `BOOL`) are read as these.
///
/// - Source: `language.md` §2.
package enum TypeKind: String, CaseIterable, Hashable, Sendable {
  case text = "TEXT"
  case multiline = "MULTILINE"
  case longText = "LONGTEXT"
  case integer = "INTEGER"
  case bigint = "BIGINT"
  case decimal = "DECIMAL"
  case float = "FLOAT"
  case double = "DOUBLE"
  case boolean = "BOOLEAN"
  case date = "DATE"
  case timestamp = "TIMESTAMP"
  case timestamptz = "TIMESTAMPTZ"
  case uuid = "UUID"
  case file = "FILE"
  case choice = "CHOICE"
  case choices = "CHOICES"
  case autonumber = "AUTONUMBER"
  /// In expressions only: a field cannot hold one.
  case interval = "INTERVAL"
}
