import DSQLAPI

/// A member of the answer's objects, and how its value is written.
struct SQLOutput {
  enum Form: Hashable {
    /// What a column of the store holds.
    case stored(FieldStorage)
    /// The id of a record, as an object or as it is.
    case reference(isObject: Bool)
    /// Numbers of choices, by their labels.
    case labels(setID: String)
    case computed(SQLTerm.Kind)
  }

  let key: String
  let form: Form
  /// The SQL of the value.
  let value: SQLCondition
  /// What is equal where two values are.
  let equality: SQLCondition
  /// What is ordered as the values are; nil where they have no order.
  let order: SQLCondition?
  /// The expression that is selected, and the field where it is one.
  let column: SQLScope.Column?

  /// Writes the value of a row.
  ///
  /// - Parameters:
  ///   - row: The row that a statement stands on.
  ///   - column: The value's place in it.
  ///   - json: Where it is written.
  ///   - schema: Where labels are found.
  func write(
    _ row: PreparedSQL,
    _ column: Int32,
    to json: inout JSONWriter,
    schema: TenantSchema
  ) {
    switch form {
    case .stored(let storage): CellText.write(storage, row, column, to: &json)
    case .reference(false): json.identifier(row.bytes(column))
    case .reference(true):
      json.raw("{")
      json.key("Id")
      json.identifier(row.bytes(column))
      json.raw("}")
    case .labels(let setID):
      let known = schema.choices[setID] ?? []
      json.raw("[")
      for number in ChoiceListText.numbers(row.text(column)) ?? [] {
        json.comma()
        let choice = known.first { Int64($0.value.number) == number }
        if let choice { json.string(choice.value.displayName) } else { json.integer(number) }
      }
      json.raw("]")
    case .computed(let kind):
      switch kind {
      case .integer: json.integer(row.integer(column))
      case .real:
        let value = row.real(column)
        if value.isFinite { json.real(value) } else { json.null() }
      case .boolean: json.boolean(row.integer(column) != 0)
      case .text, .date, .opaque, .null: json.string(row.bytes(column))
      case .instant: InstantText.write(row.bytes(column), to: &json)
      case .guid: json.identifier(row.bytes(column))
      }
    }
  }
}
