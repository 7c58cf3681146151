extension SQLPrinter {
  mutating func write(_ node: InsertStatement) {
    writeWith(node.with)
    write("INSERT INTO ")
    write(node.entity)
    writeAlias(node.alias)
    if !node.fields.isEmpty {
      write(" ")
      writeNames(node.fields)
    }
    write(" ")
    switch node.source {
    case .values(let values): write(values)
    case .query(let query): write(query)
    case .defaultValues: write("DEFAULT VALUES")
    }
    if let onConflict = node.onConflict { write(onConflict) }
    writeReturning(node.returning)
  }

  private mutating func write(_ clause: OnConflictClause) {
    write(" ON CONFLICT ")
    if !clause.fields.isEmpty {
      writeNames(clause.fields)
      write(" ")
    }
    switch clause.action {
    case .nothing: write("DO NOTHING")
    case .update(let assignments, let predicate):
      write("DO UPDATE SET ")
      write(assignments)
      if let predicate {
        write(" WHERE ")
        write(predicate)
      }
    }
  }

  mutating func write(_ node: UpdateStatement) {
    writeWith(node.with)
    write("UPDATE ")
    write(node.entity)
    writeAlias(node.alias)
    write(" SET ")
    write(node.assignments)
    if !node.from.isEmpty {
      write(" FROM ")
      writeTables(node.from)
    }
    writeWhere(node.predicate)
    writeReturning(node.returning)
  }

  mutating func write(_ node: DeleteStatement) {
    writeWith(node.with)
    write("DELETE FROM ")
    write(node.entity)
    writeAlias(node.alias)
    if !node.from.isEmpty {
      write(" USING ")
      writeTables(node.from)
    }
    writeWhere(node.predicate)
    writeReturning(node.returning)
  }

  private mutating func write(_ assignments: [Assignment]) {
    writeList(assignments) { printer, assignment in
      printer.write(assignment.field)
      printer.write(" = ")
      printer.write(assignment.value)
    }
  }

  private mutating func writeWith(_ with: WithClause?) {
    guard let with else { return }
    write(with)
    write(" ")
  }

  private mutating func writeAlias(_ alias: Identifier?) {
    guard let alias else { return }
    write(" AS ")
    write(alias)
  }

  private mutating func writeReturning(_ items: [SelectItem]) {
    guard !items.isEmpty else { return }
    write(" RETURNING ")
    write(items)
  }
}
