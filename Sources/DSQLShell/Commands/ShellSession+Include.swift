import DSQLDiagnostics

extension ShellSession {
  /// Runs a file, with arguments that are variables while it runs.
  func include(
    _ command: MetaCommand,
    _ arguments: inout ArgumentReader,
    in frame: InputFrame
  ) async throws(CommandFault) -> CommandResult {
    guard let name = try arguments.next() else { throw CommandFault("missing required argument") }
    let words = try arguments.all()
    guard fileDepth < 50 else {
      throw CommandFault("files include each other too deeply", code: .nestingTooDeep)
    }
    var found = name
    if command == .includeRelative, let folder = frame.directory, !name.hasPrefix("/") {
      found = folder == "." ? name : "\(folder)/\(name)"
    }
    let lines: DescriptorLines
    switch DescriptorLines.file(path(found)) {
    case .success(let opened): lines = opened
    case .failure(let error): throw CommandFault("\(found): \(error.text)", code: .fileError)
    }
    let outer = (1...9).map { variables[String($0)] }
    if !words.isEmpty { replaceArguments(words.map { $0 }) }
    fileDepth += 1
    let ending = await read(
      InputFrame(
        name: found,
        directory: folder(of: found),
        isInteractive: false,
        lines: lines
      )
    )
    fileDepth -= 1
    if !words.isEmpty { replaceArguments(outer) }
    return .ended(ending)
  }

  private func replaceArguments(_ arguments: [String?]) {
    for index in 1...max(9, arguments.count) { variables.unset(String(index)) }
    for (index, argument) in arguments.enumerated() {
      if let argument { note(String(index + 1), argument) }
    }
  }
}
