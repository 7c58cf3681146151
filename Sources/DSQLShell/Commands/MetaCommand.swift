/// The backslash commands, by what is written after the backslash.
///
/// - Source: `shell-conventions.md` §4.
enum MetaCommand: String, CaseIterable, Sendable {
  case quit = "q"
  case help = "?"
  case syntax = "h"
  case describe = "d"
  case tables = "dt"
  case externalTables = "dE"
  case choiceSets = "dT"
  case profiles = "l"
  case include = "i"
  case includeRelative = "ir"
  case output = "o"
  case timing
  case expanded = "x"
  case printOption = "pset"
  case unaligned = "a"
  case tuplesOnly = "t"
  case fieldSeparator = "f"
  case html = "H"
  case title = "C"
  case echo
  case echoToResults = "qecho"
  case warn
  case connect = "c"
  case connectionInfo = "conninfo"
  case logIn = "login"
  case logOut = "logout"
  case whoAmI = "whoami"
  case reconnect
  case rights = "dp"
  case showBuffer = "p"
  case clearBuffer = "r"
  case writeBuffer = "w"
  case edit = "e"
  case go = "g"
  case goExpanded = "gx"
  case goDescribe = "gdesc"
  case goVariables = "gset"
  case goExecute = "gexec"
  case goPlan = "gplan"
  case set
  case unset
  case prompt
  case getEnvironment = "getenv"
  case setEnvironment = "setenv"
  case changeDirectory = "cd"
  case shell = "!"
  case copy
  case refresh
  case errorDetails = "errverbose"
  case history = "s"
  case dryRun = "dry"
  case ifBlock = "if"
  case elseIfBlock = "elif"
  case elseBlock = "else"
  case endBlock = "endif"

  /// Names that mean a command as well.
  private static let synonyms: [String: MetaCommand] = [
    "quit": .quit, "exit": .quit, "help": .help, "include": .include, "G": .goExpanded,
    "include_relative": .includeRelative, "out": .output, "print": .showBuffer,
    "reset": .clearBuffer, "write": .writeBuffer, "edit": .edit, "list": .profiles,
    "#": .refresh, "connect": .connect, "z": .rights,
  ]

  /// Whether it may be asked for the service's fields and for more detail, as in `\dS+`.
  private var takesSuffix: Bool {
    switch self {
    case .describe, .tables, .externalTables, .choiceSets, .profiles, .rights: true
    case .quit, .help, .syntax, .include, .includeRelative, .output, .timing, .expanded,
      .printOption, .unaligned, .tuplesOnly, .fieldSeparator, .html, .title, .echo,
      .echoToResults, .warn, .connect, .connectionInfo, .logIn, .logOut, .whoAmI, .reconnect,
      .showBuffer, .clearBuffer, .writeBuffer, .edit, .go,
      .goExpanded, .goDescribe, .goVariables, .goExecute, .goPlan, .set, .unset, .prompt,
      .getEnvironment, .setEnvironment, .changeDirectory, .shell, .copy, .refresh, .errorDetails,
      .history, .dryRun, .ifBlock, .elseIfBlock, .elseBlock, .endBlock:
      false
    }
  }

  /// Whether it is one of `\if` and its siblings, which a skipped branch follows.
  var isConditional: Bool {
    self == .ifBlock || self == .elseIfBlock || self == .elseBlock || self == .endBlock
  }

  /// The command that a name means, with its suffix.
  static func find(_ name: String) -> (command: MetaCommand, suffix: CommandSuffix)? {
    if let command = MetaCommand(rawValue: name) ?? synonyms[name] {
      return (command, CommandSuffix())
    }
    var stem = Substring(name)
    var suffix = CommandSuffix()
    while let last = stem.last, last == "+" || last == "S" {
      if last == "+" { suffix.isDetailed = true } else { suffix.showsSystem = true }
      stem = stem.dropLast()
    }
    guard let command = MetaCommand(rawValue: String(stem)), command.takesSuffix else {
      return nil
    }
    return (command, suffix)
  }

  /// All names that are understood.
  static var names: [String] { allCases.map(\.rawValue) + synonyms.keys.sorted() }

  /// What psql has and dsql has no use for, with the reason.
  static let refused: [String: String] = [
    "du": "users are managed in Automation Cloud, not in the Data Service",
    "ef": "the service has no functions to edit",
    "sf": "the service has no functions to show",
    "lo_import": "the service has no large objects; a file is a field of type FILE",
    "lo_export": "the service has no large objects; a file is a field of type FILE",
    "encoding": "all text is UTF-8",
    "password": "passwords are changed in Automation Cloud",
  ]
}

/// What was asked for behind a command's name.
struct CommandSuffix: Hashable, Sendable {
  /// `+`.
  var isDetailed = false
  /// `S`.
  var showsSystem = false
}

/// The name of a command, cut from the text behind the backslash.
enum CommandName {
  /// The name, and the UTF-8 offset where the arguments begin.
  static func split(_ text: String) -> (name: String, end: Int) {
    if text.hasPrefix("!") { return ("!", 1) }
    let name = text.utf8.prefix { byte in
      byte != UInt8(ascii: "\\") && byte != 0x20 && !(byte >= 0x09 && byte <= 0x0D)
    }
    return (String(decoding: Array(name), as: UTF8.self), name.count)
  }
}
