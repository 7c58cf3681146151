extension SQLPrinter {
  mutating func write(_ statement: Statement) {
    switch statement {
    case .query(let node): write(node)
    case .insert(let node): write(node)
    case .update(let node): write(node)
    case .delete(let node): write(node)
    case .explain(let node): write(node)
    case .dryRun(let node):
      write("DRY RUN ")
      write(node.statement)
    case .assert(let node): write(node)
    case .describe(let node):
      write("DESCRIBE ")
      write(node.name)
    case .show(let node): write(node)
    case .createEntity(let node): write(node)
    case .alterEntity(let node): write(node)
    case .dropEntity(let node):
      write(node.ifExists ? "DROP ENTITY IF EXISTS " : "DROP ENTITY ")
      write(node.name)
    case .createChoiceSet(let node): write(node)
    case .alterChoiceSet(let node): write(node)
    case .dropChoiceSet(let node):
      write(node.ifExists ? "DROP CHOICE SET IF EXISTS " : "DROP CHOICE SET ")
      write(node.name)
    case .prepare(let node): write(node)
    case .execute(let node): write(node)
    case .deallocate(let node): write(node)
    case .use(let node):
      write("USE \(node.target.rawValue) ")
      write(node.name)
    case .transaction(let node): write(node.command.rawValue)
    }
  }

  private mutating func write(_ node: ExplainStatement) {
    write("EXPLAIN ")
    switch (node.isAnalyze, node.format) {
    case (false, .text): break
    case (true, .text): write("ANALYZE ")
    case (false, let format): write("(FORMAT \(format.rawValue)) ")
    case (true, let format): write("ANALYZE (FORMAT \(format.rawValue)) ")
    }
    write(node.statement)
  }

  private mutating func write(_ node: AssertStatement) {
    write("ASSERT ")
    write(node.condition)
    guard let message = node.message else { return }
    write(" MESSAGE ")
    write(message)
  }

  private mutating func write(_ node: ShowStatement) {
    write("SHOW ")
    switch node.subject {
    case .entities: write("ENTITIES")
    case .fields(let entity):
      write("FIELDS FROM ")
      write(entity)
    case .choiceSets: write("CHOICE SETS")
    case .choices(let set):
      write("CHOICES FROM ")
      write(set)
    case .limits: write("LIMITS")
    }
  }

  private mutating func write(_ node: PrepareStatement) {
    write("PREPARE ")
    write(node.name)
    if !node.parameterTypes.isEmpty {
      write(" (")
      writeList(node.parameterTypes) { $0.write($1) }
      write(")")
    }
    write(" AS ")
    write(node.statement)
  }

  private mutating func write(_ node: ExecuteStatement) {
    write("EXECUTE ")
    write(node.name)
    guard !node.arguments.isEmpty else { return }
    write(" (")
    writeExpressions(node.arguments)
    write(")")
  }

  private mutating func write(_ node: DeallocateStatement) {
    write("DEALLOCATE ")
    if let name = node.name { write(name) } else { write("ALL") }
  }
}
