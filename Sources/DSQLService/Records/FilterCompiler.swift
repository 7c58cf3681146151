import DSQLAPI
import DSQLTypes

/// Turns a filter tree into SQL over the store's columns.
///
/// SQLite's three-valued logic is the service's: a condition on an absent value is not true,
/// whichever operator it has.
///
/// - Source: `data-service-api.md` §3.3 and §3.4.
struct FilterCompiler {
  let schema: TenantSchema
  /// Finds the field that a name means, and the SQL of its columns.
  let resolve: (String) throws(RequestFailure) -> ResolvedField

  private static let deepest = FilterGroup.deepestNesting
  private static let mostLeaves = FilterGroup.mostConditions
  private static let mostValues = 20_000

  /// The condition of a tree; nil where it has no leaves.
  func condition(_ group: FilterBody) throws(RequestFailure) -> SQLCondition? {
    var leaves = 0
    let condition = try condition(group, depth: 1, leaves: &leaves)
    if let condition, condition.values.count > Self.mostValues {
      throw .invalid("The filter has more than \(Self.mostValues) values.")
    }
    return condition
  }

  private func condition(
    _ group: FilterBody,
    depth: Int,
    leaves: inout Int
  ) throws(RequestFailure) -> SQLCondition? {
    guard depth <= Self.deepest else {
      throw .invalid("The filter nests deeper than \(Self.deepest) groups.")
    }
    var parts: [SQLCondition] = []
    for leaf in group.queryFilters ?? [] {
      leaves += 1
      guard leaves <= Self.mostLeaves else {
        throw .invalid("The filter has more than \(Self.mostLeaves) conditions.")
      }
      parts.append(try condition(leaf))
    }
    for inner in group.filterGroups ?? [] {
      if let part = try condition(inner, depth: depth + 1, leaves: &leaves) { parts.append(part) }
    }
    return .combined(parts, isOr: group.logicalOperator?.isOr ?? false)
  }

  private func condition(_ leaf: FilterBody.Leaf) throws(RequestFailure) -> SQLCondition {
    guard let comparison = FilterOperator(rawValue: leaf.operator) else {
      throw .invalid("The operator '\(leaf.operator)' is not supported.")
    }
    let found = try resolve(leaf.fieldName)
    let field = found.field
    if field.storage == .longText {
      throw .invalid(
        "Field '\(field.name)' is of type MULTILINE_MAX and cannot be used in filters."
      )
    }
    switch comparison {
    case .isIn, .isNotIn:
      guard leaf.value == nil, let list = leaf.valueList, !list.isEmpty else {
        throw .invalid(
          "Operator '\(leaf.operator)' on field '\(field.name)' needs a valueList and no value."
        )
      }
      guard found.supports(comparison) else { throw .unsupported(leaf.operator, field) }
      return try found.within { found throws(RequestFailure) in
        try membership(list, found, isNegated: comparison == .isNotIn)
      }
    case .equal, .notEqual, .greater, .less, .greaterOrEqual, .lessOrEqual, .contains,
      .notContains, .startsWith, .endsWith:
      guard leaf.valueList == nil else {
        throw .invalid(
          "Operator '\(leaf.operator)' on field '\(field.name)' takes a value, not a valueList."
        )
      }
    }
    guard let text = leaf.value else {
      switch comparison {
      case .equal:
        // A text is absent where its folded form is, which may have an index.
        return SQLCondition("\(found.equality) IS NULL", searched: found.searchedColumns)
      case .notEqual: return SQLCondition("\(found.value) IS NOT NULL")
      case .greater, .less, .greaterOrEqual, .lessOrEqual, .contains, .notContains, .startsWith,
        .endsWith, .isIn, .isNotIn:
        throw .invalid("Operator '\(leaf.operator)' on field '\(field.name)' needs a value.")
      }
    }
    guard found.supports(comparison) else { throw .unsupported(leaf.operator, field) }
    return try found.within { found throws(RequestFailure) in
      try comparing(found, comparison, text)
    }
  }

  private func comparing(
    _ found: ResolvedField,
    _ comparison: FilterOperator,
    _ text: String
  ) throws(RequestFailure) -> SQLCondition {
    let subject = found.searched
    switch comparison {
    case .equal: return try simple(found, "=", text)
    case .notEqual: return try simple(found, "<>", text)
    case .greater: return try simple(found, ">", text)
    case .less: return try simple(found, "<", text)
    case .greaterOrEqual: return try simple(found, ">=", text)
    case .lessOrEqual: return try simple(found, "<=", text)
    case .contains, .notContains:
      let test = comparison == .contains ? "> 0" : "= 0"
      if found.field.storage == .choices {
        guard let number = Int64(text) else { throw .invalidValue(text, found.field) }
        return SQLCondition(
          "instr(replace(replace(\(subject), '[', ','), ']', ','), ?) \(test)",
          [.text(",\(number),")]
        )
      }
      return SQLCondition("instr(\(subject), ?) \(test)", [.text(found.searchKey(text))])
    case .startsWith:
      let part = found.searchKey(text)
      if part.isEmpty { return SQLCondition("\(subject) IS NOT NULL") }
      // Texts are compared byte by byte, so those with a beginning lie side by side.
      guard let next = Self.next(after: part) else {
        return SQLCondition("\(subject) >= ?", [.text(part)], searched: found.searchedColumns)
      }
      return SQLCondition(
        "(\(subject) >= ? AND \(subject) < ?)",
        [.text(part), .text(next)],
        searched: found.searchedColumns
      )
    case .endsWith:
      let part = found.searchKey(text)
      let length = part.utf8.count
      if length == 0 { return SQLCondition("\(subject) IS NOT NULL") }
      // By bytes, since SQLite counts letters no further than to a NUL.
      return SQLCondition(
        "substr(CAST(\(subject) AS BLOB), -\(length)) = CAST(? AS BLOB)",
        [.text(part)]
      )
    case .isIn, .isNotIn:
      throw .unsupported(comparison.rawValue, found.field)
    }
  }

  private func simple(
    _ found: ResolvedField,
    _ sqlOperator: String,
    _ text: String
  ) throws(RequestFailure) -> SQLCondition {
    let searched = sqlOperator == "<>" ? [] : found.searchedColumns
    if let bound = try NumberBound(text, found.field) {
      var condition = bound.condition(found.equality, sqlOperator)
      condition.searched = searched
      return condition
    }
    guard let value = try operand(text, found) else {
      return sqlOperator == "=" ? .never : SQLCondition("\(found.equality) IS NOT NULL")
    }
    switch sqlOperator {
    case "=", "<>":
      return SQLCondition("\(found.equality) \(sqlOperator) ?", [value], searched: searched)
    default:
      return SQLCondition(
        "\(found.ordered) \(sqlOperator) \(found.orderedOperand)",
        [value],
        searched: searched
      )
    }
  }

  private func membership(
    _ list: [String],
    _ found: ResolvedField,
    isNegated: Bool
  ) throws(RequestFailure) -> SQLCondition {
    var values: [StoredValue] = []
    for text in list {
      if let bound = try NumberBound(text, found.field) {
        if let value = bound.exactValue { values.append(value) }
      } else if let value = try operand(text, found) {
        values.append(value)
      }
    }
    if values.isEmpty {
      return isNegated ? SQLCondition("\(found.equality) IS NOT NULL") : .never
    }
    let places = [String](repeating: "?", count: values.count).joined(separator: ",")
    return SQLCondition(
      "\(found.equality) \(isNegated ? "NOT IN" : "IN") (\(places))",
      values,
      searched: isNegated ? [] : found.searchedColumns
    )
  }

  /// The least text above all that begin with another one; nil where there is none.
  private static func next(after text: String) -> String? {
    var scalars = text.unicodeScalars[...]
    while let last = scalars.popLast() {
      // The gap is where UTF-16 has its surrogates.
      let value = last.value == 0xD7FF ? 0xE000 : last.value + 1
      if let scalar = Unicode.Scalar(value) {
        return String(String.UnicodeScalarView(scalars)) + String(scalar)
      }
    }
    return nil
  }

  /// The stored form of what is compared with; nil for a label where a choice's number is due, which
  /// equals nothing and is no error.
  private func operand(
    _ text: String,
    _ found: ResolvedField
  ) throws(RequestFailure) -> StoredValue? {
    let field = found.field
    if field.storage == .choice { return Int64(text).map { .integer($0) } }
    if field.storage == .text { return .text(found.equalityKey(text)) }
    return try FieldCodec(schema: schema).parsed(text, for: field)
  }
}
