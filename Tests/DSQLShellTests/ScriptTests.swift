import DSQLShell
import Testing

@Suite("Scripts")
struct ScriptTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var script: String
    var output = ""
    var errors = ""
    var status: Int32 = 0
    var files: [String: String] = [:]
    var testDescription: String { name }
  }

  static let cases: [Case] = statements + variables + commands + conditions

  @Test("A script gives its text and its status", arguments: cases)
  func check(_ sample: Case) async throws {
    let run = try await ScriptRun.file(sample.script, files: sample.files)
    #expect(run.output == sample.output)
    #expect(run.errors == sample.errors)
    #expect(run.ending == .status(sample.status))
  }

  static let unaligned = "\\pset format unaligned\n"
  static let formatIs = "Output format is unaligned.\n"

  private static let statements = [
    Case(
      name: "one statement",
      script: "\u{FEFF}#!/usr/bin/env dsql\r\nselect two;\r\n",
      output: " a |  b   \n---+------\n x | NULL\n y | z\n(2 rows)\n\n"
    ),
    Case(
      name: "several on a line, the last without semicolon",
      script: "\\t\n\\a\nselect 1; -- one\n/* ; */ select /* inner */ none; select 1",
      output: "Tuples only is on.\nOutput format is unaligned.\n1\n",
      errors: "dsql:t.dsql:4: ERROR:  column \"none\" does not exist\n"
        + "LINE 1: select /* inner */ none\n"
        + "                           ^\nHINT:  Look again.\n",
      status: 3
    ),
    Case(name: "tags", script: "insert; create;", output: "INSERT 0 3\nCREATE ENTITY\n"),
    Case(name: "quiet", script: "\\set QUIET on\ninsert;"),
    Case(
      name: "an error stops, with its line in the file",
      script: "insert;\n\nselect\n  Totl;\ninsert;",
      output: "INSERT 0 3\n",
      errors: "dsql:t.dsql:4: ERROR:  column \"Totl\" does not exist\n"
        + "LINE 2:   Totl\n          ^\nHINT:  Look again.\n",
      status: 3
    ),
    Case(
      name: "go on after errors, the worst decides",
      script: "\\set ON_ERROR_STOP off\nrefused;\noffline;\npartial;\nrefused;\ninsert;",
      output: "INSERT 0 3\n",
      errors: "dsql:t.dsql:2: ERROR:  refused\ndsql:t.dsql:3: ERROR:  no way\n"
        + "dsql:t.dsql:4: ERROR:  partly\ndsql:t.dsql:5: ERROR:  refused\n",
      status: 4
    ),
    Case(
      name: "help leaves nothing in the buffer",
      script: "help\ninsert;",
      output: "You are using dsql, a SQL shell for UiPath Data Service.\n"
        + "Type:  \\? for help with dsql commands\n"
        + "       \\h for help with SQL statements\n"
        + "       \\d to list entities\n"
        + "       \\g or terminate with semicolon to execute a statement\n"
        + "       \\q to quit\n"
        + "INSERT 0 3\n"
    ),
    Case(
      name: "a guard",
      script: "refused;",
      errors: "dsql:t.dsql:1: ERROR:  refused\n",
      status: 5
    ),
    Case(
      name: "terse",
      script: "\\set VERBOSITY terse\nselect x;",
      errors: "dsql:t.dsql:2: ERROR:  column \"x\" does not exist at character 8\n",
      status: 3
    ),
    Case(
      name: "an open quote",
      script: "insert;\nselect 'abc\nd",
      output: "INSERT 0 3\n",
      errors: "dsql:t.dsql:2: ERROR:  unterminated quoted string\n"
        + "LINE 1: select 'abc\n               ^\n",
      status: 3
    ),
  ]

  private static let variables = [
    Case(
      name: "forms",
      script: "\\set v it's\n\\echo :v :'v' :\"v\" :{?v} :{?w} a:b 12:30\n",
      output: "",
      errors: "dsql:t.dsql:1: \\set: unterminated quoted string\n",
      status: 3
    ),
    Case(
      name: "forms in arguments",
      script: "\\set v 'it''s'\n\\echo :v :'v' :\"v\" :{?v} :{?w} a:b 12:30 '\\t|\\x41'\n",
      output: "it's 'it''s' \"it's\" TRUE FALSE a:b 12:30 \t|A\n"
    ),
    Case(name: "in a statement", script: "\\set n 1\nselect :n;", output: rows(["1"])),
    Case(
      name: "unset",
      script: "select :nix;",
      errors: "dsql:t.dsql:1: ERROR:  variable \"nix\" is not set\nLINE 1: select :nix\n"
        + "               ^\nHINT:  Set it with \\set nix VALUE, or write \\: for a colon.\n",
      status: 3
    ),
    Case(
      name: "a wrong value keeps the old one",
      script: "\\set ON_ERROR_STOP off\n\\set pushdown sideways\n\\echo :PUSHDOWN\n"
        + "\\set pushdown strict\n\\echo :PUSHDOWN\n\\unset PUSHDOWN\n\\echo :PUSHDOWN",
      output: "on\nstrict\non\n",
      errors: "dsql:t.dsql:2: \\set: unrecognized value \"sideways\" for \"PUSHDOWN\"\n"
        + "Available values are: on, strict, off.\n",
      status: 3
    ),
    Case(
      name: "after a statement",
      script: "\\o /dev/null\nselect two;\n\\o\n\\echo :ROW_COUNT :ERROR :SQLSTATE :COMPLETE "
        + ":REQUEST_COUNT\n\\set ON_ERROR_STOP off\nselect x;\n"
        + "\\echo :ERROR :SQLSTATE :LAST_ERROR_MESSAGE",
      output: "2 false 00000 true 1\ntrue 42703 column \"x\" does not exist\n",
      errors: "dsql:t.dsql:6: ERROR:  column \"x\" does not exist\nLINE 1: select x\n"
        + "               ^\nHINT:  Look again.\n",
      status: 3
    ),
    Case(
      name: "gset",
      script: "select named \\gset p_\n\\echo :p_n :{?p_nothing}\n",
      output: "7 FALSE\n"
    ),
    Case(
      name: "gset of two rows",
      script: "select two \\gset\n",
      errors: "dsql:t.dsql:1: ERROR:  more than one row returned for \\gset\n",
      status: 3
    ),
  ]

  private static let commands = [
    Case(
      name: "unknown",
      script: "\\pse",
      errors: "dsql:t.dsql:1: invalid command \\pse\n"
        + "Try \\? for help. Perhaps you meant \\pset.\n",
      status: 3
    ),
    Case(name: "leave with a status", script: "\\q 7\ninsert;", status: 7),
    Case(
      name: "leave a file",
      script: "\\i a.dsql\n\\echo after",
      output: "in a\nafter\n",
      files: ["a.dsql": "\\echo in a\n\\q\n\\echo never"]
    ),
    Case(
      name: "arguments of a file",
      script: "\\i a.dsql one 'two words'\n\\echo :{?1}",
      output: "one|two words\nFALSE\n",
      files: ["a.dsql": "\\echo :1'|':2\n"]
    ),
    Case(
      name: "an error in a file",
      script: "\\i a.dsql\n\\echo never",
      errors: "dsql:a.dsql:2: ERROR:  refused\n",
      status: 5,
      files: ["a.dsql": "\nrefused;"]
    ),
    Case(
      name: "a missing file",
      script: "\\i nosuch.dsql",
      errors: "dsql:t.dsql:1: \\i: nosuch.dsql: No such file or directory\n",
      status: 3
    ),
    Case(
      name: "echo",
      script: "\\echo -n a  'b  c'\n\\echo \\\\ insert;\n\\warn oops",
      output: "a b  c\nINSERT 0 3\n",
      errors: "oops\n"
    ),
    Case(
      name: "buffer",
      script: "select\n 1 \\p\n\\r\ninsert;",
      output: "select\n 1\n"
        + "Query buffer reset (cleared).\nINSERT 0 3\n"
    ),
    Case(
      name: "gx",
      script: "select two \\gx\n",
      output: "-[ RECORD 1 ]\na | x\nb | NULL\n-[ RECORD 2 ]\na | y\nb | z\n\n"
    ),
    Case(name: "g with options", script: "select two \\g (format=csv)\n", output: "a,b\nx,\ny,z\n"),
    Case(
      name: "g into a command",
      script: "select two \\g (format=csv) |cat | wc -l\n\\echo end",
      output: "end\n"
    ),
    Case(
      name: "gdesc",
      script: "select 1 \\gdesc\n",
      output: " Column |  Type   \n"
        + "--------+---------\n n      | integer\n t      | text\n(2 rows)\n\n"
    ),
    Case(
      name: "timing",
      script: "\\timing on\ninsert;",
      output: "Timing is on.\nINSERT 0 3\n",
      errors: "Time: 0.000 ms, 0 requests, 0 rows read\n"
    ),
    Case(
      name: "requests",
      script: "\\set ECHO_HIDDEN on\ninsert;",
      output: "INSERT 0 3\n",
      errors: "REQUEST:  GET /entities\n"
    ),
    Case(
      name: "dot commands",
      script: ".print hello\n.mode csv\nselect two;\n.bail off\n.vacuum\n",
      output: "hello\nOutput format is csv.\na,b\nx,\ny,z\n",
      errors: "dsql:t.dsql:5: .vacuum has no meaning for a service\n",
      status: 3
    ),
    Case(
      name: "psql's own",
      script: "\\password",
      errors: "dsql:t.dsql:1: \\password: passwords are changed in Automation Cloud\n",
      status: 3
    ),
    Case(
      name: "describe",
      script: "\\d Invoice\n",
      output: """
                                  Entity "Invoice"
          Field   |     Type      | Required | Unique | Default | References 
        ----------+---------------+----------+--------+---------+------------
         Id       | UUID          | yes      | yes    |         | 
         Number   | TEXT(40)      | yes      | yes    |         | 
         Supplier | UUID          |          |        |         | Supplier
         Total    | DECIMAL(15,2) |          |        |         | 


        """
    ),
    Case(
      name: "describe a target",
      script: "\\pset format unaligned\n\\t\n\\d supplier\n",
      output: "Output format is unaligned.\nTuples only is on.\n"
        + "Id|UUID|yes|yes||\nName|TEXT(100)|yes|||\nCountry|CHOICE(Country)||||\n"
    ),
    Case(
      name: "describe nothing",
      script: "\\d Invoise",
      errors: "ERROR:  did not find any entity named \"Invoise\"\n"
        + "HINT:  Perhaps you meant the entity \"Invoice\".\n",
      status: 3
    ),
    Case(
      name: "copy in",
      script: "\\set f a.csv\n\\copy Supplier from :'f'\n",
      output: "COPY 2\n",
      files: ["a.csv": "Name,Country\nA,Norway\nB,\n"]
    ),
    Case(
      name: "copy in with a fault",
      script: "\\copy Supplier from a.csv\n",
      errors: "dsql:t.dsql:1: ERROR:  a.csv: line 2: missing data for column \"Country\"\n"
        + "HINT:  The line has 1 fields, 2 are expected.\n",
      status: 3,
      files: ["a.csv": "Name,Country\nA\n"]
    ),
    Case(
      name: "copy out",
      script: "\\copy (select two) to o.csv\n\\! cat o.csv >&2\n",
      output: "COPY 2\n"
    ),
  ]

  private static let conditions = [
    Case(
      name: "branches",
      script: "\\set n 2\n\\if :n = 1\n\\echo one\n\\elif :n = 2\n\\echo two\n\\else\n"
        + "\\echo other :nix\nselect x;\n\\endif\n\\echo end",
      output: "two\nend\n"
    ),
    Case(
      name: "nested in a skipped branch",
      script: "\\if off\n\\if on\n\\echo a\n\\else\n\\echo b\n\\endif\n\\else\n\\echo c\n\\endif",
      output: "c\n"
    ),
    Case(
      name: "no end",
      script: "\\if on\n\\echo a",
      output: "a\n",
      errors: "dsql:t.dsql:2: reached EOF without finding closing \\endif(s)\n",
      status: 3
    ),
    Case(
      name: "no Boolean",
      script: "\\if maybe\n\\endif",
      errors: "dsql:t.dsql:1: \\if: unrecognized value \"maybe\": Boolean expected\n",
      status: 3
    ),
  ]

  private static func rows(_ values: [String]) -> String {
    " ?column? \n----------\n" + values.map { " \($0)\n" }.joined()
      + (values.count == 1 ? "(1 row)\n\n" : "(\(values.count) rows)\n\n")
  }
}
