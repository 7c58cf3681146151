import DSQLPlan
import DSQLSyntax
import DSQLTypes

/// What a column of a result is called where no alias is written.
///
/// - Source: `language.md` §2: a field as the catalogue spells it, a path by its last name, else
///   as PostgreSQL has it.
enum ColumnTitle {
  static func title(_ expression: SQLExpression, _ bound: BoundExpression) -> String {
    if case .column(let reference) = expression {
      if case .column(let column) = bound.kind { return column.name }
      if case .function(let function, _) = bound.kind, let part = filePart(function) { return part }
      return reference.path.last?.text ?? unnamed
    }
    return name(expression, bound) ?? unnamed
  }

  private static func filePart(_ function: ScalarFunction) -> String? {
    if function == .fileName { return "Name" }
    if function == .fileSize { return "Size" }
    return function == .fileType ? "Type" : nil
  }

  private static let unnamed = "?column?"

  private static func name(_ expression: SQLExpression, _ bound: BoundExpression?) -> String? {
    switch expression {
    case .column(let reference):
      if let bound, let inner = bound.innermostColumn { return inner.name }
      return reference.path.last?.text
    case .function(let call): return call.name.text.lowercased()
    case .typedLiteral(let literal): return literal.type.kind.rawValue.lowercased()
    case .exists: return "exists"
    case .caseOf: return "case"
    case .cast(let cast):
      return name(cast.operand, bound) ?? cast.type.kind.rawValue.lowercased()
    case .collate(let collate): return name(collate.operand, bound)
    case .atTimeZone: return "timezone"
    case .row: return "row"
    case .subquery(let node):
      if let bound, case .scalarSubquery(let query) = bound.kind {
        return query.schema.columns.first?.name
      }
      return node.query.with == nil ? nil : unnamed
    case .literal, .parameter, .unary, .binary, .chain, .logical, .isTest, .between, .inSet, .like,
      .quantified, .defaultValue:
      return nil
    }
  }
}

extension BoundExpression {
  /// The column below casts; nil where something else is.
  fileprivate var innermostColumn: BoundColumn? {
    if case .column(let column) = kind { return column }
    if case .cast(let operand) = kind { return operand.innermostColumn }
    // A cast to a length or a scale is bound to these.
    guard case .function(let function, let arguments) = kind,
      function == .round || function == .left
    else { return nil }
    return arguments.first?.innermostColumn
  }
}
