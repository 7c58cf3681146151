import DSQLDiagnostics

/// A regular expression that was read once, with PostgreSQL's meaning: by code points, `.` matches
/// a line break too, `^` and `$` are the text's ends.
struct RegularExpression {
  struct Key: Hashable {
    var pattern: [UInt8]
    var ignoresCase: Bool
  }

  private let regex: Regex<AnyRegexOutput>

  init(_ pattern: String, ignoresCase: Bool) throws {
    do {
      regex = try Regex(Self.translated(pattern))
        .matchingSemantics(.unicodeScalar)
        .wordBoundaryKind(.simple)
        .dotMatchesNewlines()
        .ignoresCase(ignoresCase)
    } catch {
      throw Diagnostic(
        .invalidRegularExpression,
        "invalid regular expression: \"\(pattern)\""
      )
    }
  }

  func matches(_ text: String) -> Bool { text.firstMatch(of: regex) != nil }

  /// The text with its first match, or all of them, replaced; in the replacement `\1` to `\9` are
  /// groups, `\&` the whole match, `\\` a backslash.
  func replacing(in text: String, with replacement: String, everywhere: Bool) -> String {
    text.replacing(regex, maxReplacements: everywhere ? .max : 1) { match in
      Self.expanded(replacement, match.output)
    }
  }

  private static func expanded(_ replacement: String, _ output: AnyRegexOutput) -> String {
    var result = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in replacement.unicodeScalars {
      if !isEscaped {
        isEscaped = scalar == "\\"
        if !isEscaped { result.append(scalar) }
        continue
      }
      isEscaped = false
      if scalar == "&" || ("1"..."9").contains(scalar) {
        let group = scalar == "&" ? 0 : Int(scalar.value - 0x30)
        if group < output.count, let part = output[group].substring {
          result.append(contentsOf: part.unicodeScalars)
        }
      } else {
        if scalar != "\\" { result.append("\\") }
        result.append(scalar)
      }
    }
    if isEscaped { result.append("\\") }
    return String(result)
  }

  /// The escapes that PostgreSQL writes otherwise: word boundaries `\y`, `\m`, `\M`, and the text's
  /// ends `\A`, `\Z`.
  private static func translated(_ pattern: String) -> String {
    var result = ""
    var isEscaped = false
    for scalar in pattern.unicodeScalars {
      if isEscaped {
        switch scalar {
        case "y": result += "\\b"
        case "Y": result += "\\B"
        case "m": result += "\\b(?=\\w)"
        case "M": result += "\\b(?!\\w)"
        case "Z": result += "\\z"
        default: result += "\\" + String(scalar)
        }
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        result += String(scalar)
      }
    }
    return isEscaped ? result + "\\" : result
  }
}
