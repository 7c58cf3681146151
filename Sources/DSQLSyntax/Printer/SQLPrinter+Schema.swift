extension SQLPrinter {
  mutating func write(_ node: CreateEntityStatement) {
    write(node.ifNotExists ? "CREATE ENTITY IF NOT EXISTS " : "CREATE ENTITY ")
    write(node.name)
    write(" (")
    writeList(node.fields) { $0.write($1) }
    write(")")
  }

  private mutating func write(_ field: FieldDefinition) {
    write(field.name)
    if let type = field.type {
      write(" ")
      write(type)
    }
    if field.isRequired { write(" REQUIRED") }
    if field.isUnique { write(" UNIQUE") }
    if let value = field.defaultValue {
      write(" DEFAULT ")
      write(value)
    }
    if let references = field.references {
      write(" REFERENCES ")
      write(references.entity)
      if let target = references.field {
        write(" ")
        writeNames([target])
      }
    }
    if let range = field.range {
      write(" CHECK BETWEEN ")
      write(range.low)
      write(" AND ")
      write(range.high)
    }
    if let comment = field.comment {
      write(" COMMENT ")
      write(comment)
    }
  }

  mutating func write(_ node: AlterEntityStatement) {
    write("ALTER ENTITY ")
    write(node.name)
    switch node.action {
    case .addField(let field):
      write(" ADD ")
      write(field)
    case .dropField(let name):
      write(" DROP ")
      write(name)
    case .setDisplayName(let text, let field):
      write(" SET DISPLAY NAME ")
      write(text)
      if let field {
        write(" FOR ")
        write(field)
      }
    case .comment(let text):
      write(" COMMENT ")
      write(text)
    }
  }

  // MARK: Choice sets

  mutating func write(_ node: CreateChoiceSetStatement) {
    write(node.ifNotExists ? "CREATE CHOICE SET IF NOT EXISTS " : "CREATE CHOICE SET ")
    write(node.name)
    write(" (")
    writeList(node.choices) { $0.write($1) }
    write(")")
  }

  private mutating func write(_ choice: ChoiceDefinition) {
    write(choice.label)
    guard let name = choice.name else { return }
    write(" AS ")
    write(name)
  }

  mutating func write(_ node: AlterChoiceSetStatement) {
    write("ALTER CHOICE SET ")
    write(node.name)
    switch node.action {
    case .add(let choice):
      write(" ADD ")
      write(choice)
    case .rename(let old, to: let new):
      write(" RENAME ")
      write(old)
      write(" TO ")
      write(new)
    case .drop(let label):
      write(" DROP ")
      write(label)
    }
  }
}
