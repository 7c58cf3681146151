import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// Values on their way into a field.
extension Binder {
  /// A value for a field, converted as an assignment converts; a constant is checked against all
  /// that the schema says.
  func written(_ expression: BoundExpression, to column: Column) -> BoundExpression? {
    var value = FoldConstants.deepFolded(expression, environment)
    value.span = expression.span
    if case .longText = column.fieldType, let text = literalText(value),
      LongTextMarker.begins(text)
    {
      return fail(
        .invalidLiteral,
        "this text is the marker that stands for long text in lists, not the text itself",
        at: value.span,
        hint: "Writing it would destroy what column \"\(column.name)\" holds."
      )
    }
    guard var typed = assigned(value, to: column) else { return nil }
    typed.type = column.type
    guard case .constant(let constant) = typed.kind else { return typed }
    var result = typed
    let check = WriteValueCheck(
      column: column,
      emptyIsNull: catalog.traits.storesEmptyAsNull ?? false
    )
    if let fault = check.fault(of: constant, at: value.span) {
      report(fault)
      return nil
    }
    if case .decimal(let number) = constant, case .decimal(let scale?) = column.type {
      result.kind = .constant(.decimal(number.rounded(toScale: scale) ?? number))
    }
    return result
  }

  private func assigned(_ value: BoundExpression, to column: Column) -> BoundExpression? {
    let type = column.type
    if literalText(value) != nil || isConvertible(value.type, to: type) {
      return converted(value, to: type)
    }
    switch (value.type, type) {
    case (let source, .integer) where source.isNumeric,
      (let source, .decimal) where source.isNumeric:
      return roundedConstant(value, to: type)
        ?? BoundExpression(.cast(value), type, span: value.span)
    case (.timestamp, .date):
      if case .constant(.timestamp(let instant)) = value.kind {
        return BoundExpression(.constant(.date(instant.date(in: zone))), type, span: value.span)
      }
      return BoundExpression(.cast(value), type, span: value.span)
    case (.text, .choice), (.text, .choices), (.text, .uuid):
      if case .constant(.text(let text)) = value.kind {
        return converted(
          BoundExpression(.constant(.text(text)), .unknown, span: value.span),
          to: type
        )
      }
      return BoundExpression(.cast(value), type, span: value.span)
    case (.choice, .choice), (.uuid, .text), (.integer, .text), (.decimal, .text),
      (.double, .text), (.date, .text), (.timestamp, .text), (.boolean, .text), (.interval, .text),
      (.choices, .text):
      return BoundExpression(.cast(value), type, span: value.span)
    default:
      return fail(
        .typeMismatch,
        "column \"\(column.name)\" is of type \(type.name) but expression is of type"
          + " \(value.type.name)",
        at: value.span,
        hint: "You will need to rewrite or cast the expression."
      )
    }
  }

  private func roundedConstant(_ value: BoundExpression, to type: DataType) -> BoundExpression? {
    var number: ExactDecimal?
    if case .constant(.decimal(let exact)) = value.kind { number = exact }
    if case .constant(.double(let binary)) = value.kind { number = ExactDecimal(binary) }
    guard let number else { return nil }
    if type == .integer {
      guard let whole = number.rounded(toScale: 0)?.int64Value else { return nil }
      return BoundExpression(.constant(.integer(whole)), type, span: value.span)
    }
    return BoundExpression(.constant(.decimal(number)), type, span: value.span)
  }

  /// `DEFAULT`, as the schema has it.
  func defaultValue(of column: Column, at span: SourceSpan) -> BoundExpression? {
    if let text = column.defaultValue {
      let literal = BoundExpression(.constant(.text(text)), .unknown, span: span)
      if case .choice(let domain) = column.type, let number = Int64(text),
        domain.choices.contains(where: { $0.number == number })
      {
        return BoundExpression(.constant(.choice(number)), column.type, span: span)
      }
      return converted(literal, to: column.type)
    }
    return written(BoundExpression(.constant(.null), .unknown, span: span), to: column)
  }

  /// Binds RETURNING, whose items are computed over the records as they were stored.
  ///
  /// - Returns: The items, an inner nil without RETURNING; nil where something was reported.
  func bindReturning(_ items: [SelectItem], _ table: Table, name: String?) -> Returning?? {
    if items.isEmpty { return .some(nil) }
    let relation = nextRelation(named: name ?? table.name)
    let scope = Scope(parent: nil)
    scope.relations = [scopeRelation(relation, table, name: name)]
    scope.aggregateRefusal = "aggregate functions are not allowed in RETURNING"
    scope.windowRefusal = "window functions are not allowed in RETURNING"
    guard let bound = bindItems(items, in: scope) else { return nil }
    if !scope.impliedJoins.isEmpty {
      return fail(
        .featureNotSupported,
        "RETURNING cannot walk a relationship",
        at: items.first?.span,
        hint: "Return the id, and read the other record by it."
      )
    }
    if bound.contains(where: { $0.expression.contains { !$0.subqueries.isEmpty } }) {
      return fail(
        .featureNotSupported,
        "RETURNING cannot hold a subquery",
        at: items.first?.span
      )
    }
    let settledItems = bound.map {
      BoundItem(FoldConstants.deepFolded(settled($0.expression), environment), name: $0.name)
    }
    var indices = Set(settledItems.flatMap(\.expression.columnsRead).map(\.index))
    if let key = table.keyIndex { indices.insert(key) }
    return .some(
      Returning(
        relation: relation,
        columns: indices.sorted().map { ScanColumn(index: $0, type: table.columns[$0].type) },
        items: settledItems
      )
    )
  }
}
