extension SQLPrinter {
  mutating func write(_ call: FunctionCall) {
    write(call.name)
    if !isBare(call) {
      write("(")
      writeArguments(call)
      write(")")
    }
    if let filter = call.filter {
      write(" FILTER (WHERE ")
      write(filter)
      write(")")
    }
    switch call.over {
    case .none: break
    case .some(.named(let name)):
      write(" OVER ")
      write(name)
    case .some(.inline(let specification)):
      write(" OVER ")
      write(specification)
    }
  }

  private mutating func writeArguments(_ call: FunctionCall) {
    if call.quantifier == .distinct { write("DISTINCT ") }
    switch call.arguments {
    case .star: write("*")
    case .list(let arguments): writeExpressions(arguments)
    }
    if !call.orderBy.isEmpty {
      write(" ")
      write(call.orderBy)
    }
  }

  /// Whether the function is written without parentheses: `CURRENT_DATE`.
  private func isBare(_ call: FunctionCall) -> Bool {
    guard call.arguments == .list([]), !call.name.isQuoted else { return false }
    return switch Keyword(text: call.name.text) {
    case .currentDate, .currentTime, .currentTimestamp, .localtime, .localtimestamp, .currentUser,
      .sessionUser, .user:
      true
    default: false
    }
  }

  // MARK: Windows

  mutating func write(_ windows: [WindowDefinition]) {
    write("WINDOW ")
    writeList(windows) { printer, window in
      printer.write(window.name)
      printer.write(" AS ")
      printer.write(window.specification)
    }
  }

  private mutating func write(_ window: WindowSpecification) {
    write("(")
    var isFirst = true
    if let base = window.base {
      write(base)
      isFirst = false
    }
    if !window.partitionBy.isEmpty {
      writeBlank(&isFirst)
      write("PARTITION BY ")
      writeExpressions(window.partitionBy)
    }
    if !window.orderBy.isEmpty {
      writeBlank(&isFirst)
      write(window.orderBy)
    }
    if let frame = window.frame {
      writeBlank(&isFirst)
      write(frame)
    }
    write(")")
  }

  private mutating func writeBlank(_ isFirst: inout Bool) {
    if !isFirst { write(" ") }
    isFirst = false
  }

  private mutating func write(_ frame: WindowFrame) {
    write(frame.unit.rawValue)
    if let end = frame.end {
      write(" BETWEEN ")
      write(frame.start)
      write(" AND ")
      write(end)
    } else {
      write(" ")
      write(frame.start)
    }
    if let exclusion = frame.exclusion { write(" EXCLUDE \(exclusion.rawValue)") }
  }

  private mutating func write(_ bound: FrameBound) {
    switch bound {
    case .unboundedPreceding: write("UNBOUNDED PRECEDING")
    case .preceding(let distance):
      write(distance, atLeast: .other)
      write(" PRECEDING")
    case .currentRow: write("CURRENT ROW")
    case .following(let distance):
      write(distance, atLeast: .other)
      write(" FOLLOWING")
    case .unboundedFollowing: write("UNBOUNDED FOLLOWING")
    }
  }
}
