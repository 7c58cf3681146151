import DSQLAPI
import DSQLCatalog

// The steps that write.
extension PlanExplainer {
  func step(_ insert: Insert) -> ExplainStep {
    let source = step(insert.source)
    let rows = source.rows
    var result = write("insert", "Insert into", insert.table, insert.targets, rows, source)
    let (single, batch) = (
      "POST \(root(insert.table))/insert", "POST \(root(insert.table))/insert-batch"
    )
    result.details += calls(rows, single: single, batch: batch)
    if let conflict = insert.conflict {
      let keys = names(conflict.keys, insert.table)
      let changed = names(conflict.updateTargets, insert.table)
      result.details.append(
        .init(
          "conflict",
          changed.isEmpty
            ? "a row whose \(keys) a record has is left out"
            : "the record that has a row's \(keys) is changed instead"
              + "\(conflict.isConditional ? " where the condition holds" : ""): \(changed)"
        )
      )
    }
    return result
  }

  func step(_ update: Update) -> ExplainStep {
    let source = step(update.source)
    let rows = reads(source)
    var result = write("update", "Update", update.table, update.targets, rows, source)
    if !update.isRestricted { result.details.append(.init("notice", "every record is changed")) }
    result.details += calls(
      rows,
      single: "POST \(root(update.table))/update/{Id}",
      batch: "POST \(root(update.table))/update-batch"
    )
    return result
  }

  func step(_ delete: Delete) -> ExplainStep {
    let source = step(delete.source)
    let rows = reads(source)
    var result = write("delete", "Delete from", delete.table, [], rows, source)
    if !delete.isRestricted { result.details.append(.init("notice", "every record is deleted")) }
    result.details += calls(
      rows,
      single: "DELETE \(root(delete.table))/delete/{Id}",
      batch: "POST \(root(delete.table))/delete-batch"
    )
    return result
  }

  private func write(
    _ kind: String,
    _ words: String,
    _ table: Table,
    _ targets: [Int],
    _ rows: Int?,
    _ source: ExplainStep
  ) -> ExplainStep {
    ExplainStep(
      kind: kind,
      title: "\(words) \(table.name)",
      details: targets.isEmpty ? [] : [.init("fields", names(targets, table))],
      rows: rows,
      calls: rows.map { ($0 + 999) / 1000 },
      inputs: [source]
    )
  }

  /// What a write sends: one record by the single call, more in batches.
  private func calls(_ rows: Int?, single: String, batch: String) -> [ExplainStep.Detail] {
    switch rows {
    case 1: [.init("sends", single)]
    case let rows?:
      [.init("sends", "\(batch), \(Figures.counted((rows + 999) / 1000, "call")) at most")]
    case nil: [.init("sends", "\(batch), 1,000 records a call; \(single) for one record")]
    }
  }

  /// The records that the steps below expect, where one of them says.
  private func reads(_ step: ExplainStep) -> Int? {
    step.rows ?? (step.inputs.count == 1 ? reads(step.inputs[0]) : nil)
  }

  /// The path of an entity's calls on records, up to the verb.
  private func root(_ table: Table) -> String {
    let path = ServiceCall.deleteBatch([], from: table.address).path
    return String(path.prefix { $0 != "?" }.dropLast("/delete-batch".count))
  }

  func step(_ change: SchemaChange) -> ExplainStep {
    switch change {
    case .createEntity(let draft):
      ExplainStep(
        kind: "schema change",
        title: "Create entity \(draft.name)",
        requests: [.createEntity(draft)],
        calls: 1
      )
    case .alterEntity(_, let name, let edit):
      step(edit, of: name)
    case .dropEntity(let id, let name):
      ExplainStep(
        kind: "schema change",
        title: "Drop entity \(name) and its records",
        requests: [.deleteEntity(id)],
        calls: 1
      )
    case .createChoiceSet(let name, let displayName, let folderKey, let choices):
      ExplainStep(
        kind: "schema change",
        title: "Create choice set \(name)",
        requests: [
          .createChoiceSet(
            name: name,
            displayName: displayName,
            description: "",
            folderKey: folderKey
          )
        ]
          + choices.map {
            .insertChoice(name: $0.name, label: $0.label, intoSet: name, folderKey: folderKey)
          },
        calls: 1 + choices.count
      )
    case .addChoice(let choice, let setName):
      ExplainStep(
        kind: "schema change",
        title: "Add choice \(choice.label) to \(setName)",
        requests: [.insertChoice(name: choice.name, label: choice.label, intoSet: setName)],
        calls: 1
      )
    case .renameChoice(let id, let label, let setName):
      ExplainStep(
        kind: "schema change",
        title: "Rename a choice of \(setName) to \(label)",
        requests: [.renameChoice(id, label: label, inSet: setName)],
        calls: 1
      )
    case .dropChoices(let ids, let setID, let setName):
      ExplainStep(
        kind: "schema change",
        title: "Drop \(Figures.counted(ids.count, "choice")) of \(setName)",
        requests: [.deleteChoices(ids, fromSet: setID)],
        calls: 1
      )
    case .dropChoiceSet(let id, let name):
      ExplainStep(
        kind: "schema change",
        title: "Drop choice set \(name)",
        requests: [.deleteChoiceSet(id)],
        calls: 1
      )
    case .none:
      ExplainStep(kind: "schema change", title: "Nothing to do", calls: 0)
    }
  }

  private func step(_ edit: EntityEdit, of name: String) -> ExplainStep {
    let words: String
    let calls: Int
    switch edit {
    case .addField(let field): (words, calls) = ("Add field \(field.name) to", 2)
    case .dropField(let field): (words, calls) = ("Drop field \(field) with its values from", 2)
    case .setFieldDisplayName(let text, let field):
      (words, calls) = ("Set display name \(text) for field \(field) of", 2)
    case .setDisplayName(let text): (words, calls) = ("Set display name \(text) for", 2)
    case .setDescription: (words, calls) = ("Set the description of", 2)
    }
    return ExplainStep(
      kind: "schema change",
      title: "\(words) entity \(name)",
      details: [.init("reads", "the entity as it is, so that nothing else of it changes")],
      requests: [.listEntities],
      calls: calls
    )
  }
}
