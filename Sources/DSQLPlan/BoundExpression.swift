package import DSQLDiagnostics
package import DSQLTypes

/// An expression whose names are resolved and whose type is known.
///
/// Operands have the types that their operator needs: where two types meet, the binder has put a
/// `cast` between them, so that no later room converts on its own.
package struct BoundExpression: Hashable, Sendable {
  package var kind: Kind
  package var type: DataType
  /// Where it stands in the statement's text; nil for what the binder made up.
  ///
  /// Not part of what two expressions are compared by.
  package var span: SourceSpan?

  package init(_ kind: Kind, _ type: DataType, span: SourceSpan? = nil) {
    self.kind = kind
    self.type = type
    self.span = span
  }

  package static func == (left: BoundExpression, right: BoundExpression) -> Bool {
    left.kind == right.kind && left.type == right.type
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(type)
  }

  /// What an expression does.
  package indirect enum Kind: Hashable, Sendable {
    case constant(Value)
    case column(BoundColumn)
    /// `-x`.
    case negate(BoundExpression)
    case not(BoundExpression)
    /// `x + y`; both sides have types that the operator takes, see `ArithmeticOperator`.
    case arithmetic(ArithmeticOperator, BoundExpression, BoundExpression)
    /// `x || y`, both text.
    case concatenate(BoundExpression, BoundExpression)
    /// `x = y`; both sides have the same type (a `decimal` may meet another scale).
    case comparison(ComparisonOperator, BoundExpression, BoundExpression, TextRule)
    /// `x IS [NOT] DISTINCT FROM y`.
    case distinct(BoundExpression, BoundExpression, isNegated: Bool, TextRule)
    /// `a AND b AND c`, at least two.
    case and([BoundExpression])
    /// `a OR b OR c`, at least two.
    case or([BoundExpression])
    case isNull(BoundExpression, isNegated: Bool)
    /// `x IS [NOT] TRUE`, `x IS [NOT] FALSE`.
    case isTruth(BoundExpression, Bool, isNegated: Bool)
    case inList(BoundExpression, [BoundExpression], isNegated: Bool, TextRule)
    case between(
      BoundExpression,
      low: BoundExpression,
      high: BoundExpression,
      isNegated: Bool,
      TextRule
    )
    /// `x LIKE pattern [ESCAPE c]`, all text; `escape` nil is the backslash.
    case like(
      BoundExpression,
      pattern: BoundExpression,
      escape: BoundExpression?,
      isNegated: Bool,
      TextRule
    )
    /// `x ~ pattern`, `~*`, `!~`, `!~*`.
    case matches(
      BoundExpression,
      pattern: BoundExpression,
      ignoresCase: Bool,
      isNegated: Bool
    )
    /// `CASE WHEN a THEN b … ELSE c END`; a CASE with an operand is bound to comparisons.
    case cases([BoundCase], otherwise: BoundExpression?)
    /// `CAST(x AS type)`: to the expression's own `type`; fails where a value does not fit.
    case cast(BoundExpression)
    case function(ScalarFunction, [BoundExpression])
    case aggregate(BoundAggregate)
    case window(BoundWindow)
    /// `(SELECT …)` with one column; NULL without a row, 21000 with more than one.
    case scalarSubquery(BoundQuery)
    case exists(BoundQuery, isNegated: Bool)
    case inQuery(BoundExpression, BoundQuery, isNegated: Bool, TextRule)
    /// `x = ANY (query)`, `x < ALL (query)`.
    case quantified(
      BoundExpression,
      ComparisonOperator,
      isAll: Bool,
      BoundQuery,
      TextRule
    )
  }
}

/// A column of a relation of the statement.
package struct BoundColumn: Hashable, Sendable {
  /// Which relation of the statement; unique in it, so a correlated column needs no other mark.
  package var relation: RelationID
  /// The index in the relation's columns (of a table: in `Table.columns`).
  package var index: Int
  /// The catalogue's spelling, for EXPLAIN and messages.
  package var name: String

  package init(relation: RelationID, index: Int, name: String) {
    self.relation = relation
    self.index = index
    self.name = name
  }
}

/// Tells the relations of one statement apart: one number for each table, derived table, reference
/// to a common table expression, VALUES list and series in a FROM, all queries of it counted on.
package struct RelationID: Hashable, Sendable, Comparable {
  package let number: Int

  package init(_ number: Int) { self.number = number }

  package static func < (left: RelationID, right: RelationID) -> Bool {
    left.number < right.number
  }
}

/// How texts are compared.
package enum TextRule: Hashable, Sendable {
  /// Letter case ignored, accents minded (`language.md` §3).
  case folded
  /// Byte by byte: `COLLATE BINARY`.
  case binary
}

/// One branch of a CASE.
package struct BoundCase: Hashable, Sendable {
  package var condition: BoundExpression
  package var result: BoundExpression

  package init(condition: BoundExpression, result: BoundExpression) {
    self.condition = condition
    self.result = result
  }
}

/// An operator of arithmetic; the raw value is the language's.
///
/// Operands: two of `integer`, two of `decimal` or two of `double` for all five (`%` not for
/// `double`); `date` ± `integer` and `date - date` (an integer); `timestamp` or `date` ± `interval`
/// (a timestamp); `timestamp - timestamp` (an interval); `interval` ± `interval`; `interval` times
/// `double`.
package enum ArithmeticOperator: String, Hashable, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
}

/// A comparison; the raw value is the language's.
package enum ComparisonOperator: String, Hashable, Sendable, CaseIterable {
  case equal = "="
  case notEqual = "<>"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  /// The comparison that holds when the sides are swapped.
  package var mirrored: ComparisonOperator {
    switch self {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }

  /// The comparison that holds where this one is false; NULL stays NULL under both.
  package var negated: ComparisonOperator {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .greater: .lessOrEqual
    case .greaterOrEqual: .less
    }
  }
}
