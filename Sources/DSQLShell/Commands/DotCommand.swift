/// The dot commands of sqlite3 and DuckDB, as backslash commands.
///
/// - Source: `shell-conventions.md` §4.
enum DotCommand {
  /// What a dot command becomes.
  enum Meaning: Hashable, Sendable {
    /// The text behind a backslash, for one or more commands.
    case commands([String])
    /// It has no counterpart, for this reason.
    case refused(String)
  }

  /// The meaning of a line that begins with a dot.
  static func meaning(of line: String) -> Meaning {
    let words = line.dropFirst().split(maxSplits: 1, whereSeparator: \.isWhitespace)
    let name = words.first.map(String.init) ?? ""
    let rest = words.count > 1 ? words[1].trimmingSuffix { $0.isWhitespace } : ""
    switch name {
    case "mode": return mode(rest)
    case "print": return .commands(["echo \(rest)"])
    case "echo": return .commands(["set ECHO \(isOff(rest) ? "none" : "queries")"])
    case "headers", "header": return .commands(["pset tuples_only \(isOff(rest) ? "on" : "off")"])
    case "bail": return .commands(["set ON_ERROR_STOP \(rest.isEmpty ? "on" : rest)"])
    default: break
    }
    if let command = table[name] {
      return .commands([rest.isEmpty ? command : "\(command) \(rest)"])
    }
    if meaningless.contains(name) { return .refused(".\(name) has no meaning for a service") }
    return .refused("unknown command: .\(name)")
  }

  /// The names that are understood.
  static var names: [String] {
    (["bail", "echo", "headers", "mode", "print"] + table.keys).sorted()
  }

  private static let table: [String: String] = [
    "help": "?", "quit": "q", "exit": "q", "databases": "l", "schema": "d", "tables": "dt",
    "read": "i", "output": "o", "show": "pset", "edit": "e", "history": "s", "cd": "cd",
    "shell": "!", "system": "!", "nullvalue": "pset null", "separator": "pset fieldsep",
    "timer": "timing", "width": "pset columns", "open": "c",
  ]

  private static func isOff(_ word: String) -> Bool { BooleanWord.value(of: word) == false }

  private static let meaningless: Set<String> = [
    "vacuum", "backup", "restore", "clone", "dbinfo", "indexes", "indices", "lint", "load",
    "recover", "save", "scanstats", "sha3sum", "trace", "vfsinfo", "vfslist", "vfsname",
    "auth", "cache", "changes", "dbconfig", "filectrl", "fullschema", "imposter", "limit", "log",
    "parameter", "progress", "prompt", "selftest", "session", "stats", "testcase", "testctrl",
    "timeout", "unmodule", "wal_checkpoint", "archive", "binary", "crnl", "excel", "explain",
    "import", "dump", "connection", "nonce", "eqp",
  ]

  private static func mode(_ words: String) -> Meaning {
    let parts = words.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let name = parts.first else { return .commands(["pset format"]) }
    let format: (String) -> Meaning = { .commands(["pset format \($0)"]) }
    switch name {
    case "duckbox": return format("aligned")
    case "table": return .commands(["pset format aligned", "pset border 2"])
    case "column", "columns": return .commands(["pset format aligned", "pset border 0"])
    case "tabs": return format("tsv")
    case "jsonlines": return format("jsonl")
    case "line", "lines": return .commands(["x on"])
    case "list": return format("unaligned")
    case "box", "csv", "tsv", "json", "jsonl", "markdown", "html", "aligned", "wrapped":
      return format(name)
    case "insert", "quote":
      let table = parts.count > 1 ? ["pset insert_table \(parts[1])"] : []
      return .commands(["pset format insert"] + table)
    case "trash": return format("none")
    default: return .refused("unknown mode: \(name)")
    }
  }
}

extension Substring {
  /// The text without the characters at its end that a condition holds for.
  fileprivate func trimmingSuffix(_ isDropped: (Character) -> Bool) -> String {
    var rest = self
    while let last = rest.last, isDropped(last) { rest = rest.dropLast() }
    return String(rest)
  }
}
