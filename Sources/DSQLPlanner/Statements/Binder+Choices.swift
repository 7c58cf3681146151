import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

// ALTER CHOICE SET.
extension Binder {
  func plan(_ node: AlterChoiceSetStatement) -> Plan? {
    guard let set = choiceSet(node.name) else { return nil }
    switch node.action {
    case .add(let definition): return added(definition, to: set)
    case .rename(let old, let new): return renamed(old, to: new, of: set)
    case .drop(let label): return dropped(label, from: set)
    }
  }

  private func added(_ definition: ChoiceDefinition, to set: ChoiceSet) -> Plan? {
    let faults = diagnostics.count
    let drafts = SchemaNames.choices([definition], report: report)
    guard diagnostics.count == faults, let draft = drafts.first else { return nil }
    if let other = set.domain.choices.first(where: { $0.means(label: draft.label) }) {
      return fail(
        .duplicateObject,
        "choice set \"\(set.name)\" already has a choice \"\(other.label)\"",
        at: definition.label.span
      )
    }
    if let other = set.domain.choices.first(where: { $0.means(name: draft.name) }) {
      return fail(
        .duplicateObject,
        "choice \"\(other.label)\" already has the name \"\(other.name)\"",
        at: definition.name?.span ?? definition.label.span,
        hint: "Give the new one another with AS."
      )
    }
    if set.domain.choices.count >= SchemaNames.mostChoices {
      return fail(
        .programLimitExceeded,
        "a choice set has at most \(SchemaNames.mostChoices) choices",
        at: definition.span
      )
    }
    return change(.addChoice(draft, setName: set.name))
  }

  private func renamed(_ old: TextLiteral, to new: TextLiteral, of set: ChoiceSet) -> Plan? {
    let choice = choice(old, of: set)
    guard SchemaNames.checkLabel(new, report: report), let choice else { return nil }
    let other = set.domain.choices.first {
      $0.number != choice.number && $0.means(label: new.text)
    }
    if let other {
      return fail(
        .duplicateObject,
        "choice set \"\(set.name)\" already has a choice \"\(other.label)\"",
        at: new.span
      )
    }
    return id(of: choice, in: set, at: old.span).map {
      change(.renameChoice(id: $0, label: new.text, setName: set.name))
    }
  }

  private func dropped(_ label: TextLiteral, from set: ChoiceSet) -> Plan? {
    guard let choice = choice(label, of: set),
      let id = id(of: choice, in: set, at: label.span)
    else { return nil }
    let users = catalog.tables.flatMap { table in
      table.columns.filter { $0.type.choiceSetName == set.name }
        .map { "\(table.name).\($0.name)" }
    }
    if !users.isEmpty {
      notices.append(
        Diagnostic(
          .undefinedObject,
          "records that hold the choice \"\(choice.label)\" keep its number and show"
            + " #\(choice.number)",
          severity: .notice,
          span: label.span,
          detail: "\(users.count == 1 ? "The column" : "The columns")"
            + " \(quotedList(users, last: "and"))"
            + " \(users.count == 1 ? "is" : "are") of this choice set."
        )
      )
    }
    return change(.dropChoices(ids: [id], setID: set.id, setName: set.name))
  }

  /// The one choice that a label, else a name, means.
  private func choice(_ text: TextLiteral, of set: ChoiceSet) -> Choice? {
    switch literals.numbers(of: text.text, in: set.domain, at: text.span) {
    case .failure(let fault):
      report(fault)
      return nil
    case .success(let numbers):
      let found = set.domain.choices.filter { numbers.contains($0.number) }
      if found.count == 1 { return found.first }
      return fail(
        .ambiguousName,
        "choice \"\(text.text)\" is ambiguous",
        at: text.span,
        hint: "\(found.count) choices have this label; their names are"
          + " \(quotedList(found.map(\.name), last: "and"))."
      )
    }
  }

  private func id(of choice: Choice, in set: ChoiceSet, at span: SourceSpan) -> String? {
    if let id = set.choiceIDs[choice.number], !id.isEmpty { return id }
    return fail(
      .serviceAnswerInvalid,
      "the service does not tell the id of choice \"\(choice.label)\"",
      at: span
    )
  }
}

extension DataType {
  fileprivate var choiceSetName: String? {
    switch self {
    case .choice(let domain), .choices(let domain): domain.name
    case .unknown, .boolean, .integer, .decimal, .double, .text, .date, .timestamp, .interval,
      .uuid, .file:
      nil
    }
  }
}

extension Choice {
  fileprivate func means(label text: String) -> Bool { TextComparison.areEqual(label, text) }
  fileprivate func means(name text: String) -> Bool { TextComparison.areEqual(name, text) }
}
