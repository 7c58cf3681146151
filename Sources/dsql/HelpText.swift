/// The text of `dsql --help`.
enum HelpText {
  static var text: String {
    var lines = [
      "dsql is a SQL shell over UiPath Data Service.",
      "",
      "Usage:",
      "  dsql [OPTION]... [PROFILE] [SQL]",
      "  dsql [OPTION]... SCRIPT [ARGUMENT]...",
      "  dsql serve [OPTION]...",
      "  dsql login|logout|whoami|token|config [OPTION]...",
      "",
      "An argument with a blank in it is SQL; one with a / in it, or that ends in .dsql or .sql,",
      "is a script; any other is a profile. Without a profile, dsql starts a Data Service of its",
      "own with sample data.",
    ]
    for group in ShellOption.Group.allCases {
      lines += ["", "\(group.rawValue):"]
      for option in OptionTable.options where option.group == group {
        lines.append(line(option))
      }
    }
    lines += ["", "At the prompt, \\? lists the commands and \\h the statements."]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ option: ShellOption) -> String {
    var names: [String] = []
    if let short = option.short { names.append("-\(short)") }
    names += option.long.map { "--\($0)" }
    if names.isEmpty { names = option.words.map { "-\($0)" } }
    var left = names.joined(separator: ", ")
    if let value = option.value {
      left +=
        option.valueIsOptional ? "[=\(value)]" : option.long.isEmpty ? " \(value)" : "=\(value)"
    }
    if left.count > 30 { return "  \(left)\n" + String(repeating: " ", count: 34) + option.help }
    return "  \(left)" + String(repeating: " ", count: 32 - left.count) + option.help
  }
}
