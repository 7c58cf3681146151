/// The help on the shell that the program prints too (`--help=commands`).
package enum ShellHelp {
  package static var commands: String { HelpText.commands }
  package static var variables: String { HelpText.variables }
}
