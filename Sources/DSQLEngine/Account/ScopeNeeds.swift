import DSQLAPI
import DSQLSyntax

/// What a statement needs of the token, told before a call is made for it.
///
/// - Source: `identity.md` §9.6.
struct ScopeNeeds: Hashable, Sendable {
  var scopes: [ServiceScope]
  /// The statement and its object, for a message: `UPDATE of Invoice`.
  var act: String

  private init(_ scopes: [ServiceScope], _ act: String) {
    self.scopes = scopes
    self.act = act
  }

  /// The needs of a statement; nil where it is about nothing of a tenant, or about another
  /// statement whose needs are its own.
  ///
  /// - Parameters:
  ///   - statement: The statement.
  ///   - isDryRun: Whether writes are only planned and shown.
  init?(of statement: Statement, isDryRun: Bool) {
    switch statement {
    case .query: self.init([.readSchema, .readData], "SELECT")
    case .describe(let node): self.init([.readSchema], "DESCRIBE of \(node.name.name.text)")
    case .show: self.init([.readSchema], "SHOW")
    case .insert(let node):
      let reads = node.isFed || node.onConflict != nil
      self.init(
        Self.write(reading: reads, isDryRun: isDryRun),
        "INSERT into \(node.entity.name.text)"
      )
    case .update(let node):
      self.init(
        Self.write(reading: true, isDryRun: isDryRun),
        "UPDATE of \(node.entity.name.text)"
      )
    case .delete(let node):
      self.init(
        Self.write(reading: true, isDryRun: isDryRun),
        "DELETE from \(node.entity.name.text)"
      )
    case .createEntity(let node): self.init(schema: isDryRun, "CREATE of \(node.name.text)")
    case .alterEntity(let node): self.init(schema: isDryRun, "ALTER of \(node.name.text)")
    case .dropEntity(let node): self.init(schema: isDryRun, "DROP of \(node.name.text)")
    case .createChoiceSet(let node): self.init(schema: isDryRun, "CREATE of \(node.name.text)")
    case .dropChoiceSet(let node): self.init(schema: isDryRun, "DROP of \(node.name.text)")
    case .alterChoiceSet(let node):
      self.init(
        isDryRun ? [.readSchema] : [.readSchema, .writeChoices],
        "ALTER of \(node.name.text)"
      )
    case .explain(let node):
      // Without Data.Read a plan is shown all the same, only without counts.
      guard node.isAnalyze else {
        self.init([.readSchema], "EXPLAIN")
        return
      }
      guard let inner = ScopeNeeds(of: node.statement, isDryRun: false) else { return nil }
      self = inner
    case .dryRun(let node):
      guard let inner = ScopeNeeds(of: node.statement, isDryRun: true) else { return nil }
      self = inner
    case .assert, .prepare, .execute, .deallocate, .use, .transaction: return nil
    }
  }

  /// What needs the schema alone.
  ///
  /// - Parameter act: What is done, for a message.
  init(schemaOf act: String) { self.init([.readSchema], act) }

  /// Rows that are inserted from a file.
  init(copyInto entity: String) {
    self.init(Self.write(reading: false, isDryRun: false), "\\copy into \(entity)")
  }

  private init(schema isDryRun: Bool, _ act: String) {
    self.init(isDryRun ? [.readSchema] : [.readSchema, .writeSchema], act)
  }

  private static func write(reading: Bool, isDryRun: Bool) -> [ServiceScope] {
    [.readSchema] + (reading ? [.readData] : []) + (isDryRun ? [] : [.writeData])
  }
}

extension InsertStatement {
  /// Whether its rows come from a query.
  fileprivate var isFed: Bool {
    switch source {
    case .query: true
    case .values, .defaultValues: false
    }
  }
}
