import DSQLDiagnostics

extension ShellSession {
  func setTiming(_ arguments: inout ArgumentReader) throws(CommandFault) -> CommandResult {
    showsTiming = try flag(try arguments.next(), or: !showsTiming)
    notice("Timing is \(showsTiming ? "on" : "off").")
    return .done
  }

  func setDryRun(_ arguments: inout ArgumentReader) throws(CommandFault) -> CommandResult {
    isDryRun = try flag(try arguments.next(), or: !isDryRun)
    notice("Dry run is \(isDryRun ? "on" : "off").")
    return .done
  }

  /// `\pset` with or without a name.
  func printOption(_ arguments: inout ArgumentReader) throws(CommandFault) -> CommandResult {
    guard let word = try arguments.next() else {
      let width = PrintOptions.names.map(\.count).max() ?? 0
      for name in PrintOptions.names {
        let blanks = String(repeating: " ", count: width - name.count + 1)
        console.print("\(name)\(blanks)\(printOptions.value(of: name))\n")
      }
      return .done
    }
    guard let name = PrintOptions.fullName(word) else {
      let near = PrintOptions.names.filter { $0.hasPrefix(word.prefix(3)) }
      throw CommandFault(
        "unknown option: \(word)",
        hint: near.isEmpty ? nil : "Perhaps you meant \(near.joined(separator: ", "))."
      )
    }
    return try setPrintOption(name, try arguments.next())
  }

  func setPrintOption(
    _ name: String,
    _ value: String?
  ) throws(CommandFault) -> CommandResult {
    if let fault = printOptions.set(name, to: value) {
      let prefix = "\\pset: "
      let message =
        fault.message.hasPrefix(prefix)
        ? String(fault.message.dropFirst(prefix.count)) : fault.message
      throw CommandFault(message, code: fault.code, hint: fault.hint)
    }
    notice(printOptions.announcement(of: name))
    return .done
  }

  func fieldSeparator(_ arguments: inout ArgumentReader) throws(CommandFault) -> CommandResult {
    guard let value = try arguments.next() else {
      notice(printOptions.announcement(of: "fieldsep"))
      return .done
    }
    return try setPrintOption("fieldsep", value)
  }

  func echo(
    _ command: MetaCommand,
    _ arguments: inout ArgumentReader
  ) throws(CommandFault) -> CommandResult {
    var words = try arguments.all()
    var end = "\n"
    if words.first == "-n" {
      words.removeFirst()
      end = ""
    }
    let text = words.joined(separator: " ") + end
    if command == .warn {
      console.tell(text)
    } else if command == .echoToResults {
      console.printResult(text)
    } else {
      console.print(text)
    }
    return .done
  }

  func redirect(_ arguments: inout ArgumentReader) throws(CommandFault) -> CommandResult {
    let target =
      arguments.peekCharacter() == "|" ? arguments.restOfLine() : try arguments.next()
    guard let target, target != "stdout" else {
      console.redirect(to: nil)
      return .done
    }
    console.redirect(to: try openOutput(target).get())
    return .done
  }

  private func flag(_ word: String?, or standard: Bool) throws(CommandFault) -> Bool {
    guard let word else { return standard }
    guard let flag = BooleanWord.value(of: word) else {
      throw CommandFault(
        "unrecognized value \"\(word)\": Boolean expected",
        code: .invalidParameter
      )
    }
    return flag
  }
}
