import DSQLDiagnostics
import DSQLRendering

/// The print options of a session (`\pset`).
struct PrintOptions: Sendable {
  /// Whether long output goes through a pager.
  enum Pager: String, CaseIterable, Sendable { case on, always, off }

  var render: RenderOptions
  var pager: Pager = .on
  var pagerMinimumLines = 0

  /// The names, as `\pset` has them.
  static let names = [
    "ambiguous_width", "border", "cell_width", "columns", "csv_fieldsep", "expanded", "fieldsep",
    "footer", "format", "insert_table", "linestyle", "null", "numericlocale", "pager",
    "pager_min_lines", "recordsep", "tableattr", "title", "tuples_only",
  ]

  /// The name that an unambiguous beginning means.
  static func fullName(_ name: String) -> String? {
    if names.contains(name) { return name }
    let synonyms = ["t": "tuples_only", "x": "expanded", "vertical": "expanded"]
    if let synonym = synonyms[name] { return synonym }
    let found = names.filter { $0.hasPrefix(name) }
    return found.count == 1 && !name.isEmpty ? found[0] : nil
  }

  /// Sets an option.
  ///
  /// - Parameters:
  ///   - name: Its full name.
  ///   - value: The value; nil turns a switch over, and a text off.
  /// - Returns: What is wrong with the value, or nil.
  mutating func set(_ name: String, to value: String?) -> CommandFault? {
    switch name {
    case "format": return setFormat(value)
    case "border": return number(value, 0...2, name) { $0.render.border = $1 }
    case "linestyle": return setLineStyle(value)
    case "expanded": return setExpanded(value)
    case "null": render.nullText = value ?? ""
    case "columns":
      return number(value, 0...100_000, name) { options, columns in
        options.render.columns = columns == 0 ? nil : columns
      }
    case "cell_width": return number(value, 0...1_000_000, name) { $0.render.cellWidth = $1 }
    case "fieldsep": render.fieldSeparator = value ?? "|"
    case "recordsep": render.recordSeparator = value ?? "\n"
    case "csv_fieldsep": return setCSVSeparator(value)
    case "tuples_only": return toggle(value, name, \.tuplesOnly)
    case "footer": return toggle(value, name, \.showsFooter)
    case "title": render.title = value
    case "tableattr": render.tableAttributes = value
    case "insert_table": render.insertTable = value
    case "ambiguous_width": return number(value, 1...2, name) { $0.render.ambiguousWidth = $1 }
    case "pager": return setPager(value)
    case "pager_min_lines": return number(value, 0...100_000, name) { $0.pagerMinimumLines = $1 }
    case "numericlocale":
      if value.flatMap({ BooleanWord.value(of: $0) }) != false {
        return CommandFault(
          "\\pset: numbers are always written without grouping",
          code: .featureNotSupported
        )
      }
    default: return CommandFault("\\pset: unknown option: \(name)")
    }
    return nil
  }

  /// What an option is set to.
  func value(of name: String) -> String {
    switch name {
    case "format": render.format.rawValue
    case "border": String(render.border)
    case "linestyle": render.lineStyle.rawValue
    case "expanded": render.expanded.rawValue
    case "null": render.nullText.map { "'\($0)'" } ?? "standard"
    case "columns": String(render.columns ?? 0)
    case "cell_width": String(render.cellWidth ?? 0)
    case "fieldsep": Self.quoted(render.fieldSeparator)
    case "recordsep": Self.quoted(render.recordSeparator)
    case "csv_fieldsep": Self.quoted(render.csvFieldSeparator)
    case "tuples_only": render.tuplesOnly ? "on" : "off"
    case "footer": render.showsFooter ? "on" : "off"
    case "title": render.title ?? "unset"
    case "tableattr": render.tableAttributes ?? "unset"
    case "insert_table": render.insertTable ?? "unset"
    case "ambiguous_width": String(render.ambiguousWidth)
    case "pager": pager.rawValue
    case "pager_min_lines": String(pagerMinimumLines)
    case "numericlocale": "off"
    default: ""
    }
  }

  /// The sentence that tells an option's new value.
  func announcement(of name: String) -> String {
    switch name {
    case "format": "Output format is \(value(of: name))."
    case "border": "Border style is \(value(of: name))."
    case "linestyle": "Line style is \(value(of: name))."
    case "expanded":
      render.expanded == .auto
        ? "Expanded display is used automatically." : "Expanded display is \(value(of: name))."
    case "null":
      render.nullText.map { "Null display is \"\($0)\"." } ?? "Null display is the format's own."
    case "columns":
      render.columns.map { "Target width is \($0)." } ?? "Target width is unset."
    case "cell_width": "Cell width is \(value(of: name))."
    case "fieldsep": "Field separator is \"\(render.fieldSeparator)\"."
    case "recordsep":
      render.recordSeparator == "\n"
        ? "Record separator is <newline>." : "Record separator is \"\(render.recordSeparator)\"."
    case "csv_fieldsep": "Field separator for CSV is \"\(render.csvFieldSeparator)\"."
    case "tuples_only": "Tuples only is \(value(of: name))."
    case "footer": "Default footer is \(value(of: name))."
    case "title": render.title.map { "Title is \"\($0)\"." } ?? "Title is unset."
    case "pager":
      switch pager {
      case .on: "Pager is used for long output."
      case .always: "Pager is always used."
      case .off: "Pager usage is off."
      }
    default: "\(name) is \(value(of: name))."
    }
  }

  /// The formats that a program reads: data is exact, and nothing else may stand between.
  var isForMachines: Bool {
    switch render.format {
    case .csv, .tsv, .json, .jsonl, .insert, .html, .markdown: true
    case .aligned, .wrapped, .box, .unaligned, .none: false
    }
  }

  private static func quoted(_ text: String) -> String {
    let shown = text.map { character in
      switch character {
      case "\n": "\\n"
      case "\t": "\\t"
      case "\0": "\\0"
      default: String(character)
      }
    }
    return "'\(shown.joined())'"
  }

  private mutating func setFormat(_ value: String?) -> CommandFault? {
    guard let value else { return nil }
    let word = value == "jsonlines" ? "jsonl" : value.lowercased()
    let all = RenderFormat.allCases
    let found = all.filter { $0.rawValue == word }
    let starting = all.filter { $0.rawValue.hasPrefix(word) && !word.isEmpty }
    guard let format = found.first ?? (starting.count == 1 ? starting[0] : nil) else {
      let names = all.map(\.rawValue).joined(separator: ", ")
      return CommandFault("\\pset: allowed formats are \(names)", code: .invalidParameter)
    }
    render.format = format
    return nil
  }

  private mutating func setLineStyle(_ value: String?) -> CommandFault? {
    guard let value else { return nil }
    let style = RenderLineStyle.allCases.first { $0.rawValue.hasPrefix(value.lowercased()) }
    guard let style, !value.isEmpty else {
      return CommandFault(
        "\\pset: allowed line styles are ascii, unicode",
        code: .invalidParameter
      )
    }
    render.lineStyle = style
    return nil
  }

  private mutating func setExpanded(_ value: String?) -> CommandFault? {
    guard let value else {
      render.expanded = render.expanded == .off ? .on : .off
      return nil
    }
    if value == "auto" {
      render.expanded = .auto
    } else if let flag = BooleanWord.value(of: value) {
      render.expanded = flag ? .on : .off
    } else {
      return CommandFault(
        "unrecognized value \"\(value)\" for \"\\pset expanded\"",
        code: .invalidParameter,
        hint: "Available values are: on, off, auto."
      )
    }
    return nil
  }

  private mutating func setPager(_ value: String?) -> CommandFault? {
    guard let value else {
      pager = pager == .on ? .off : .on
      return nil
    }
    if value == "always" {
      pager = .always
    } else if let flag = BooleanWord.value(of: value) {
      pager = flag ? .on : .off
    } else {
      return CommandFault(
        "unrecognized value \"\(value)\" for \"\\pset pager\"",
        code: .invalidParameter,
        hint: "Available values are: on, off, always."
      )
    }
    return nil
  }

  private mutating func setCSVSeparator(_ value: String?) -> CommandFault? {
    guard let value, value.utf8.count == 1, value != "\"", value != "\n", value != "\r" else {
      return CommandFault(
        "\\pset: csv_fieldsep must be a single one-byte character other than quote and line break",
        code: .invalidParameter
      )
    }
    render.csvFieldSeparator = value
    return nil
  }

  private mutating func toggle(
    _ value: String?,
    _ name: String,
    _ option: WritableKeyPath<RenderOptions, Bool>
  ) -> CommandFault? {
    guard let value else {
      render[keyPath: option].toggle()
      return nil
    }
    guard let flag = BooleanWord.value(of: value) else {
      return CommandFault(
        "unrecognized value \"\(value)\" for \"\\pset \(name)\": Boolean expected",
        code: .invalidParameter
      )
    }
    render[keyPath: option] = flag
    return nil
  }

  private mutating func number(
    _ value: String?,
    _ range: ClosedRange<Int>,
    _ name: String,
    _ store: (inout PrintOptions, Int) -> Void
  ) -> CommandFault? {
    guard let value else { return nil }
    guard let number = Int(value), range.contains(number) else {
      return CommandFault(
        "\\pset: \(name) takes a number from \(range.lowerBound) to \(range.upperBound)",
        code: .invalidParameter
      )
    }
    store(&self, number)
    return nil
  }
}
