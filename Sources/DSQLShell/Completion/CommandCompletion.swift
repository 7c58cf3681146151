import DSQLCatalog
import DSQLRendering

/// Completion inside a meta-command.
enum CommandCompletion {
  /// What may stand at the end of a command.
  ///
  /// - Parameters:
  ///   - command: The command from its backslash to the cursor.
  ///   - line: The line up to the cursor.
  ///   - catalog: The catalogue where it is there already.
  ///   - context: What else the session knows.
  /// - Returns: The names that fit.
  static func answer(
    _ command: String,
    line: String,
    _ catalog: Catalog?,
    _ context: CompletionContext
  ) -> CompletionAnswer {
    let words = command.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let word = words.last ?? ""
    let start = line.utf8.count - word.utf8.count
    if words.count == 1 {
      let names = MetaCommand.allCases.map { "\\\($0.rawValue)" }
      return CompletionAnswer(
        start: start,
        candidates: names.filter { $0.hasPrefix(word) }.sorted()
      )
    }
    if word.hasPrefix(":") {
      return variable(word, start: start, context)
    }
    let name = String(words[0].dropFirst())
    let earlier = words.dropFirst().dropLast().filter { !$0.isEmpty }
    guard let (kind, _) = MetaCommand.find(name) else { return .none }
    if takesFile(kind, after: earlier) { return file(word, start: start, context) }
    let names = candidates(kind, after: Array(earlier), catalog, context)
    return CompletionAnswer(start: start, candidates: Completion.matching(word, names))
  }

  /// Variables after a colon.
  static func variable(
    _ word: String,
    start: Int,
    _ context: CompletionContext
  ) -> CompletionAnswer {
    let opening = word.hasPrefix(":'") ? ":'" : word.hasPrefix(":\"") ? ":\"" : ":"
    let closing = String(opening.dropFirst())
    let name = word.dropFirst(opening.count)
    let found = context.variableNames.filter { $0.hasPrefix(name) }.sorted()
    return CompletionAnswer(start: start, candidates: found.map { opening + $0 + closing })
  }

  private static func takesFile(_ command: MetaCommand, after words: [String]) -> Bool {
    switch command {
    case .include, .includeRelative, .output, .writeBuffer, .changeDirectory, .edit, .go,
      .goExpanded, .history:
      words.isEmpty
    case .copy: ["from", "to"].contains(words.last?.lowercased() ?? "")
    case .quit, .help, .syntax, .describe, .tables, .externalTables, .choiceSets, .profiles,
      .timing, .expanded, .printOption, .unaligned, .tuplesOnly, .fieldSeparator, .html, .title,
      .echo, .echoToResults, .warn, .connect, .connectionInfo, .logIn, .logOut, .whoAmI, .reconnect,
      .rights, .showBuffer, .clearBuffer, .goDescribe,
      .goVariables, .goExecute, .goPlan, .set, .unset, .prompt, .getEnvironment, .setEnvironment,
      .shell, .refresh, .errorDetails, .dryRun, .ifBlock, .elseIfBlock, .elseBlock, .endBlock:
      false
    }
  }

  private static func candidates(
    _ command: MetaCommand,
    after words: [String],
    _ catalog: Catalog?,
    _ context: CompletionContext
  ) -> [String] {
    switch command {
    case .describe, .tables, .externalTables, .rights:
      return words.isEmpty ? entities(catalog) : []
    case .copy:
      if words.isEmpty { return entities(catalog) }
      return words.count == 1 ? ["from", "to"] : []
    case .choiceSets: return words.isEmpty ? catalog?.choiceSets.map(\.name) ?? [] : []
    case .printOption:
      if words.isEmpty { return PrintOptions.names }
      return words.count == 1 ? values(of: words[0]) : []
    case .set:
      if words.isEmpty { return context.variableNames }
      return words.count == 1 ? values(ofVariable: words[0]) : []
    case .unset: return context.variableNames
    case .timing, .tuplesOnly, .dryRun: return ["on", "off"]
    case .expanded: return ["on", "off", "auto"]
    case .syntax: return HelpText.statements.map(\.name)
    case .help: return ["commands", "options", "variables"]
    case .connect, .logIn, .profiles: return words.isEmpty ? context.profileNames : []
    case .quit, .include, .includeRelative, .output, .unaligned, .fieldSeparator, .html,
      .title, .echo, .echoToResults, .warn, .connectionInfo, .logOut, .whoAmI, .reconnect,
      .showBuffer, .clearBuffer, .writeBuffer, .edit, .go, .goExpanded, .goDescribe, .goVariables,
      .goExecute, .goPlan,
      .prompt, .getEnvironment, .setEnvironment, .changeDirectory, .shell, .refresh, .errorDetails,
      .history, .ifBlock, .elseIfBlock, .elseBlock, .endBlock:
      return []
    }
  }

  private static func entities(_ catalog: Catalog?) -> [String] {
    catalog?.tables.map { Completion.written($0.name) } ?? []
  }

  private static func values(of option: String) -> [String] {
    switch PrintOptions.fullName(option) {
    case "format": RenderFormat.allCases.map(\.rawValue)
    case "linestyle": RenderLineStyle.allCases.map(\.rawValue)
    case "expanded": ["on", "off", "auto"]
    case "border": ["0", "1", "2"]
    case "pager": ["on", "off", "always"]
    case "tuples_only", "footer": ["on", "off"]
    default: []
    }
  }

  private static func values(ofVariable name: String) -> [String] {
    let rule = VariableRule.all(isInteractive: true).first { $0.name == name.uppercased() }
    switch rule?.kind {
    case .boolean: return ["on", "off"]
    case .word(let words): return words
    case .integer, .limit, .zone, .text, nil: return []
    }
  }

  private static func file(
    _ word: String,
    start: Int,
    _ context: CompletionContext
  ) -> CompletionAnswer {
    let slash = word.lastIndex(of: "/")
    let folder = slash.map { String(word[...$0]) } ?? ""
    let names = context.fileNames(folder.isEmpty ? "." : folder)
    let stem = word.dropFirst(folder.count)
    let found = names.filter { $0.hasPrefix(stem) && (!$0.hasPrefix(".") || stem.hasPrefix(".")) }
    let candidates = found.sorted().map { folder + $0 }
    let isFolder = candidates.count == 1 && candidates[0].hasSuffix("/")
    return CompletionAnswer(start: start, candidates: candidates, suffix: isFolder ? "" : " ")
  }
}
