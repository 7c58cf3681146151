import DSQLCatalog
import DSQLDiagnostics
import DSQLEngine
import DSQLRendering
import DSQLSyntax
import DSQLTransfer

extension ShellSession {
  /// `\copy`.
  func copy(
    _ arguments: inout ArgumentReader,
    in frame: InputFrame
  ) async throws(CommandFault) -> CommandResult {
    let words = arguments.restOfLine()
    let expanded: String
    switch Interpolation.expand(words, with: variables) {
    case .success(let text): expanded = text
    case .failure(let failure):
      let names = failure.diagnostics.first?.message ?? "a variable is not set"
      throw CommandFault(names, code: .undefinedParameter, hint: failure.diagnostics.first?.hint)
    }
    do {
      let command = try CopyCommand(parsing: expanded)
      switch command.direction {
      case .from: return try await load(command, in: frame)
      case .to: return try await export(command, in: frame)
      }
    } catch let error as TransferError {
      throw CommandFault(
        Self.withoutPrefix(error.message),
        code: error.diagnostic.code,
        hint: error.hint
      )
    } catch let fault as CommandFault {
      throw fault
    } catch {
      throw CommandFault("\(error)", code: .internalError)
    }
  }

  private static func withoutPrefix(_ message: String) -> String {
    for prefix in ["\\copy: ", "\\copy "] where message.hasPrefix(prefix) {
      return String(message.dropFirst(prefix.count))
    }
    return message
  }

  // MARK: In

  private func load(_ command: CopyCommand, in frame: InputFrame) async throws -> CommandResult {
    guard case .entity(let entity, let columns) = command.subject else { return .failed }
    var fields: [String] = []
    if !command.options.hasHeader, columns.isEmpty {
      guard let found = try await writableFields(of: entity) else { return .failed }
      fields = found
    }
    let file = try DelimitedFile(
      path: command.path.map { path($0) },
      name: command.path ?? "stdin",
      command: command,
      fields: fields
    )
    let screen = screen(printOptions, console.results, frame.commandPlace)
    defer { tellTiming() }
    let outcome = await outcome(in: frame.commandPlace) { engine, settings in
      await engine.copy(file.rows, into: entity, settings: settings, delegate: screen)
    }
    guard let outcome else { return .failed }
    guard outcome.errors.isEmpty, outcome.failure == nil else { return .failed }
    printCount(outcome.rowCount)
    return .done
  }

  private func writableFields(of entity: String) async throws -> [String]? {
    switch await connection() {
    case .failure(let errors):
      fail(errors.diagnostics, in: nil, as: errors.failure)
      return nil
    case .success(let engine):
      switch await engine.catalog() {
      case .failure(let errors):
        fail(errors.diagnostics, in: nil, as: errors.failure)
        return nil
      case .success(let catalog):
        guard case .found(let table) = catalog.table(named: entity, matching: .anyCase) else {
          let near = NearName.suggestions(for: entity, among: catalog.tables.map(\.name))
          throw CommandFault(
            "entity \"\(entity)\" does not exist",
            code: .undefinedEntity,
            hint: near.first.map { "Perhaps you meant the entity \"\($0)\"." }
          )
        }
        return table.columns.filter(\.isWritable).map(\.name)
      }
    }
  }

  private func printCount(_ count: Int) {
    if !variables.isOn("QUIET") { console.printResult("COPY \(count)\n") }
  }

  // MARK: Out

  private func export(_ command: CopyCommand, in frame: InputFrame) async throws -> CommandResult {
    let query: String
    switch command.subject {
    case .query(let text): query = text
    case .entity(let name, let columns):
      let fields = columns.isEmpty ? "*" : columns.map(Self.identifier).joined(separator: ", ")
      query = "SELECT \(fields) FROM \(Self.identifier(name))"
    }
    var options = PrintOptions(render: RenderOptions(format: Self.renderFormat(command.format)))
    options.render.zone = variables.zone
    options.render.tuplesOnly = !command.options.hasHeader
    options.render.nullText = command.options.nullText
    if let delimiter = command.options.delimiter {
      options.render.csvFieldSeparator = String(Character(Unicode.Scalar(delimiter)))
    }
    var destination = console.results
    var file: (any ByteOutput)?
    if let name = command.path {
      let opened = try openOutput(name).get()
      (destination, file) = (opened, opened)
    }
    let source = SourceText(query)
    let screen = screen(options, destination, source)
    defer { tellTiming() }
    let outcome = await outcome(of: source, delegate: screen)
    file?.close()
    guard let outcome, outcome.errors.isEmpty, outcome.failure == nil else { return .failed }
    if command.path != nil { printCount(outcome.rowCount) }
    return .done
  }

  private static func identifier(_ name: String) -> String {
    SQLPrinter.print(Identifier(text: name, isQuoted: false, span: .at(0)))
  }

  private static func renderFormat(_ format: TransferFormat) -> RenderFormat {
    switch format {
    case .csv: .csv
    case .tsv: .tsv
    case .json: .json
    case .jsonl: .jsonl
    case .markdown: .markdown
    case .html: .html
    }
  }
}
