import DSQLDiagnostics
import DSQLPlan
import DSQLSyntax
import DSQLTypes

/// What the service takes as names.
///
/// - Source: `data-service-api.md` §2.6.
enum SchemaNames {
  static let mostChoices = 250

  /// What is wrong with the name of an entity or a choice set.
  static func entityFault(_ name: String, at span: SourceSpan) -> Diagnostic? {
    fault(name, "entity", 3...30, span)
  }

  /// What is wrong with the name of a field.
  static func fieldFault(
    _ name: String,
    of entity: String,
    at span: SourceSpan
  ) -> Diagnostic? {
    if let reserved = reservedFields.first(where: { TextComparison.areEqual($0, name) }) {
      return Diagnostic(
        .invalidName,
        "column name \"\(name)\" is reserved",
        span: span,
        detail: "The service keeps the field \"\(reserved)\" in every entity."
      )
    }
    if TextComparison.areEqual(name, entity) {
      return Diagnostic(
        .invalidName,
        "a column cannot have its entity's name \"\(entity)\"",
        span: span
      )
    }
    return fault(name, "column", 3...100, span)
  }

  /// The choices of CREATE CHOICE SET, each with its name.
  static func choices(
    _ definitions: [ChoiceDefinition],
    report: (Diagnostic) -> Void
  ) -> [ChoiceDraft] {
    var drafts: [ChoiceDraft] = []
    if definitions.count > mostChoices, let excess = definitions.last {
      report(
        Diagnostic(
          .programLimitExceeded,
          "a choice set has at most \(mostChoices) choices",
          span: excess.span
        )
      )
    }
    for definition in definitions {
      let label = definition.label.text
      let name = definition.name?.text ?? derivedName(label)
      if let fault = choiceFault(name, definition) { report(fault) }
      _ = checkLabel(definition.label, report: report)
      if drafts.contains(where: { TextComparison.areEqual($0.name, name) }) {
        report(
          Diagnostic(
            .duplicateObject,
            "choice name \"\(name)\" specified more than once",
            span: definition.span,
            hint: "Give one of them a name with AS."
          )
        )
      }
      drafts.append(ChoiceDraft(name: name, label: label))
    }
    return drafts
  }

  /// Reports a label that the service would not take.
  static func checkLabel(_ label: TextLiteral, report: (Diagnostic) -> Void) -> Bool {
    if (1...500).contains(label.text.utf16.count) { return true }
    report(
      Diagnostic(
        .invalidName,
        "a choice's label must have 1 to 500 characters",
        span: label.span
      )
    )
    return false
  }

  private static func choiceFault(_ name: String, _ definition: ChoiceDefinition) -> Diagnostic? {
    if name.isEmpty {
      return Diagnostic(
        .invalidName,
        "choice \"\(definition.label.text)\" needs a name",
        span: definition.span,
        detail: "A name has letters and digits only, and the label has none.",
        hint: "Give it one: '\(definition.label.text)' AS name."
      )
    }
    if name.count > 250 || !isPlain(name) {
      return Diagnostic(
        .invalidName,
        "choice name \"\(name)\" is not valid",
        span: definition.name?.span ?? definition.span,
        detail: "A name has 1 to 250 letters and digits."
      )
    }
    if ReservedWords.isKeyword(name) {
      return Diagnostic(
        .invalidName,
        "choice name \"\(name)\" is reserved",
        span: definition.name?.span ?? definition.span,
        hint: "Give it another with AS."
      )
    }
    return nil
  }

  /// The label without what a name may not hold.
  private static func derivedName(_ label: String) -> String {
    var name = ""
    for scalar in label.unicodeScalars where isPlain(scalar) { name.unicodeScalars.append(scalar) }
    return ReservedWords.isKeyword(name) ? "\(name)Choice" : name
  }

  private static func fault(
    _ name: String,
    _ kind: String,
    _ lengths: ClosedRange<Int>,
    _ span: SourceSpan
  ) -> Diagnostic? {
    let starts = name.unicodeScalars.first.map { isPlain($0) && !("0"..."9" ~= $0) } ?? false
    if !lengths.contains(name.count) || !starts || !isPlain(name) {
      return Diagnostic(
        .invalidName,
        "\(kind) name \"\(name)\" is not valid",
        span: span,
        detail: "The service takes \(lengths.lowerBound) to \(lengths.upperBound) letters and"
          + " digits, a letter first."
      )
    }
    if ReservedWords.contains(name) {
      return Diagnostic(
        .invalidName,
        "\(kind) name \"\(name)\" is reserved",
        span: span,
        detail: "The service refuses words of programming languages and of SQL."
      )
    }
    return nil
  }

  private static func isPlain(_ name: String) -> Bool { name.unicodeScalars.allSatisfy(isPlain) }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    "a"..."z" ~= scalar || "A"..."Z" ~= scalar || "0"..."9" ~= scalar
  }

  private static let reservedFields = [
    "Id", "CreatedBy", "CreateTime", "UpdatedBy", "UpdateTime", "RecordOwner",
  ]
}
