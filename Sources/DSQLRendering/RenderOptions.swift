package import DSQLTypes

/// Everything that decides how a result looks; the values of `\pset`.
///
/// - Source: `shell-conventions.md` §9.
package struct RenderOptions: Sendable {
  package var format: RenderFormat = .aligned
  /// 0, 1 or 2: how much of a frame the aligned formats and the HTML table have.
  package var border = 1
  package var lineStyle: RenderLineStyle = .ascii
  package var expanded: RenderExpansion = .off
  /// What stands for NULL; nil leaves it to the format.
  package var nullText: String?
  /// The cells of a line that `wrapped` and `expanded auto` keep to; nil where there is no limit.
  package var columns: Int?
  /// The most cells of one value in the aligned formats; nil and 0 cut nothing.
  package var cellWidth: Int?
  /// What stands between values in `unaligned`.
  package var fieldSeparator = "|"
  /// What stands between rows in `unaligned`.
  package var recordSeparator = "\n"
  /// What stands between values in `csv`: one character.
  package var csvFieldSeparator = ","
  /// Whether header, title and footer are left out.
  package var tuplesOnly = false
  /// Whether the aligned formats, `unaligned` and `html` end with the number of rows.
  package var showsFooter = true
  /// A line above the result.
  package var title: String?
  /// The attributes of the HTML table.
  package var tableAttributes: String?
  /// The entity that `insert` names; nil where the result is of no single one.
  package var insertTable: String?
  /// The cells of a character whose width is ambiguous: 1 or 2.
  package var ambiguousWidth = 1
  /// Where instants are shown.
  package var zone: SessionZone = .utc
  /// Whether NULL is dimmed.
  package var usesColour = false

  /// The options that psql begins with: `aligned`, border 1, lines of ASCII.
  package init() {}

  /// The first options with another format.
  package init(format: RenderFormat) { self.format = format }
}

/// The characters that frames are drawn with.
package enum RenderLineStyle: String, CaseIterable, Sendable {
  case ascii, unicode
}

/// Whether each value of a row stands on a line of its own.
package enum RenderExpansion: String, CaseIterable, Sendable {
  case off, on
  /// Only where there are several columns and the aligned form is wider than the line.
  case auto
}
