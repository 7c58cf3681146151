import DSQLEngine
import DSQLSyntax
import DSQLTypes

/// Prompts, from their templates.
///
/// - Source: `shell-conventions.md` §7.
struct Prompt: Sendable {
  /// Characters between two of these take no cells; the line editor drops them.
  static let escape: Character = "\u{1}"

  /// What a prompt can tell.
  struct Facts: Sendable {
    var info: ConnectionInfo?
    var pending: PendingInput = .none
    var isSkipping = false
    var guardsAreOff = false
    var isDryRun = false
    var line = 1
    var variables: ShellVariables
    /// Answers what a command of the user wrote.
    var commandOutput: @Sendable (String) -> String
  }

  let facts: Facts

  /// The prompt for the next line.
  func text() -> String {
    let standard = Self.template(for: facts.info)
    let first = facts.variables["PROMPT1"] ?? standard
    if facts.pending == .none { return expand(first, firstWidth: 0) }
    let width = DisplayWidth().cells(of: Self.visible(expand(first, firstWidth: 0)))
    return expand(facts.variables["PROMPT2"] ?? standard, firstWidth: width)
  }

  /// The template where none was set.
  static func template(for info: ConnectionInfo?) -> String {
    switch info?.kind {
    case .embedded, nil: "%/%R%# "
    case .environment, .profile: "%n@%m/%t%R%# "
    }
  }

  /// A prompt without what takes no cells.
  static func visible(_ prompt: String) -> String {
    var isHidden = false
    return prompt.filter { character in
      if character == escape { isHidden.toggle() }
      return character != escape && !isHidden
    }
  }

  private var profileName: String {
    guard let info = facts.info, info.kind != .embedded else { return "dsql" }
    return info.profile
  }

  private var stateCharacter: Character {
    if facts.isSkipping { return "@" }
    if facts.pending == .none, facts.info == nil { return "!" }
    return facts.pending.promptCharacter
  }

  private func expand(_ template: String, firstWidth: Int) -> String {
    var output = ""
    var rest = Substring(template)
    // What stands before `%R` marks a protected profile.
    let marks = facts.info?.isProtected == true && template.contains("%R")
    if marks { output += "[" }
    while let character = rest.popFirst() {
      guard character == "%", let escape = rest.popFirst() else {
        output.append(character)
        continue
      }
      switch escape {
      case "/": output += profileName
      case "n": output += facts.info?.promptName ?? ""
      case "m": output += facts.info?.organization ?? ""
      case "t": output += facts.info?.tenant ?? ""
      case "f": output += facts.info?.folder ?? ""
      case "R":
        if marks { output += "]" }
        output.append(stateCharacter)
      case "#": output += facts.guardsAreOff ? "#" : ">"
      case "x": output += facts.isDryRun ? "*" : ""
      case "l": output += String(facts.line)
      case "w": output += String(repeating: " ", count: firstWidth)
      case "%": output += "%"
      case "[", "]": output.append(Self.escape)
      case ":": output += facts.variables[String(Self.take(&rest, until: ":"))] ?? ""
      case "`": output += facts.commandOutput(String(Self.take(&rest, until: "`")))
      default: output.append(escape)
      }
    }
    return output
  }

  private static func take(_ rest: inout Substring, until end: Character) -> Substring {
    let part = rest.prefix { $0 != end }
    rest = rest.dropFirst(part.count + 1)
    return part
  }
}
