import DSQLPlan
import DSQLTypes

/// The functions of one row, by the names that call them.
///
/// Of several signatures the first that fits is taken, so the narrower one stands first.
///
/// - Source: `language.md` §2; `coalesce nullif greatest least typeof` are bound on their own.
enum FunctionCatalog {
  /// The signatures of a name in lower case; empty where there is no such function.
  static func signatures(of name: String) -> [FunctionSignature] {
    all[synonyms[name] ?? name] ?? []
  }

  /// Every name of a function of one row.
  static var names: [String] {
    all.keys.sorted() + synonyms.keys.sorted() + [
      "coalesce", "nullif", "greatest", "least", "typeof",
    ]
  }

  private static let synonyms = [
    "substring": "substr", "char_length": "length", "character_length": "length",
    "ceiling": "ceil", "pow": "power", "extract": "date_part", "current_timestamp": "now",
    "transaction_timestamp": "now", "statement_timestamp": "now", "localtimestamp": "now",
    "btrim": "trim", "datetrunc": "date_trunc",
  ]

  private static let all: [String: [FunctionSignature]] = Dictionary(
    grouping: textFunctions + numberFunctions + timeFunctions + otherFunctions,
    by: \.function.rawValue
  )

  private static let textFunctions: [FunctionSignature] = [
    .init(.lower, [.text], .type(.text)), .init(.upper, [.text], .type(.text)),
    .init(.length, [.text], .type(.integer)),
    .init(.trim, [.text, .text], optional: 1, .type(.text)),
    .init(.ltrim, [.text, .text], optional: 1, .type(.text)),
    .init(.rtrim, [.text, .text], optional: 1, .type(.text)),
    .init(.substring, [.text, .integer, .integer], optional: 1, .type(.text)),
    .init(.replace, [.text, .text, .text], .type(.text)),
    .init(.position, [.text, .text], .type(.integer)),
    .init(.left, [.text, .integer], .type(.text)), .init(.right, [.text, .integer], .type(.text)),
    .init(.lpad, [.text, .integer, .text], optional: 1, .type(.text)),
    .init(.rpad, [.text, .integer, .text], optional: 1, .type(.text)),
    .init(.reverse, [.text], .type(.text)), .init(.repeat, [.text, .integer], .type(.text)),
    .init(.concat, [.anyAsText], isVariadic: true, .type(.text)),
    .init(.concatWithSeparator, [.text, .anyAsText], isVariadic: true, .type(.text)),
    .init(.splitPart, [.text, .text, .integer], .type(.text)),
    .init(.initcap, [.text], .type(.text)),
    .init(.startsWith, [.text, .text], .type(.boolean)),
    .init(.regexpReplace, [.text, .text, .text, .text], optional: 1, .type(.text)),
    .init(.regexpLike, [.text, .text, .text], optional: 1, .type(.boolean)),
    .init(.overlay, [.text, .text, .integer, .integer], optional: 1, .type(.text)),
    .init(.translate, [.text, .text, .text], .type(.text)),
    .init(.chr, [.integer], .type(.text)), .init(.ascii, [.text], .type(.integer)),
    .init(.md5, [.text], .type(.text)),
  ]

  private static let numberFunctions: [FunctionSignature] =
    [ScalarFunction.abs, .ceil, .floor, .sign].flatMap { function -> [FunctionSignature] in
      [
        .init(function, [.integer], .first), .init(function, [.decimal], .first),
        .init(function, [.double], .first),
      ]
    }
    + [ScalarFunction.round, .trunc].flatMap { function -> [FunctionSignature] in
      [
        .init(function, [.integer], .first), .init(function, [.decimal], .first),
        .init(function, [.double], .first),
        .init(function, [.decimal, .integer], .first),
        .init(function, [.double, .integer], .first),
      ]
    }
    + [ScalarFunction.sqrt, .exp, .ln].map { .init($0, [.double], .type(.double)) }
    + [
      .init(.log, [.double, .double], optional: 1, .type(.double)),
      .init(.mod, [.integer, .integer], .first), .init(.mod, [.decimal, .decimal], .first),
      .init(.power, [.double, .double], .type(.double)), .init(.pi, [], .type(.double)),
      .init(.random, [], .type(.double)),
    ]

  private static let timeFunctions: [FunctionSignature] = [
    .init(.now, [], .type(.timestamp)), .init(.currentDate, [], .type(.date)),
    .init(.dateTrunc, [.text, .timestamp, .text], optional: 1, .type(.timestamp)),
    .init(.dateTrunc, [.text, .interval], .type(.interval)),
    .init(.datePart, [.text, .date], .type(.decimal(scale: nil))),
    .init(.datePart, [.text, .timestamp], .type(.decimal(scale: nil))),
    .init(.datePart, [.text, .interval], .type(.decimal(scale: nil))),
    .init(.age, [.timestamp, .timestamp], optional: 1, .type(.interval)),
    .init(.toChar, [.date, .text], .type(.text)),
    .init(.toChar, [.timestamp, .text], .type(.text)),
    .init(.toChar, [.integer, .text], .type(.text)),
    .init(.toChar, [.decimal, .text], .type(.text)),
    .init(.toChar, [.double, .text], .type(.text)),
    .init(.toChar, [.interval, .text], .type(.text)),
    .init(.dateAdd, [.timestamp, .interval], .type(.timestamp)),
    .init(.makeDate, [.integer, .integer, .integer], .type(.date)),
    .init(.timezone, [.text, .timestamp], .type(.timestamp)),
  ]

  private static let otherFunctions: [FunctionSignature] = [
    .init(.jsonExtract, [.text, .text], .type(.text)),
    .init(.has, [.choices, .text], .type(.boolean)),
  ]
}
