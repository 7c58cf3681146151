import DSQLDiagnostics

extension Parser {
  // MARK: CREATE, ALTER, DROP

  /// `CREATE ENTITY …`, `CREATE CHOICE SET …`.
  mutating func parseCreate() -> Statement? {
    let start = current.lower
    advance()
    if take(.choice, .set) { return parseCreateChoiceSet(from: start) }
    guard takeEntityWord() else { return refuseStatement(from: start) }
    let ifNotExists = takeIfNotExists()
    let name = parseName(.anyWord)
    var fields: [FieldDefinition] = []
    if expect(.leftParenthesis, "The fields stand in parentheses.") {
      repeat {
        if let field = parseFieldOrConstraint() { fields.append(field) }
      } while continuesList()
      closeParenthesis()
    }
    return .createEntity(
      CreateEntityStatement(
        ifNotExists: ifNotExists,
        name: name,
        fields: fields,
        span: span(from: start)
      )
    )
  }

  /// `ALTER ENTITY …`, `ALTER CHOICE SET …`.
  mutating func parseAlter() -> Statement? {
    let start = current.lower
    advance()
    if take(.choice, .set) { return parseAlterChoiceSet(from: start) }
    guard takeEntityWord() else { return refuseStatement(from: start) }
    let name = parseName(.anyWord)
    guard let action = parseAlterEntityAction() else { return nil }
    return .alterEntity(
      AlterEntityStatement(name: name, action: action, span: span(from: start))
    )
  }

  /// `DROP ENTITY …`, `DROP CHOICE SET …`.
  mutating func parseDrop() -> Statement? {
    let start = current.lower
    advance()
    let isChoiceSet = take(.choice, .set)
    guard isChoiceSet || takeEntityWord() else { return refuseStatement(from: start) }
    let ifExists = take(.if, .exists)
    let name = parseName(.anyWord)
    return isChoiceSet
      ? .dropChoiceSet(
        DropChoiceSetStatement(ifExists: ifExists, name: name, span: span(from: start))
      )
      : .dropEntity(
        DropEntityStatement(ifExists: ifExists, name: name, span: span(from: start))
      )
  }

  private mutating func takeEntityWord() -> Bool {
    if take(.entity) || take(.table) { return true }
    guard correct(to: [.entity, .table]) != nil else { return false }
    advance()
    return true
  }

  private mutating func takeIfNotExists() -> Bool {
    guard at(.if, .not) else { return false }
    index += 2
    expect(.exists)
    return true
  }

  private mutating func parseAlterEntityAction() -> AlterEntityAction? {
    let start = current.lower
    if take(.add) {
      _ = take(.column)
      return parseFieldOrConstraint().map(AlterEntityAction.addField)
    }
    if take(.drop) {
      _ = take(.column)
      return .dropField(parseName(.anyWord))
    }
    if take(Keyword.comment) { return .comment(parseText()) }
    if take(.set) {
      expect(.display)
      expect(.name)
      let text = parseText()
      return .setDisplayName(text, field: take(.for) ? parseName(.anyWord) : nil)
    }
    if at(.alter) || at(.rename) {
      let what = at(.alter) ? "ALTER COLUMN" : "RENAME"
      let hint =
        at(.alter)
        ? "Add a new field, copy the values with UPDATE, and drop the old one."
        : "The service keeps names; SET DISPLAY NAME changes what people see."
      index = tokens.count - 1
      reportUnsupported(what, from: start, hint: hint)
      return nil
    }
    if correct(to: [.add, .drop, .set, .comment]) != nil { return parseAlterEntityAction() }
    reportUnexpected(hint: "ADD, DROP, SET DISPLAY NAME or COMMENT is expected here.")
    return nil
  }

  // MARK: Choice sets

  private mutating func parseCreateChoiceSet(from start: Int) -> Statement {
    let ifNotExists = takeIfNotExists()
    let name = parseName(.anyWord)
    var choices: [ChoiceDefinition] = []
    if expect(.leftParenthesis, "The choices stand in parentheses.") {
      repeat { choices.append(parseChoice()) } while continuesList()
      closeParenthesis()
    }
    return .createChoiceSet(
      CreateChoiceSetStatement(
        ifNotExists: ifNotExists,
        name: name,
        choices: choices,
        span: span(from: start)
      )
    )
  }

  /// `'label' [AS name]`.
  private mutating func parseChoice() -> ChoiceDefinition {
    let start = current.lower
    let label = parseText()
    let name = take(.as) ? parseName(.anyWord) : nil
    return ChoiceDefinition(label: label, name: name, span: span(from: start))
  }

  private mutating func parseAlterChoiceSet(from start: Int) -> Statement? {
    let name = parseName(.anyWord)
    if !at(.add), !at(.rename), !at(.drop) { _ = correct(to: [.add, .rename, .drop]) }
    let action: AlterChoiceSetAction
    if take(.add) {
      action = .add(parseChoice())
    } else if take(.rename) {
      let old = parseText()
      expect(.to)
      action = .rename(old, to: parseText())
    } else if take(.drop) {
      action = .drop(parseText())
    } else {
      reportUnexpected(hint: "ADD, RENAME or DROP is expected here.")
      return nil
    }
    return .alterChoiceSet(
      AlterChoiceSetStatement(name: name, action: action, span: span(from: start))
    )
  }
}
