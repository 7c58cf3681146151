import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

extension SQLitePrinter {
  /// A function of one row.
  func scalar(
    _ function: ScalarFunction,
    _ arguments: [BoundExpression],
    _ type: DataType
  ) throws -> String {
    let values = function == .addition ? [] : try arguments.map(sql)
    switch function {
    case .lower: return call(.lower, values)
    case .upper: return call(.upper, values)
    case .length: return native("length", values)
    case .trim: return native("trim", values)
    case .ltrim: return native("ltrim", values)
    case .rtrim: return native("rtrim", values)
    case .substring: return call(.substring, values)
    case .replace: return native("replace", values)
    // (part, text), which `instr` takes the other way round
    case .position: return native("instr", values.reversed())
    case .left: return call(.left, values)
    case .right: return call(.right, values)
    case .lpad: return call(.padLeft, values)
    case .rpad: return call(.padRight, values)
    case .reverse: return call(.reverse, values)
    case .repeat: return call(.repeated, values)
    case .concat:
      let parts = texts(arguments, values).map { "ifnull(\($0), '')" }
      return parts.isEmpty ? "''" : "(\(parts.joined(separator: " || ")))"
    case .concatWithSeparator: return call(.concatWithSeparator, texts(arguments, values))
    case .splitPart: return call(.splitPart, values)
    case .initcap: return call(.initcap, values)
    case .startsWith: return call(.startsWith, values)
    case .regexpReplace: return call(.regexReplace, values)
    case .regexpLike: return call(.regexLike, values)
    case .overlay: return call(.overlay, values)
    case .translate: return call(.translate, values)
    case .chr: return call(.character, values)
    case .ascii: return call(.ascii, values)
    case .md5: return call(.md5, values)
    case .coalesce: return values.count == 1 ? values[0] : native("coalesce", values)
    case .nullif:
      guard let first = arguments.first else { return "NULL" }
      return native("nullif", [try compared(first, first.textRule)] + values.dropFirst())
    case .greatest, .least:
      let rule: TextRule = arguments.contains(where: \.isExact) ? .binary : .folded
      let order = "'\(sortOrder(type, rule).rawValue)'"
      return call(function == .greatest ? .greatest : .least, [order] + values)
    case .abs, .round, .trunc, .ceil, .floor, .mod, .power, .sqrt, .exp, .ln, .log, .pi, .sign,
      .random:
      return try mathematical(function, arguments, values, type)
    case .now, .currentDate, .dateTrunc, .datePart, .age, .toChar, .dateAdd, .makeDate, .timezone:
      return try temporal(function, arguments, values, type)
    case .typeOf: return Self.quoted(arguments.first?.type.name ?? "unknown")
    // The answer is text, also where the JSON has a number.
    case .jsonExtract: return "CAST(\(native("json_extract", values)) AS TEXT)"
    case .has: return call(.has, values)
    case .fileName: return call(.fileName, values)
    case .fileSize: return "CAST(\(filePart(2, values)) AS INTEGER)"
    case .fileType: return filePart(3, values)
    case .exactText: return values.first ?? "NULL"
    case .concatenation: return balanced(values, "||")
    case .addition: return try addition(arguments, type)
    }
  }

  /// A part of a file's text, whose name, size and type are parted by U+001F; NULL where it is not
  /// told.
  private func filePart(_ number: Int, _ values: [String]) -> String {
    native("nullif", [call(.splitPart, values + ["char(31)", String(number)]), "''"])
  }

  private func native(_ name: String, _ arguments: [String]) -> String {
    "\(name)(\(arguments.joined(separator: ", ")))"
  }

  private func texts(_ arguments: [BoundExpression], _ values: [String]) -> [String] {
    zip(arguments, values).map { text($1, $0.type) }
  }

  private func mathematical(
    _ function: ScalarFunction,
    _ arguments: [BoundExpression],
    _ values: [String],
    _ type: DataType
  ) throws -> String {
    guard let first = arguments.first else {
      return function == .pi ? "3.141592653589793" : call(.random)
    }
    switch first.type {
    case .integer:
      if let text = integral(function, values, type) { return text }
      // Other functions have their answer in another type.
      return binary(function, values.map { "CAST(\($0) AS REAL)" })
    case .decimal:
      return exact(function, values)
    case .unknown, .boolean, .double, .text, .date, .timestamp, .interval, .uuid, .choice, .choices,
      .file:
      return binary(function, values)
    }
  }

  private func isDecimal(_ type: DataType) -> Bool {
    if case .decimal = type { true } else { false }
  }

  /// A function of integers with an integer answer; nil for the others.
  private func integral(
    _ function: ScalarFunction,
    _ values: [String],
    _ type: DataType
  ) -> String? {
    guard case .integer = type else { return nil }
    switch function {
    case .abs: return call(.integerAbsolute, values)
    case .mod: return call(.integerRemainder, values)
    case .sign: return native("sign", values)
    case .ceil, .floor: return values[0]
    case .round, .trunc:
      if values.count == 1 { return values[0] }
      let rounding: LocalFunction = function == .round ? .decimalRound : .decimalTruncate
      return call(.integerFromDecimal, call(rounding, values))
    default: return nil
    }
  }

  private func exact(_ function: ScalarFunction, _ values: [String]) -> String {
    switch function {
    case .abs: return call(.decimalAbsolute, values)
    case .mod: return call(.decimalRemainder, values)
    case .sign: return call(.decimalSign, values)
    case .ceil: return call(.decimalCeiling, values)
    case .floor: return call(.decimalFloor, values)
    case .round: return call(.decimalRound, values.count > 1 ? values : values + ["0"])
    case .trunc: return call(.decimalTruncate, values.count > 1 ? values : values + ["0"])
    // The rest has no exact answer.
    default: return binary(function, values.map { call(.doubleFromDecimal, $0) })
    }
  }

  private func binary(_ function: ScalarFunction, _ values: [String]) -> String {
    switch function {
    case .abs: native("abs", values)
    case .sign: "(1.0 * \(native("sign", values)))"
    case .ceil: call(.doubleCeiling, values)
    case .floor: call(.doubleFloor, values)
    case .round: rounded(.doubleRound, .decimalRound, values)
    case .trunc: rounded(.doubleTruncate, .decimalTruncate, values)
    case .power: call(.doublePower, values)
    case .sqrt: call(.doubleSquareRoot, values)
    case .exp: call(.doubleExponential, values)
    case .ln: call(.doubleNaturalLogarithm, values)
    case .log: call(.doubleLogarithm, values.count > 1 ? values : ["10.0"] + values)
    default: native(function.rawValue, values)
    }
  }

  /// Rounds a binary number, to a count of decimals by way of its shortest digits.
  private func rounded(
    _ whole: LocalFunction,
    _ decimal: LocalFunction,
    _ values: [String]
  ) -> String {
    if values.count == 1 { return call(whole, values) }
    let digits = call(.decimalFromNumber, values[0], "-1")
    return call(.doubleFromDecimal, call(decimal, digits, values[1]))
  }

  private func temporal(
    _ function: ScalarFunction,
    _ arguments: [BoundExpression],
    _ values: [String],
    _ type: DataType
  ) throws -> String {
    let times = zip(arguments, values).map { instant($0, $1) }
    switch function {
    case .now: return String(now.ticks)
    case .currentDate: return String(now.date(in: zone).days)
    case .makeDate: return call(.makeDate, values)
    case .timezone:
      let local = call(.timezone, times)
      return type == .text ? call(.instantText, local) : local
    case .age:
      let today = String(now.date(in: zone).midnight(in: zone).ticks)
      return call(.age, times.count > 1 ? times : [today] + times)
    case .dateTrunc:
      if isInterval(arguments.last) { return call(.intervalTruncate, values) }
      let truncated = call(.instantTruncate, times)
      return type == .date ? call(.dateFromInstant, truncated) : truncated
    case .datePart:
      let form = isDecimal(type) ? "'d'" : type == .integer ? "'i'" : "'f'"
      if isInterval(arguments.last) { return call(.intervalPart, values + [form]) }
      return call(.instantPart, times + [form])
    case .dateAdd:
      let isDays = arguments.last?.type == .integer
      if isDays, arguments.first?.type == .date { return call(.dateAddDays, values) }
      let sum = call(.instantAdd, times)
      return type == .date ? call(.dateFromInstant, sum) : sum
    default: return try formatted(arguments, times)
    }
  }

  private func isInterval(_ expression: BoundExpression?) -> Bool {
    if case .interval = expression?.type { true } else { false }
  }

  /// `to_char(x, format)`.
  private func formatted(_ arguments: [BoundExpression], _ values: [String]) throws -> String {
    switch arguments.first?.type {
    case .timestamp, .date: return call(.instantToText, values)
    case .interval: return call(.intervalToText, values)
    case .double:
      return call(.numberToText, [call(.decimalFromNumber, values[0], "-1")] + values.dropFirst())
    default: return call(.numberToText, values)
    }
  }
}
