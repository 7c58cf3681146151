/// One option of the shell's command line, for parsing and for help.
struct ShellOption: Sendable {
  /// What giving it does.
  enum Effect: Sendable {
    case command, file, profile, listProfiles, variable, printOption, output
    /// Sets a print option to what is given, or to this.
    case pset(String, String?)
    /// Sets a print option to the option's value.
    case psetValue(String)
    /// Sets a variable to this.
    case set(String, String)
    case readOnly, yes, dryRun, quiet, noReadline, noStartUp, startUpFile
    case local, localFile, memory, ignoreUIPathEnvironment
    case apiLevel, without, trait, role, roleFile, latency, jitter, throttle, fail, seed
    case color, errorFormat, debug
    case help, version
  }

  /// The groups of the help text.
  enum Group: String, CaseIterable, Sendable {
    case general = "General options"
    case output = "Output format"
    case connection = "Connection"
    case safety = "Safety"
  }

  var short: Character?
  /// The names after two dashes.
  var long: [String]
  /// The names after one dash, for DuckDB and sqlite3 habits.
  var words: [String] = []
  /// What stands for the value in the help text; nil takes none.
  var value: String?
  /// Whether the value may be left out (only `--name=VALUE` gives one then).
  var valueIsOptional = false
  var group: Group
  var help: String
  var effect: Effect
}

/// The options of the shell's command line.
///
/// A table of our own, because ArgumentParser loses the order of `-c` and `-f`, refuses
/// `-vNAME=1`, and takes options after a script for its own.
///
/// - Source: `shell-conventions.md` §1.
enum OptionTable {
  static let options: [ShellOption] = [
    ShellOption(
      short: "c",
      long: ["command"],
      words: ["cmd"],
      value: "SQL",
      group: .general,
      help: "run SQL or one meta-command, then exit; may repeat",
      effect: .command
    ),
    ShellOption(
      short: "f",
      long: ["file"],
      value: "FILE",
      group: .general,
      help: "run a file, then exit; - is standard input",
      effect: .file
    ),
    ShellOption(
      short: "v",
      long: ["set", "variable"],
      value: "NAME=VALUE",
      group: .general,
      help: "set a variable; NAME alone unsets it",
      effect: .variable
    ),
    ShellOption(
      short: "X",
      long: ["no-dsqlrc"],
      group: .general,
      help: "do not read the start-up file",
      effect: .noStartUp
    ),
    ShellOption(
      short: nil,
      long: ["rc"],
      words: ["init"],
      value: "FILE",
      group: .general,
      help: "read this start-up file, in any mode",
      effect: .startUpFile
    ),
    ShellOption(
      short: "a",
      long: ["echo-all"],
      words: ["echo"],
      group: .general,
      help: "echo all input",
      effect: .set("ECHO", "all")
    ),
    ShellOption(
      short: "b",
      long: ["echo-errors"],
      group: .general,
      help: "echo failed statements",
      effect: .set("ECHO", "errors")
    ),
    ShellOption(
      short: "e",
      long: ["echo-queries"],
      group: .general,
      help: "echo statements",
      effect: .set("ECHO", "queries")
    ),
    ShellOption(
      short: "E",
      long: ["echo-hidden"],
      group: .general,
      help: "show the HTTP requests",
      effect: .set("ECHO_HIDDEN", "on")
    ),
    ShellOption(
      short: nil,
      long: ["debug"],
      value: "FILE",
      group: .general,
      help: "add the HTTP traffic to a file, without secrets",
      effect: .debug
    ),
    ShellOption(
      short: "q",
      long: ["quiet"],
      group: .general,
      help: "no banner, no command tags, no notices",
      effect: .quiet
    ),
    ShellOption(
      short: "n",
      long: ["no-readline"],
      group: .general,
      help: "no line editing, no history",
      effect: .noReadline
    ),
    ShellOption(
      short: "s",
      long: ["single-step"],
      group: .general,
      help: "confirm each statement",
      effect: .set("SINGLESTEP", "on")
    ),
    ShellOption(
      short: "S",
      long: ["single-line"],
      group: .general,
      help: "a line break ends a statement",
      effect: .set("SINGLELINE", "on")
    ),
    ShellOption(
      short: nil,
      long: [],
      words: ["bail"],
      group: .general,
      help: "stop at the first error (-v ON_ERROR_STOP=on)",
      effect: .set("ON_ERROR_STOP", "on")
    ),
    ShellOption(
      short: nil,
      long: ["error-format"],
      value: "text|json",
      group: .general,
      help: "errors as text or as one JSON object a line",
      effect: .errorFormat
    ),
    ShellOption(
      short: nil,
      long: ["color"],
      value: "WHEN",
      group: .general,
      help: "auto, always or never",
      effect: .color
    ),
    ShellOption(
      short: "?",
      long: ["help"],
      words: ["help"],
      value: "TOPIC",
      valueIsOptional: true,
      group: .general,
      help: "this help, or that on commands or variables",
      effect: .help
    ),
    ShellOption(
      short: "V",
      long: ["version"],
      words: ["version"],
      group: .general,
      help: "show the version",
      effect: .version
    ),

    ShellOption(
      short: "o",
      long: ["output"],
      value: "FILE",
      group: .output,
      help: "results to a file, or to a command with |COMMAND",
      effect: .output
    ),
    ShellOption(
      short: "P",
      long: ["pset"],
      value: "NAME=VALUE",
      group: .output,
      help: "set a print option",
      effect: .printOption
    ),
    ShellOption(
      short: nil,
      long: ["format"],
      value: "NAME",
      group: .output,
      help: "aligned, wrapped, box, unaligned, csv, tsv, json, jsonl, markdown, html, insert, none",
      effect: .psetValue("format")
    ),
    ShellOption(
      short: "A",
      long: ["no-align"],
      words: ["list"],
      group: .output,
      help: "unaligned",
      effect: .pset("format", "unaligned")
    ),
    ShellOption(
      short: "t",
      long: ["tuples-only"],
      words: ["noheader"],
      group: .output,
      help: "rows only",
      effect: .pset("tuples_only", "on")
    ),
    ShellOption(
      short: nil,
      long: [],
      words: ["header"],
      group: .output,
      help: "header and footer too",
      effect: .pset("tuples_only", "off")
    ),
    ShellOption(
      short: "x",
      long: ["expanded"],
      words: ["line"],
      group: .output,
      help: "each value on a line of its own",
      effect: .pset("expanded", "on")
    ),
    ShellOption(
      short: "H",
      long: ["html"],
      words: ["html"],
      group: .output,
      help: "an HTML table",
      effect: .pset("format", "html")
    ),
    ShellOption(
      short: nil,
      long: ["csv"],
      words: ["csv"],
      group: .output,
      help: "CSV",
      effect: .pset("format", "csv")
    ),
    ShellOption(
      short: nil,
      long: ["tsv"],
      group: .output,
      help: "values with tabs between",
      effect: .pset("format", "tsv")
    ),
    ShellOption(
      short: nil,
      long: ["json"],
      words: ["json"],
      group: .output,
      help: "one JSON array",
      effect: .pset("format", "json")
    ),
    ShellOption(
      short: nil,
      long: ["jsonl"],
      words: ["jsonlines"],
      group: .output,
      help: "one JSON object a line",
      effect: .pset("format", "jsonl")
    ),
    ShellOption(
      short: nil,
      long: ["markdown"],
      words: ["markdown"],
      group: .output,
      help: "a Markdown table",
      effect: .pset("format", "markdown")
    ),
    ShellOption(
      short: nil,
      long: ["box"],
      words: ["box"],
      group: .output,
      help: "a table in a frame",
      effect: .pset("format", "box")
    ),
    ShellOption(
      short: "F",
      long: ["field-separator"],
      value: "SEP",
      group: .output,
      help: "what stands between values (unaligned)",
      effect: .psetValue("fieldsep")
    ),
    ShellOption(
      short: "R",
      long: ["record-separator"],
      value: "SEP",
      group: .output,
      help: "what stands between rows (unaligned)",
      effect: .psetValue("recordsep")
    ),
    ShellOption(
      short: "z",
      long: ["field-separator-zero"],
      group: .output,
      help: "a zero byte between values",
      effect: .pset("fieldsep", "\0")
    ),
    ShellOption(
      short: "0",
      long: ["record-separator-zero"],
      group: .output,
      help: "a zero byte between rows",
      effect: .pset("recordsep", "\0")
    ),

    ShellOption(
      short: "d",
      long: ["profile"],
      value: "NAME",
      group: .connection,
      help: "a connection profile; local is the embedded service",
      effect: .profile
    ),
    ShellOption(
      short: "l",
      long: ["list"],
      group: .connection,
      help: "list the profiles and exit",
      effect: .listProfiles
    ),
    ShellOption(
      short: nil,
      long: ["local"],
      group: .connection,
      help: "the embedded service on its own file",
      effect: .local
    ),
    ShellOption(
      short: nil,
      long: ["local-file"],
      value: "PATH",
      group: .connection,
      help: "the embedded service on this file",
      effect: .localFile
    ),
    ShellOption(
      short: nil,
      long: ["memory"],
      group: .connection,
      help: "the embedded service on no file",
      effect: .memory
    ),
    ShellOption(
      short: nil,
      long: ["api-level"],
      value: "LEVEL",
      group: .connection,
      help: "the embedded service as cloud, suite-2023.4 or suite-2024.10",
      effect: .apiLevel
    ),
    ShellOption(
      short: nil,
      long: ["without"],
      value: "LIST",
      group: .connection,
      help: "the embedded service without these features, commas between them",
      effect: .without
    ),
    ShellOption(
      short: nil,
      long: ["trait"],
      value: "NAME=VALUE",
      group: .connection,
      help: "the embedded service with this trait; may repeat",
      effect: .trait
    ),
    ShellOption(
      short: nil,
      long: ["role"],
      value: "USER=ROLE,…",
      group: .connection,
      help: "the embedded service with these roles of a user, kept in its file; may repeat",
      effect: .role
    ),
    ShellOption(
      short: nil,
      long: ["role-file"],
      value: "FILE",
      group: .connection,
      help: "the same, custom roles and users' roles from this JSON file",
      effect: .roleFile
    ),
    ShellOption(
      short: nil,
      long: ["latency"],
      value: "MS",
      group: .connection,
      help: "the embedded service, each answer held back so many milliseconds",
      effect: .latency
    ),
    ShellOption(
      short: nil,
      long: ["jitter"],
      value: "MS",
      group: .connection,
      help: "the same, at most so many more at random",
      effect: .jitter
    ),
    ShellOption(
      short: nil,
      long: ["throttle"],
      value: "N/s",
      group: .connection,
      help: "the embedded service, refusing more requests a second",
      effect: .throttle
    ),
    ShellOption(
      short: nil,
      long: ["fail"],
      value: "[KIND=]RATE",
      group: .connection,
      help: "the embedded service, failing at random; 500, 503, 429, cut, lost, html",
      effect: .fail
    ),
    ShellOption(
      short: nil,
      long: ["seed"],
      value: "N",
      group: .connection,
      help: "the same at random on every run",
      effect: .seed
    ),
    ShellOption(
      short: nil,
      long: ["no-uipath-env"],
      group: .connection,
      help: "ignore UIPATH_URL and UIPATH_ACCESS_TOKEN",
      effect: .ignoreUIPathEnvironment
    ),

    ShellOption(
      short: nil,
      long: ["read-only"],
      words: ["readonly"],
      group: .safety,
      help: "refuse every write",
      effect: .readOnly
    ),
    ShellOption(
      short: nil,
      long: ["dry-run"],
      group: .safety,
      help: "show what would be written, send nothing",
      effect: .dryRun
    ),
    ShellOption(
      short: "y",
      long: ["yes"],
      group: .safety,
      help: "answer yes to questions about writes, lift MAX_WRITE_ROWS",
      effect: .yes
    ),
  ]
}
