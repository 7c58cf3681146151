/// What `help` and `\?` print.
enum HelpText {
  static let greeting = """
    You are using dsql, a SQL shell for UiPath Data Service.
    Type:  \\? for help with dsql commands
           \\h for help with SQL statements
           \\d to list entities
           \\g or terminate with semicolon to execute a statement
           \\q to quit

    """

  static let commands = """
    General
      \\copy ...              import from or export to a file
      \\errverbose            show the last error at full length
      \\g [(OPTIONS)] [FILE]  run the statement (or the last one), into a file or |command
      \\gx [(OPTIONS)] [FILE] as \\g, with expanded output
      \\gdesc                 describe the result without running the statement
      \\gset [PREFIX]         run and store the one row in variables
      \\gexec                 run, then run each value of the result
      \\gplan                 show the plan of the statement
      \\q [N]                 leave
      \\refresh               read the schema again

    Help
      \\? [commands|options|variables]
      \\h [STATEMENT]

    Buffer
      \\e [FILE] [LINE]       edit the statement with an editor
      \\p                     show the statement
      \\r                     clear it
      \\s [FILE]              show the history, or write it to a file
      \\w FILE                write the statement to a file

    Input and output
      \\echo [-n] [TEXT]      write to standard output
      \\qecho [-n] [TEXT]     write to where results go
      \\warn [-n] [TEXT]      write to standard error
      \\i FILE [ARG ...]      run a file
      \\ir FILE [ARG ...]     as \\i, from the folder of the running script
      \\o [FILE]              lead results to a file or |command

    Conditions
      \\if EXPR  \\elif EXPR  \\else  \\endif

    Schema (S = fields of the service too, + = more detail)
      \\d[S+] [NAME]          list entities, or describe one
      \\dt[+] \\dE[+] [PATTERN]  list native, or read-only entities
      \\dT[+] [PATTERN]       list choice sets, with + their choices
      \\dp [PATTERN]          list what this login may do with each entity

    Format
      \\a                     switch between aligned and unaligned
      \\C [TEXT]              set the title
      \\f [TEXT]              show or set the field separator
      \\H                     switch HTML
      \\pset [NAME [VALUE]]   show or set a print option
      \\t [on|off]            show rows only
      \\x [on|off|auto]       expanded output

    Connection
      \\c [PROFILE]           connect to a profile, or anew
      \\conninfo              show the connection
      \\l [PATTERN]           list the profiles
      \\login [PROFILE]       sign in
      \\logout                end the login
      \\reconnect             try again after a refused token
      \\whoami                show who is signed in

    Session
      \\cd [DIR]              change the folder
      \\dry [on|off]          preview writes instead of sending them
      \\getenv V ENV          fetch an environment variable
      \\setenv ENV [VALUE]    set or unset an environment variable
      \\timing [on|off]       show how long statements take
      \\! [COMMAND]           run a command in a shell

    Variables
      \\prompt [-s] [TEXT] NAME  ask for a value
      \\set [NAME [VALUE]]    set a variable, or list all
      \\unset NAME            unset a variable

    """

  static let options = """
    Usage:
      dsql [OPTION]... [PROFILE] [SQL]
      dsql [OPTION]... SCRIPT [ARG]...

    `dsql --help=options` lists all options.

    """

  static let variables = """
    Variables that steer dsql (\\set NAME VALUE; \\unset brings the default back)
      BATCH               auto, always, never: how records are written
      COMP_KEYWORD_CASE   lower, upper, preserve-lower, preserve-upper
      CONFIRM_ROWS        an UPDATE or DELETE of so many rows asks
      ECHO                none, errors, queries, all
      ECHO_HIDDEN         show the HTTP requests
      FETCH_COUNT         records of a page, 1 to 1000
      HISTCONTROL         none, ignorespace, ignoredups, ignoreboth
      HISTFILE, HISTSIZE  the history's file and length
      IGNOREEOF           how often Ctrl-D is ignored
      MAX_REQUESTS        the most requests of a statement
      MAX_WRITE_ROWS      the most rows that a statement may write
      ON_ERROR_STOP       stop after an error
      PROMPT1..PROMPT3    the prompts
      PUSHDOWN            on, strict, off
      QUIET               no tags and notices
      SAFE_UPDATES        refuse UPDATE and DELETE without WHERE
      SINGLELINE          a line break ends a statement
      TIMEZONE            the zone that times are shown in
      VERBOSITY           default, terse, verbose, sqlstate

    Set by dsql
      COMPLETE ERROR LAST_ERROR_MESSAGE LAST_ERROR_SQLSTATE ROW_COUNT SQLSTATE
      REQUEST_COUNT PROBE_COUNT SHELL_ERROR SHELL_EXIT_CODE
      PROFILE ORG TENANT FOLDER USER VERSION

    """

  /// The forms of the statements, by their first words.
  static let statements: [(name: String, form: String)] = [
    (
      "SELECT",
      """
      [WITH name AS (query) [, ...]]
      SELECT [DISTINCT] item [, ...] [FROM entity [alias] [JOIN entity ON condition] ...]
        [WHERE condition] [GROUP BY expression [, ...]] [HAVING condition]
        [ORDER BY expression [ASC|DESC] [NULLS FIRST|LAST] [, ...]] [LIMIT n] [OFFSET n]
      """
    ),
    (
      "INSERT",
      """
      INSERT INTO entity [(field, ...)] {VALUES (value, ...) [, ...] | query} [RETURNING item, ...]
      """
    ),
    (
      "UPDATE",
      """
      UPDATE entity [alias] SET field = value [, ...] [FROM entity [alias]] WHERE condition
        [RETURNING item, ...]
      """
    ),
    ("DELETE", "DELETE FROM entity [alias] WHERE condition [RETURNING item, ...]"),
    ("EXPLAIN", "EXPLAIN statement"),
    (
      "CREATE ENTITY",
      """
      CREATE ENTITY [IF NOT EXISTS] name (field type [REQUIRED] [UNIQUE] [DEFAULT value]
        [REFERENCES entity] [COMMENT text], ...)
      """
    ),
    ("CREATE CHOICE SET", "CREATE CHOICE SET [IF NOT EXISTS] name ('label' [AS name], ...)"),
    ("DROP ENTITY", "DROP ENTITY [IF EXISTS] name"),
    ("DROP CHOICE SET", "DROP CHOICE SET [IF EXISTS] name"),
    ("DESCRIBE", "DESCRIBE entity"),
    ("SHOW", "SHOW {ENTITIES | FIELDS FROM entity | CHOICE SETS | CHOICES FROM set | LIMITS}"),
  ]
}

extension ShellSession {
  /// `\?`.
  func help(_ arguments: inout ArgumentReader) throws(CommandFault) -> CommandResult {
    switch try arguments.next() {
    case nil, "commands": console.printResult(HelpText.commands)
    case "options": console.printResult(HelpText.options)
    case "variables": console.printResult(HelpText.variables)
    case let topic?:
      let lines = HelpText.commands.split(separator: "\n").filter { $0.contains(topic) }
      guard !lines.isEmpty else {
        throw CommandFault("no help on \"\(topic)\"", hint: "Try \\? commands.")
      }
      console.printResult(lines.joined(separator: "\n") + "\n")
    }
    return .done
  }

  /// `\h`.
  func syntaxHelp(_ words: String) -> CommandResult {
    var wanted = words.uppercased()
    if wanted.hasSuffix(";") { wanted.removeLast() }
    if wanted.isEmpty {
      let names = HelpText.statements.map { "  \($0.name)\n" }.joined()
      console.print("Available help:\n" + names)
      return .done
    }
    let found = HelpText.statements.filter { wanted == "*" || $0.name.hasPrefix(wanted) }
    if found.isEmpty {
      console.print("No help available for \"\(words)\".\nTry \\h with no arguments.\n")
      return .done
    }
    for (name, form) in found { console.print("Command: \(name)\nSyntax:\n\(form)\n\n") }
    return .done
  }
}
