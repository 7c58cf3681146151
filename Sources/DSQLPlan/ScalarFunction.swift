/// A function of one row; the raw value is its name in the language.
///
/// Arguments arrive in the types that the binder's signature table gives, in the order of the plain
/// call (`extract(f FROM x)` is `datePart(f, x)`, `position(a IN x)` is `position(a, x)`).
///
/// - Source: `language.md` §2.
package enum ScalarFunction: String, Hashable, Sendable, CaseIterable {
  case lower, upper, length, trim, ltrim, rtrim
  case substring = "substr"
  case replace, position, left, right, lpad, rpad, reverse, `repeat`, concat
  case concatWithSeparator = "concat_ws"
  case splitPart = "split_part"
  case initcap
  case startsWith = "starts_with"
  case regexpReplace = "regexp_replace"
  case regexpLike = "regexp_like"
  case overlay, translate, chr, ascii, md5
  case coalesce, nullif, greatest, least
  case abs, round, trunc, ceil, floor, mod, power, sqrt, exp, ln, log, pi, sign, random
  case now
  case currentDate = "current_date"
  case dateTrunc = "date_trunc"
  case datePart = "date_part"
  case age
  case toChar = "to_char"
  case dateAdd = "date_add"
  case makeDate = "make_date"
  /// `x AT TIME ZONE z`: (zone, instant).
  case timezone
  case typeOf = "typeof"
  case jsonExtract = "json_extract"
  /// `HAS(choices, label)`.
  case has
  /// A part of a FILE: `Scan.Name`, `Scan.Size`, `Scan.Type`.
  case fileName = "file_name"
  case fileSize = "file_size"
  case fileType = "file_type"
  /// `a || b || …`, all text, where a chain of them is long.
  case concatenation = "||"
  /// `a + b - …`, worked out from the left, where a chain of them is long: all numbers of the
  /// expression's own type (a `decimal` of any scale); what is subtracted is a `negate`.
  case addition = "+"
  /// `x COLLATE BINARY` where it is grouped, made distinct or aggregated: x itself, see
  /// `BoundExpression.isExact`.
  case exactText = "binary"
}
